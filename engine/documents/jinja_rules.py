"""The little of Jinja a template may use, and the closed room it is rendered in."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from engine.documents.printing import FILTERS, printed

LOOP_WORDS = frozenset({"index", "first", "last", "length"})
COMPARISONS = frozenset({"eq", "ne"})
INDENTED_FILTER = "_indented"
IN_SENTENCE_FILTER = "_in_sentence"
ROWS_FILTER = "_rows"
LINE_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
PARAGRAPH_INDENT = "　　"
SENTENCE_MARKS = "。；，、"

_FORBIDDEN_IN_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.Call: "调用",
    nodes.Getitem: "下标",
    nodes.Add: "运算",
    nodes.Sub: "运算",
    nodes.Mul: "运算",
    nodes.Div: "运算",
    nodes.FloorDiv: "运算",
    nodes.Mod: "运算",
    nodes.Pow: "运算",
    nodes.Concat: "运算",
    nodes.Neg: "运算",
    nodes.Pos: "运算",
    nodes.Test: "is 判断",
    nodes.CondExpr: "行内 if",
    nodes.List: "列表",
    nodes.Dict: "字典",
    nodes.Tuple: "多个变量",
}
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


class Forbidden(NamedTuple):
    """A construct that is not allowed: stable code and a Chinese phrase."""

    code: str
    what: str


def faults_in(tree: nodes.Node) -> list[Forbidden]:
    """What a parsed template does that is not allowed (names are checked elsewhere)."""
    return [fault for node in tree.find_all(nodes.Node) if (fault := _fault_of(node))]


def _fault_of(node: nodes.Node) -> Forbidden | None:
    if not isinstance(node, _ALLOWED):
        word = _FORBIDDEN_IN_WORDS.get(type(node), type(node).__name__)
        return Forbidden("template_construct_not_allowed", f"不允许的写法（{word}）")
    if isinstance(node, nodes.Filter):
        return _fault_of_filter(node)
    if isinstance(node, nodes.Operand) and node.op not in COMPARISONS:
        return Forbidden("template_construct_not_allowed", f"不允许的比较（{node.op}）")
    if isinstance(node, nodes.Const) and not isinstance(node.value, str | int | bool | None):
        return Forbidden("template_construct_not_allowed", "不允许的常量")
    if isinstance(node, nodes.Getattr):
        return _fault_of_part(node)
    if isinstance(node, nodes.For) and (node.recursive or node.test or node.else_):
        return Forbidden("template_construct_not_allowed", "不允许的循环写法")
    if isinstance(node, nodes.Name) and node.name.startswith("_"):
        return Forbidden("template_name_not_allowed", f"不允许的名称（{node.name[:30]}）")
    return None


def _fault_of_filter(node: nodes.Filter) -> Forbidden | None:
    if node.name not in FILTERS:
        return Forbidden("template_filter_unknown", f"没有“{node.name[:30]}”这个过滤器")
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        return Forbidden("template_construct_not_allowed", f"过滤器“{node.name}”的参数写法不对")
    most = {"join": 2, "default": 1}.get(node.name, 0)
    if len(node.args) > most or not all(isinstance(arg, nodes.Const) for arg in node.args):
        return Forbidden("template_construct_not_allowed", f"过滤器“{node.name}”的参数写法不对")
    return None


def _fault_of_part(node: nodes.Getattr) -> Forbidden | None:
    if node.attr.startswith("_") or not isinstance(node.node, nodes.Name):
        return Forbidden("template_name_not_allowed", f"不允许的名称（{node.attr[:30]}）")
    if node.node.name == "loop" and node.attr not in LOOP_WORDS:
        return Forbidden("template_name_not_allowed", f"不允许的名称（loop.{node.attr[:30]}）")
    return None


class TemplateRoom(ImmutableSandboxedEnvironment):
    """Renders checked templates: no globals, no tests, five filters, of values only labels."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=_finalize, cache_size=0
        )
        self.globals.clear()
        self.tests.clear()
        self.filters.clear()
        self.filters.update(_as_filters(FILTERS))
        self.filters[INDENTED_FILTER] = _indented
        self.filters[IN_SENTENCE_FILTER] = _in_sentence
        self.filters[ROWS_FILTER] = _rows

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 -- Jinja's own signature
        """The part of a group or row by its label, never an attribute of a Python object."""
        if isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return super().getattr(obj, attribute)
        if isinstance(obj, Mapping):
            return obj.get(attribute)
        if obj is None:
            return None
        return self.undefined(obj=obj, name=attribute)


def _as_filters(filters: Mapping[str, Callable[..., object]]) -> dict[str, Callable[..., Any]]:
    return dict(filters)


def _finalize(value: object) -> object:
    """Each printed value: as people write it, escaped, line feeds as Word's line breaks."""
    if isinstance(value, Markup | Undefined):
        return value
    return _lines(value, "")


def _indented(value: object) -> Markup:
    """As `_finalize`, where first lines are indented: further lines are indented alike."""
    return _lines(value, PARAGRAPH_INDENT)


def _in_sentence(value: object) -> object:
    """A text that a mark of the template follows: its own stop goes, so 。。 is never printed."""
    return value.rstrip(SENTENCE_MARKS + " \n\u3000") if isinstance(value, str) else value


def _lines(value: object, indent: str) -> Markup:
    text = printed(value)
    if "\n" not in text:
        return escape(text)
    first, *rest = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    return LINE_BREAK.join([escape(first), *(escape(indent + line) for line in rest)])


def _rows(value: object) -> object:
    """What a loop walks over: nothing filled in is no rows."""
    if value is None:
        return ()
    return value if isinstance(value, tuple | list) else (value,)
