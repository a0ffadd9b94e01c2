"""Keys, labels and ids of a whole form: each once, and every condition over keys that exist."""

from collections.abc import Mapping

from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_conditions import Condition
from engine.definitions.form_field_reading import FieldReading
from engine.definitions.form_fields import Field, Kind
from engine.definitions.form_vocabulary import LAYOUT_ONLY, TEMPLATE_NAMES
from engine.definitions.form_written import check_label, compile_here


class WholeForm:
    """Turns a tree of components into fields, and checks what spans several of them."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.ids: set[str] = set()
        self.placed: dict[int, Component] = {}  # by identity of the field

    def read(self, components: tuple[Component, ...]) -> dict[str, Field]:
        """The fields of the whole form."""
        fields: dict[str, Field] = {}
        self.collect(components, fields, (), ())
        for component in components:
            if component.label in TEMPLATE_NAMES:
                self.findings.at(
                    component,
                    "label_refused",
                    f"“{component.label}”是模板中固有的名称。",
                    "请换一个名称，或者放进一个分组。",
                )
        self.check_conditions(frozenset(fields), fields)
        return fields

    def collect(
        self,
        components: tuple[Component, ...],
        fields: dict[str, Field],
        groups: tuple[str, ...],
        hides: tuple[Condition, ...],
    ) -> None:
        """Add the fields of one level, and of the groups in it, to `fields`."""
        labels: set[str] = set()
        for component in components:
            self.check_unique(component, labels)
            own = compile_here(
                component,
                self.findings,
                "hide",
                mapping(component.attributes.get("conditional")).get("hide"),
            )
            under = (*hides, own) if own else hides
            if component.type == "group":
                inside = (*groups, component.label) if component.label else groups
                if component.label:
                    check_label(component, self.findings, component.label)
                self.collect(component.components, fields, inside, under)
            elif component.type not in LAYOUT_ONLY:
                self.add(component, fields, groups, under)

    def add(
        self,
        component: Component,
        fields: dict[str, Field],
        groups: tuple[str, ...],
        hides: tuple[Condition, ...],
    ) -> None:
        """Add one field; its rows too, when it is a list."""
        rows: dict[str, Field] | None = None
        if component.type == "dynamiclist":
            rows = {}
            self.collect(component.components, rows, (), ())
        reading = FieldReading(component, self.findings, groups=groups, hides=hides)
        field = reading.field(rows)
        self.placed[id(field)] = component
        if field.key in fields:
            self.findings.at(
                component, "key_repeated", f"键“{field.key}”用了两次。", "请改其中一个。"
            )
        else:
            fields[field.key] = field

    def check_unique(self, component: Component, labels: set[str]) -> None:
        """Note an id used twice in the form, a label used twice in one group."""
        if component.id and component.id in self.ids:
            self.findings.at(
                component, "id_repeated", f"id“{component.id}”用了两次。", "请改其中一个。"
            )
        self.ids.add(component.id)
        if component.type in LAYOUT_ONLY or not component.label:
            return
        if component.label in labels:
            self.findings.at(
                component,
                "label_repeated",
                f"同一分组中有两个“{component.label}”。",
                "请改其中一个名称，或者分在两个分组里。",
            )
        labels.add(component.label)

    def check_conditions(self, known: frozenset[str], fields: Mapping[str, Field]) -> None:
        """Note conditions over keys that neither form nor row has, and dates to compare with."""
        for field in fields.values():
            component = self.placed[id(field)]
            read = {n for c in (*field.hides, field.required_if) if c for n in c.names}
            for name in sorted(read - known):
                self.findings.at(
                    component,
                    "condition_unknown_key",
                    f"条件中的“{name}”不是本表单的键。",
                    "请改为本表单（或者本行）的键。",
                )
            self.check_not_before(component, field, fields)
            if field.rows:
                self.check_conditions(known | frozenset(field.rows), field.rows)

    def check_not_before(
        self, component: Component, field: Field, fields: Mapping[str, Field]
    ) -> None:
        """Note a `not_before` that names no date that can be compared."""
        name = field.validators.not_before
        if name is None:
            return
        other = fields.get(name)
        dates = {Kind.DATE, Kind.DATETIME}
        comparable = other is not None and (
            {other.type, field.type} <= dates or other.type is field.type is Kind.TIME
        )
        if not comparable or name == field.key:
            self.findings.at(
                component,
                "not_before_unknown",
                f"not_before 的“{name}”不是可以比较的日期。",
                "请写同一表单（或者同一行）中另一个日期的键。",
            )
