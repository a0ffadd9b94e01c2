"""One thing a release has otherwise than an earlier one, in words, with what to colour."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

ChangeKind = Literal["added", "removed", "changed", "moved"]
Entry = TypeVar("Entry")

NOTHING = "无"
KIND_WORDS: Mapping[ChangeKind, str] = {
    "added": "增加",
    "removed": "去掉",
    "changed": "改动",
    "moved": "布局",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `element` is the id to colour in the diagram, form or file `where` names."""

    topic: str
    """流程图、条件、定时、期限、表单、角色、文书、模板文字…"""
    kind: ChangeKind
    where: str
    """Process key, form code, document code or procedure."""
    element: str
    what: str
    before: str = NOTHING
    after: str = NOTHING

    @property
    def sentence(self) -> str:
        """The change in one line."""
        mark = f"{KIND_WORDS[self.kind]}　{self.topic}　{self.what}"
        return mark if self.kind == "moved" else f"{mark}：{self.before} → {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A part of an entry: its topic, its name in words, and how it is said."""

    topic: str
    name: str
    said: Callable[..., str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How entries of one kind are told: by which title, as a whole, and attribute by attribute."""

    topic: str
    title: Callable[..., str]
    attributes: tuple[Attribute, ...] = ()
    whole: Callable[..., str] | None = None

    def changes(
        self, before: Mapping[str, Entry], after: Mapping[str, Entry], *, where: str = ""
    ) -> Iterator[Change]:
        """What came, went or changed among entries with keys, in the order of the later ones."""
        say = self.whole or self.title
        for key in dict.fromkeys((*after, *before)):
            old, new = before.get(key), after.get(key)
            if old is None:
                what, told = self.title(new), say(new)
                yield Change(
                    topic=self.topic, kind="added", where=where, element=key, what=what, after=told
                )
            elif new is None:
                what, told = self.title(old), say(old)
                yield Change(
                    topic=self.topic,
                    kind="removed",
                    where=where,
                    element=key,
                    what=what,
                    before=told,
                )
            else:
                yield from self._attributes(where, key, old, new)

    def _attributes(self, where: str, key: str, old: object, new: object) -> Iterator[Change]:
        for one in self.attributes:
            was, now = one.said(old), one.said(new)
            if was != now:
                yield Change(
                    topic=one.topic,
                    kind="changed",
                    where=where,
                    element=key,
                    what=f"{self.title(new)}的{one.name}",
                    before=was or NOTHING,
                    after=now or NOTHING,
                )
