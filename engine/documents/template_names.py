"""Checks the names in a template against the labels of its form, loop by loop."""

import difflib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jinja2 import nodes

from engine.documents.template_fields import VALUE, TemplateField

_NEAR = 0.5


class Problem(NamedTuple):
    """A name that is used wrongly: stable code and Chinese sentences."""

    code: str
    what: str
    mend: str


class NameCheck:
    """Knows the names that may be used here; `names` None = any.

    With `hides_identity` secret labels may not be used. `used` collects the top-level names,
    `paths` all labels as ``被监督机关.名称`` or, of the rows of a list, ``应提交材料[].名称``.
    """

    def __init__(
        self, names: Mapping[str, TemplateField] | None, *, hides_identity: bool = False
    ) -> None:
        self._scopes: list[Mapping[str, TemplateField] | None] = [names]
        self._hides_identity = hides_identity
        self.used: set[str] = set()
        self.paths: set[str] = set()
        self._rows: dict[str, str] = {}

    def enter_loop(self, loop: nodes.For | None) -> None:
        """From here the loop's variable may be used; None = the loop itself was faulty."""
        if loop is None or not isinstance(loop.target, nodes.Name) or self._scopes[0] is None:
            self._scopes.append(None)
            return
        field = self._field_of(loop.iter)
        shape = TemplateField(shape="group", parts=field.parts) if field and field.parts else VALUE
        self._rows[loop.target.name] = f"{self._path_of(loop.iter)}[]"
        self._scopes.append({loop.target.name: shape})

    def leave_loop(self) -> None:
        """The variable of the innermost loop is gone."""
        self._scopes.pop()

    def problems_in(self, tree: nodes.Template) -> Iterator[Problem]:
        """What is wrong with the names of one parsed tag."""
        if None in self._scopes:
            return
        for loop in tree.find_all(nodes.For):
            yield from self._loop_problems(loop)
        parts = list(tree.find_all(nodes.Getattr))
        for part in parts:
            if isinstance(part.node, nodes.Name) and part.node.name != "loop":
                yield from self._part_problems(part.node.name, part.attr)
        whole = {id(part.node) for part in parts}
        for name in tree.find_all(nodes.Name):
            if name.ctx == "load":
                yield from self._name_problems(name.name, bare=id(name) not in whole)
        for node in (node for output in tree.find_all(nodes.Output) for node in output.nodes):
            yield from self._printing_problems(node)

    def _loop_problems(self, loop: nodes.For) -> Iterator[Problem]:
        if not isinstance(loop.target, nodes.Name):
            yield Problem(
                "template_construct_not_allowed",
                "循环只能有一个变量。",
                "写作 for 材料 in 材料清单。",
            )
            return
        field = self._field_of(loop.iter)
        if self._find(loop.target.name) is not None:
            yield Problem(
                "template_name_taken", f"循环变量“{loop.target.name}”与字段同名。", "请换一个名字。"
            )
        if field is not None and field.shape not in {"rows", "many"}:
            yield Problem(
                "template_not_a_list", "循环只能用在列表上。", "请改用列表字段，或者直接写字段名。"
            )
        if not isinstance(loop.iter, nodes.Name | nodes.Getattr):
            yield Problem(
                "template_construct_not_allowed",
                "循环只能用在字段上。",
                "写作 for 材料 in 材料清单。",
            )

    def _part_problems(self, name: str, label: str) -> Iterator[Problem]:
        field = self._find(name)
        if field is None:
            return
        if field.shape != "group":
            yield Problem(
                "template_field_unknown",
                f"“{name}”没有下级字段“{label}”。",
                "列表的字段要在 for 循环里写；普通字段直接写字段名。",
            )
        elif label not in field.parts:
            yield Problem(
                "template_field_unknown",
                f"“{name}”里没有字段“{label}”。",
                _nearest(label, field.parts),
            )
        else:
            self.paths.add(f"{self._rows.get(name, name)}.{label}")
            yield from self._secret_problems(label, field.parts[label])

    def _name_problems(self, name: str, *, bare: bool) -> Iterator[Problem]:
        if name == "loop":
            if bare or len(self._scopes) == 1:
                yield Problem(
                    "template_field_unknown", "loop 只能在循环里写作 loop.index 等。", "请改正。"
                )
            return
        field = self._find(name)
        if field is None:
            yield Problem(
                "template_field_unknown", f"没有字段“{name}”。", _nearest(name, self._all_names())
            )
            return
        self.used.add(name)
        if name not in self._rows:
            self.paths.add(name)
        yield from self._secret_problems(name, field)

    def _secret_problems(self, label: str, field: TemplateField) -> Iterator[Problem]:
        if self._hides_identity and field.secret:
            yield Problem(
                "template_secret_field",
                f"“{label}”是投诉举报人的身份信息，而被监督机关看得到这份文书。",
                "请删去这个字段。",
            )

    def _printing_problems(self, node: nodes.Node) -> Iterator[Problem]:
        """A group or rows cannot be printed as they stand."""
        inner, joined = node, False
        while isinstance(inner, nodes.Filter) and inner.node is not None:
            if inner.name == "join":
                joined = True
                yield from self._join_problems(inner)
            inner = inner.node
        field = self._field_of(inner)
        if field is not None and (field.shape == "group" or (field.shape == "rows" and not joined)):
            yield Problem(
                "template_not_a_value",
                "这里要写到具体字段。",
                "分组写作 组名.字段名；列表用 for 循环。",
            )

    def _join_problems(self, node: nodes.Filter) -> Iterator[Problem]:
        field = self._field_of(node.node) if node.node is not None else None
        if field is None or field.shape != "rows":
            return
        label = node.args[1].as_const() if len(node.args) > 1 else None
        if label in field.parts and node.node is not None:
            self.paths.add(f"{self._path_of(node.node)}[].{label}")
        else:
            yield Problem(
                "template_field_unknown",
                f"join 要指明列表里的字段（现为“{label}”）。",
                _nearest(str(label), field.parts),
            )

    def _field_of(self, node: nodes.Node) -> TemplateField | None:
        if isinstance(node, nodes.Name):
            return self._find(node.name)
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            parent = self._find(node.node.name)
            return None if parent is None else parent.parts.get(node.attr)
        return None

    def _path_of(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return f"{self._rows.get(node.node.name, node.node.name)}.{node.attr}"
        return node.name if isinstance(node, nodes.Name) else ""

    def _find(self, name: str) -> TemplateField | None:
        for scope in reversed(self._scopes):
            if scope is not None and name in scope:
                return scope[name]
        return None

    def _all_names(self) -> list[str]:
        return [name for scope in self._scopes if scope for name in scope]


def _nearest(name: str, known: Mapping[str, object] | list[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=_NEAR)
    return f"是不是“{near[0]}”？请按字段清单改正。" if near else "请按字段清单改正。"
