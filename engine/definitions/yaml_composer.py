"""Builds nodes from YAML events and notes whatever two readers could take differently."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from engine.definitions.finding import DefinitionRefused, Finding
from engine.definitions.yaml_node import Node, Scalar

YAML_DEPTH_MAX = 20
YAML_VALUES_MAX = 100_000
FORBIDDEN_KEY = "typename"

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CODE = re.compile(r"[A-Z]{1,4}[0-9]*[a-z]?(-[A-Z])?(\.[0-9]+)?")
"""Codes that may stand as keys: T1, FY, D09a, P2.4, EX4b."""

_OTHER_BOOLEANS = frozenset(
    word for plain in ("yes", "no", "on", "off") for word in (plain, plain.upper(), plain.title())
) | {"True", "TRUE", "False", "FALSE"}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Marked = ScalarEvent | MappingStartEvent | SequenceStartEvent
"""Events that may carry a tag and an anchor."""


class Composer:
    """Builds nodes from YAML events and notes every fault on the way."""

    def __init__(self, file: str, *, anchors: bool, free_keys: bool) -> None:
        self.file = file
        self.anchors = anchors
        self.free_keys = free_keys
        self.faults: list[Finding] = []
        self.named: dict[str, tuple[Node, int]] = {}
        self.count = 0

    def document(self, events: Iterator[Event]) -> Node:
        """The one document of the stream; faults are collected, bounds raise DefinitionRefused."""
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                self._fault(
                    event, "yaml_documents", "一个文件里有两份 YAML。", "请只留一份，删去“---”。"
                )
            elif isinstance(
                event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent
            ):
                found = self._node(event, events, depth=1)
                root = root or found
        if root is None or root.value is None:
            return Node({}, self.file, 1)
        if root.mapping is None:
            text = "文件的最外层应当是“键: 值”。"
            self.faults.append(
                self._finding(root.line, "yaml_not_a_map", text, "请按格式说明改写。")
            )
        return root

    def _node(self, event: Event, events: Iterator[Event], *, depth: int) -> Node:
        self._spend(event, 1)
        if depth > YAML_DEPTH_MAX:
            raise DefinitionRefused(
                [
                    self._found(
                        event, "yaml_too_deep", f"嵌套超过 {YAML_DEPTH_MAX} 层。", "请减少层次。"
                    )
                ]
            )
        if isinstance(event, AliasEvent):
            return self._alias(event)
        if not isinstance(event, Marked):
            return Node(None, self.file, _line(event))
        before = self.count
        self._check_marks(event)
        if isinstance(event, MappingStartEvent):
            made = self._map(event, events, depth)
        elif isinstance(event, SequenceStartEvent):
            made = self._sequence(event, events, depth)
        else:
            made = Node(self._scalar(event), self.file, _line(event))
        if event.anchor:
            self.named[event.anchor] = (made, self.count - before + 1)
        return made

    def _alias(self, event: AliasEvent) -> Node:
        if not self.anchors:
            self._fault(event, "yaml_anchor", "这里用了引用（*）。", "请把内容照写一遍。")
        made, size = self.named.get(event.anchor, (Node(None, self.file, _line(event)), 1))
        self._spend(event, size)
        return made

    def _map(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        children: dict[str, Node] = {}
        while not isinstance(at := next(events), MappingEndEvent):
            key = self._key(at, events, depth)
            child = self._node(next(events), events, depth=depth + 1)
            if key in children:
                text = f"键“{key}”写了两次（第一次在第 {children[key].line} 行）。"
                self._fault(at, "yaml_duplicate_key", text, "请只留一处。", where=key)
            children.setdefault(key, replace(child, line=_line(at)))
        return Node(children, self.file, _line(event))

    def _key(self, event: Event, events: Iterator[Event], depth: int) -> str:
        if not isinstance(event, ScalarEvent):
            self._node(event, events, depth=depth + 1)
            self._fault(event, "yaml_key", "键不是一个词。", "请用英文小写字母、数字和下划线作键。")
            return ""
        self._check_marks(event)
        key = str(event.value)
        if key == FORBIDDEN_KEY:
            text = f"键不得叫 {FORBIDDEN_KEY}。"
            self._fault(event, "key_typename", text, "请换一个键名。", where=key)
        elif event.style is None and key in _OTHER_BOOLEANS:
            self._other_boolean(event)
        elif not self.free_keys and not (IDENTIFIER.fullmatch(key) or CODE.fullmatch(key)):
            mend = "请用英文小写字母、数字和下划线作键，以字母开头。"
            self._fault(event, "yaml_key", f"键“{key}”不合规则。", mend, where=key)
        return key

    def _sequence(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(at := next(events), SequenceEndEvent):
            items.append(self._node(at, events, depth=depth + 1))
        return Node(tuple(items), self.file, _line(event))

    def _scalar(self, event: ScalarEvent) -> Scalar:
        text = str(event.value)
        if event.style is not None:
            return text
        if text in _OTHER_BOOLEANS:
            self._other_boolean(event)
            return text
        try:
            return _core_value(text)
        except (ValueError, ArithmeticError):
            self._fault(
                event, "yaml_value", f"“{text}”不是有效的日期或数。", "请改正；如为文字，请加引号。"
            )
            return text

    def _other_boolean(self, event: ScalarEvent) -> None:
        text = f"“{event.value}”可能被当作是非值。"
        self._fault(event, "yaml_boolean", text, "是非值只写 true 或 false；如为文字，请换一个词。")

    def _check_marks(self, event: Marked) -> None:
        if event.tag is not None:
            self._fault(
                event, "yaml_tag", f"这里用了标签“{event.tag}”。", "请删去感叹号开头的标签。"
            )
        if event.anchor and not self.anchors:
            self._fault(
                event, "yaml_anchor", f"这里用了锚点“&{event.anchor}”。", "请把内容照写一遍。"
            )

    def _spend(self, event: Event, values: int) -> None:
        self.count += values
        if self.count > YAML_VALUES_MAX:
            text = f"文件里的值超过 {YAML_VALUES_MAX} 个。"
            raise DefinitionRefused([self._found(event, "file_too_large", text, "请拆分文件。")])

    def _fault(self, event: Event, code: str, what: str, mend: str, *, where: str = "") -> None:
        self.faults.append(replace(self._found(event, code, what, mend), where=where))

    def _found(self, event: Event, code: str, what: str, mend: str) -> Finding:
        return self._finding(_line(event), code, what, mend)

    def _finding(self, line: int, code: str, what: str, mend: str) -> Finding:
        return Finding(code=code, file=self.file, line=line, what=what, mend=mend)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _core_value(text: str) -> Scalar:
    if text in _NULLS:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Decimal(text)
    return text
