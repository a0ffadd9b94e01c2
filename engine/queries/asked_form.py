"""A task's form as it stands for one person: values, proposals, and what applies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.task_form import TaskForm
from engine.definitions.describe import Described, describe
from engine.definitions.form import Form
from engine.definitions.form_body import read_values
from engine.definitions.form_fields import Field
from engine.definitions.form_standing import standings
from engine.queries.task_papers import Paper

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedForm:
    """A form laid out for a page.

    `form` is plain JSON (`engine.definitions.describe`), `values` what its fields hold now,
    `standing` how each field stands by place (``a`` or ``rows[0].b``): required, optional, hidden
    or unsure. `background` is what others wrote in the documents the task is about.
    """

    form: Described
    values: Values
    standing: Mapping[str, str]
    background: Sequence[Paper] = ()


def asked_form(
    act: Act, asked: TaskForm, known: Values, draft: Values | None, papers: Sequence[Paper]
) -> AskedForm:
    """The form with what was drafted, what is known, and proposals for the rest."""
    form, choices = asked.written, automatic.choices(act)
    values = automatic.with_proposals(act, form, draft or _defaults(form), known=known)
    shown = {**{key: known[key] for key in form.fields if key in known}, **values}
    standing = Standings(act=act, known=known)
    standing.read(form.fields, shown, form)
    return AskedForm(
        form=describe(form, choices=choices),
        values=shown,
        standing=standing.found,
        background=papers,
    )


@dataclass(slots=True, kw_only=True)
class Standings:
    """How each field of a form and of its rows stands; collected by place."""

    act: Act
    known: Values
    found: dict[str, str] = field(default_factory=dict)

    def read(self, fields: Mapping[str, Field], values: Values, form: Form) -> None:
        """The standings of the whole form for what is typed so far."""
        own = {key: one for key, one in values.items() if not fields[key].filled_by_product}
        typed, faulty = read_values(form, own)
        self._level(fields, typed, dict(self.known), "", set(faulty))

    def _level(
        self,
        fields: Mapping[str, Field],
        values: Values,
        outer: dict[str, object],
        place: str,
        faulty: set[str],
    ) -> None:
        standing = standings(fields, values, now=self.act.at, outer=outer, faulty=faulty)
        for key, one in fields.items():
            self.found[f"{place}{key}"] = standing[key].name.lower()
            rows = values.get(key)
            if one.rows is None:
                continue
            number = 0
            for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
                inner = row if isinstance(row, dict) else {}
                here = f"{place}{key}[{number - 1}]."
                self._level(one.rows, inner, {**outer, **values}, here, set())
            blank = f"{place}{key}[+]."
            self._level(one.rows, {}, {**outer, **values}, blank, set())


def _defaults(form: Form) -> dict[str, object]:
    return {key: one.default for key, one in form.fields.items() if one.default is not None}
