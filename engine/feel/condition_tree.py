"""A condition as a tree a person builds without writing: fact, operator, value; and, or, not.

The tree is plain JSON. A leaf is ``{"fact", "op", "value"}``, a group ``{"all": […]}`` or
``{"any": […]}`` of two or more, a negation ``{"not": …}``. What cannot be built so is
``{"free": "…"}``: the expression as written, at the root only. Reading and writing are inverse.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from engine.errors import Refusal
from engine.feel import tree
from engine.feel.bounds import DEPTH_MAX
from engine.feel.expression import compile_expression
from engine.feel.grammar import parse_expression
from engine.feel.refusals import FeelSyntaxRefused
from engine.feel.tokens import WORDS
from engine.feel.vocabulary import RESERVED_NAMES, SERVER_FUNCTIONS

Condition = Mapping[str, object]

COMPARING = ("=", "!=", "<", "<=", ">", ">=")
OPERATORS: Mapping[str, str] = {
    "=": "等于",
    "!=": "不等于",
    "<": "小于",
    "<=": "不大于",
    ">": "大于",
    ">=": "不小于",
    "between": "在两者之间",
    "in": "是其中之一",
    "known": "已填写",
    "unknown": "未填写",
    "holds": "成立",
}
"""Operator → its words; ``holds`` is a yes-or-no fact standing alone."""

ORDERED = ("=", "!=", "<", "<=", ">", ">=", "between", "known", "unknown")
OPERATORS_OF_TYPE: Mapping[str, tuple[str, ...]] = {
    "boolean": ("=", "!=", "holds", "known", "unknown"),
    "number": ORDERED,
    "date": ORDERED,
    "text": ("=", "!=", "in", "known", "unknown"),
    "enum": ("=", "!=", "in", "known", "unknown"),
}
"""What a builder offers for a fact of a type."""

NESTING_MAX = DEPTH_MAX // 4
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WITHOUT_VALUE = frozenset({"known", "unknown", "holds"})


class ConditionRefused(Refusal):
    """A tree that is no condition."""

    code = "condition_refused"
    http_status = 422
    what = "条件的第 {at} 处不能使用：{fault}。"
    mend = "请在条件编辑器里改正这一处。"


def condition_of(source: str) -> Condition:
    """The tree of an expression. Raises `FeelSyntaxRefused` for what is no expression."""
    compile_expression(source)
    return _tree(parse_expression(source, SERVER_FUNCTIONS)) or {"free": source}


def source_of(condition: object) -> str:
    """The expression of a tree. Refuses `condition_refused` and, of a free one, its syntax."""
    if isinstance(condition, Mapping) and set(condition) == {"free"}:
        source = str(condition["free"])
    else:
        source = _written(condition, "根", 0)
    compile_expression(source)
    return source


# --- reading -------------------------------------------------------------------------------------


def _tree(node: tree.Node) -> Condition | None:
    """The condition a node says, or None where no builder can show it."""
    match node:
        case tree.AllTrue(operands=operands):
            return _group("all", operands)
        case tree.AnyTrue(operands=operands):
            return _group("any", operands)
        case tree.Call(function="not", arguments=(operand,)):
            inner = _tree(operand)
            return None if inner is None else {"not": inner}
        case tree.Name(name=name):
            return {"fact": name, "op": "holds"}
        case tree.Comparison(sign=sign, left=tree.Name(name=name), right=right):
            return _comparison(name, sign, right)
        case tree.Between(value=tree.Name(name=name), low=low, high=high):
            return _leaf(name, "between", (low, high))
        case tree.Among(value=tree.Name(name=name), tests=tests):
            values = tuple(one.value for one in tests if isinstance(one, tree.ValueTest))
            return _leaf(name, "in", values) if len(values) == len(tests) else None
    return None


def _group(word: str, operands: Sequence[tree.Node]) -> Condition | None:
    found = [_tree(one) for one in operands]
    return None if None in found else {word: found}


def _comparison(name: str, sign: str, right: tree.Node) -> Condition | None:
    match right:
        case tree.Literal(value=None):
            return {"=": {"fact": name, "op": "unknown"}, "!=": {"fact": name, "op": "known"}}.get(
                sign
            )
        case _:
            value = _plain(right)
            return None if value is None else {"fact": name, "op": sign, "value": value}


def _leaf(name: str, op: str, parts: Sequence[tree.Node]) -> Condition | None:
    values = [_plain(one) for one in parts]
    return None if None in values else {"fact": name, "op": op, "value": values}


def _plain(node: tree.Node) -> object:
    """A literal as plain JSON; None for anything else."""
    match node:
        case tree.Literal(value=bool() | str() as value):
            return value
        case tree.Literal(value=Decimal() as number):
            return {"number": f"{number:f}"}
        case tree.Literal(value=date() as day):
            return {"date": day.isoformat()}
        case tree.Negative(operand=tree.Literal(value=Decimal() as number)):
            return {"number": f"-{number:f}"}
    return None


# --- writing -------------------------------------------------------------------------------------


def _written(condition: object, at: str, depth: int) -> str:
    if not isinstance(condition, Mapping):
        raise _refused(at, "不是条件")
    if depth > NESTING_MAX:
        raise _refused(at, f"嵌套超过{NESTING_MAX}层")
    match dict(condition):
        case {"all": list(parts), **others} if not others:
            return _joined("and", parts, at, depth)
        case {"any": list(parts), **others} if not others:
            return _joined("or", parts, at, depth)
        case {"not": inner, **others} if not others:
            return f"not({_written(inner, f'{at}.非', depth + 1)})"
        case {"fact": str(name), "op": str(op), **others} if set(others) <= {"value"}:
            return _test(name, op, others.get("value"), at)
    raise _refused(at, "应有事实、比较方式和值")


def _joined(word: str, parts: Sequence[object], at: str, depth: int) -> str:
    if len(parts) < 2:  # noqa: PLR2004 -- a group joins
        raise _refused(at, "一组条件至少两项")
    texts = []
    for number, part in enumerate(parts, start=1):
        text = _written(part, f"{at}.{number}", depth + 1)
        grouped = isinstance(part, Mapping) and {"all", "any"} & set(part)
        texts.append(f"({text})" if grouped else text)
    return f" {word} ".join(texts)


def _test(name: str, op: str, value: object, at: str) -> str:
    if not _is_name(name):
        raise _refused(at, f"“{name}”不是事实的名称")
    if op not in OPERATORS:
        raise _refused(at, f"没有“{op}”这种比较")
    if op in _WITHOUT_VALUE:
        if value is not None:
            raise _refused(at, f"“{OPERATORS[op]}”不带值")
        return {"known": f"{name} != null", "unknown": f"{name} = null", "holds": name}[op]
    if op == "between":
        low, high = _several(value, at, exactly=2)
        return f"{name} between {low} and {high}"
    if op == "in":
        return f"{name} in ({', '.join(_several(value, at))})"
    return f"{name} {op} {_literal(value, at)}"


def _several(value: object, at: str, *, exactly: int | None = None) -> list[str]:
    if not isinstance(value, list) or len(value) < 2 or exactly not in {None, len(value)}:  # noqa: PLR2004
        raise _refused(at, "应是两个值" if exactly else "应至少有两个值")
    return [_literal(one, at) for one in value]


def _literal(value: object, at: str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{"".join(_escaped(character) for character in value)}"'
        case {"number": str(digits)} if _reads_as(digits):
            return digits
        case {"date": str(day)} if _reads_as(f'@"{day}"'):
            return f'@"{day}"'
    raise _refused(at, "值应是是否、文字、数或者日期")


def _reads_as(text: str) -> bool:
    """Whether the text is one literal, so that nothing can be smuggled in beside it."""
    try:
        return _plain(parse_expression(text, SERVER_FUNCTIONS)) is not None
    except FeelSyntaxRefused:
        return False


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    plain = 0x20 <= code != 0x7F and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 -- code points
    return character if plain else f"\\u{code:04x}"


def _is_name(name: str) -> bool:
    try:
        found = parse_expression(name, SERVER_FUNCTIONS)
    except FeelSyntaxRefused:
        return False
    taken = name in RESERVED_NAMES or name in WORDS
    return not taken and isinstance(found, tree.Name) and found.name == name


def _refused(at: str, fault: str) -> ConditionRefused:
    return ConditionRefused(where={"at": at}, at=at, fault=fault)
