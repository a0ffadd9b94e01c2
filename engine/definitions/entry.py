"""Reads the keys of one map into typed values and notes every fault."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from engine.definitions.finding import Finding, Level
from engine.definitions.yaml_node import Node

TEXT_CHARACTERS_MAX = 500


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None where none is known."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.0)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The sentence that offers the nearest known word."""
    near = nearest(word, known)
    return f"最接近的是“{near}”。" if near else "请先定义它，或者删去。"


class Entry:
    """One map of a file; reading a wrong value notes a finding and answers a harmless value.

    A null counts as absent. `where` is the path of keys down to this map.
    """

    def __init__(self, node: Node, faults: list[Finding], *, where: str = "") -> None:
        self.node = node
        self.faults = faults
        self.where = where
        self.children: dict[str, Node] = {}
        if node.mapping is None:
            self.fault("value_type", "这里应当是“键: 值”。", "请按格式说明改写。")
        else:
            kept = {key: child for key, child in node.mapping.items() if child.value is not None}
            self.children = kept

    def fault(  # noqa: PLR0913 -- all but three are named
        self,
        code: str,
        what: str,
        mend: str,
        *,
        key: str | None = None,
        at: Node | None = None,
        level: Level = "error",
    ) -> None:
        """Note a finding at the value of `key`, else at `at`, else at this map."""
        place = at or (self.written(key) if key else None) or self.node
        where = ".".join(part for part in (self.where, key) if part)
        note = Finding(
            code=code,
            level=level,
            file=place.file,
            line=place.line,
            what=what,
            mend=mend,
            where=where,
        )
        self.faults.append(note)

    def written(self, key: str) -> Node | None:
        """The node of the key, also where it is null."""
        return (self.node.mapping or {}).get(key)

    def known(self, *keys: str) -> None:
        """Refuse every key but these, with the nearest known one."""
        for key in self.node.mapping or {}:
            if key not in keys:
                what = f"没有“{key}”这个键。"
                self.fault("key_unknown", what, did_you_mean(key, keys), key=key)

    def has(self, key: str) -> bool:
        """Whether the key has a value (null counts as none)."""
        return key in self.children

    def _missing(self, key: str) -> None:
        self.fault("key_missing", f"缺少“{key}”。", f"请写上“{key}: …”。", key=key)

    def _wrong(self, key: str, wanted: str) -> None:
        self.fault(
            "value_type", f"“{key}”应当是{wanted}。", "请改正；文字可加引号，日期不加。", key=key
        )

    def text_or_none(self, key: str) -> str | None:
        """A text of at most `TEXT_CHARACTERS_MAX` characters, or None."""
        child = self.children.get(key)
        if child is None:
            return None
        if not isinstance(child.value, str) or not child.value.strip():
            self._wrong(key, "文字")
            return None
        if len(child.value) > TEXT_CHARACTERS_MAX:
            what = f"“{key}”超过 {TEXT_CHARACTERS_MAX} 字。"
            self.fault("value_range", what, "请缩短。", key=key)
        return child.value

    def text(self, key: str) -> str:
        """A required text."""
        if key not in self.children:
            self._missing(key)
            return ""
        return self.text_or_none(key) or ""

    def choice(self, key: str, options: Iterable[str], *, default: str | None = None) -> str:
        """One of `options`; absent: the default, or a missing key."""
        if key not in self.children and default is not None:
            return default
        first = next(iter(options))
        if key not in self.children:
            self._missing(key)
            return first
        value = self.children[key].value
        if isinstance(value, str) and value in set(options):
            return value
        what = f"“{key}”不能是“{value if not isinstance(value, dict | tuple) else '…'}”。"
        self.fault("value_choice", what, f"可用的值：{'、'.join(options)}。", key=key)
        return first

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false."""
        child = self.children.get(key)
        if child is None:
            if default is None:
                self._missing(key)
            return bool(default)
        if not isinstance(child.value, bool):
            self._wrong(key, " true 或 false")
            return False
        return child.value

    def whole(self, key: str, *, least: int = 0, default: int | None = None) -> int:
        """A whole number not below `least`."""
        child = self.children.get(key)
        if child is None:
            if default is None:
                self._missing(key)
            return least if default is None else default
        if isinstance(child.value, bool) or not isinstance(child.value, int):
            self._wrong(key, "整数")
            return least
        if child.value < least:
            self.fault("value_range", f"“{key}”不得小于 {least}。", "请改正。", key=key)
        return child.value

    def day_or_none(self, key: str) -> date | None:
        """A date, or None."""
        child = self.children.get(key)
        if child is None or isinstance(child.value, date):
            return child.value if child else None  # type: ignore[return-value]  # narrowed above
        self._wrong(key, "日期（如 2026-03-01，不加引号）")
        return None

    def day(self, key: str) -> date:
        """A required date."""
        if key not in self.children:
            self._missing(key)
            return date.min
        return self.day_or_none(key) or date.min

    def texts(self, key: str, *, pattern: re.Pattern[str] | None = None) -> tuple[str, ...]:
        """A list of texts (absent: none); each matches `pattern` where given; no repeats."""
        child = self.children.get(key)
        if child is None:
            return ()
        if not isinstance(child.value, tuple):
            self._wrong(key, "列表")
            return ()
        found: list[str] = []
        for item in child.value:
            if not isinstance(item.value, str) or (pattern and not pattern.fullmatch(item.value)):
                what = f"“{key}”里的“{_shown(item)}”不合规则。"
                self.fault("value_type", what, "请改正。", key=key, at=item)
            elif item.value in found:
                what = f"“{key}”里的“{item.value}”写了两次。"
                self.fault("value_repeated", what, "请只留一个。", key=key, at=item)
            else:
                found.append(item.value)
        return tuple(found)

    def words(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts (absent: none)."""
        child = self.children.get(key)
        if child is not None and isinstance(child.value, str):
            return (child.value,)
        return self.texts(key)

    def sub(self, key: str) -> "Entry | None":
        """The map under the key, or None."""
        child = self.children.get(key)
        return Entry(child, self.faults, where=self._path(key)) if child else None

    def sub_required(self, key: str) -> "Entry":
        """The map under the key; absent: a missing key and an empty map."""
        found = self.sub(key)
        if found is None:
            self._missing(key)
            return Entry(Node({}, self.node.file, self.node.line), [], where=self._path(key))
        return found

    def subs(self, key: str) -> tuple["Entry", ...]:
        """The maps of the list under the key (absent: none)."""
        child = self.children.get(key)
        if child is None:
            return ()
        if not isinstance(child.value, tuple):
            self._wrong(key, "列表")
            return ()
        return tuple(
            Entry(item, self.faults, where=f"{self._path(key)}[{index}]")
            for index, item in enumerate(child.value)
        )

    def items(self) -> tuple[tuple[str, "Entry"], ...]:
        """Every key whose value is not null, as a map."""
        return tuple(
            (key, Entry(child, self.faults, where=self._path(key)))
            for key, child in self.children.items()
        )

    def texts_by_key(self) -> Mapping[str, str]:
        """Every key with its text."""
        return {
            key: value for key in self.children if (value := self.text_or_none(key)) is not None
        }

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key


def _shown(node: Node) -> str:
    return str(node.value) if isinstance(node.value, str | int | Decimal | date) else "…"
