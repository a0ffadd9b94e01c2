"""What a case holds of one kind, by id: built from its row only when somebody takes it.

A long case has hundreds of visits and items that nobody looks at again. They stay rows; whoever
wants some of them names what they have in common (`having`), and only those are built.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

Entity = TypeVar("Entity")

Row = tuple[Any, ...]
"""The fields of one entity as the driver gave them, the id first."""


class Reading(Generic[Entity]):
    """How the rows of one kind are read.

    `readers` name the fields in their order, each with what makes a value of what stands there
    (None: it is the value). `build` makes an entity of a whole row.
    """

    def __init__(
        self,
        readers: Mapping[str, Callable[[Any], Any] | None],
        build: Callable[[Row], Entity],
    ) -> None:
        self.build = build
        self._readers = {name: (at, read) for at, (name, read) in enumerate(readers.items())}

    def field(self, name: str) -> Callable[[Row], Any]:
        """What reads one field of a row."""
        at, read = self._readers[name]
        if read is None:
            return itemgetter(at)
        return lambda row: None if row[at] is None else read(row[at])


class Kept(MutableMapping[str, Entity]):
    """Entities by id, in the order in which they came."""

    __slots__ = ("_kept", "_reading", "_told")

    def __init__(self, reading: Reading[Entity] | None = None, found: Sequence[Row] = ()) -> None:
        self._reading = reading
        self._kept: dict[str, Any] = {row[0]: row for row in found}
        self._told: dict[str, Sequence[Any]] = {}
        """Answers of `told`, until something changes: deeds ask the same again and again."""

    def __getitem__(self, key: str) -> Entity:
        kept = self._kept[key]
        if type(kept) is tuple and self._reading is not None:
            kept = self._kept[key] = self._reading.build(kept)
        entity: Entity = kept
        return entity

    def __setitem__(self, key: str, entity: Entity) -> None:
        self._kept[key] = entity
        self._told.clear()

    def __delitem__(self, key: str) -> None:
        del self._kept[key]
        self._told.clear()

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: object) -> bool:
        return key in self._kept

    def having(self, name: str, *wanted: object) -> list[Entity]:
        """Those whose field `name` is one of `wanted`."""
        return [self[key] for key in self.keys_having(name, *wanted)]

    def keys_having(self, name: str, *wanted: object) -> list[str]:
        """The ids of those, nothing being built."""
        return [
            key for key, said in zip(self._kept, self.told(name), strict=True) if said in wanted
        ]

    def told(self, name: str) -> Sequence[Any]:
        """The field `name` of each, in their order, nothing being built."""
        found = self._told.get(name)
        if found is None:
            found = self._told[name] = self._read(name)
        return found

    def _read(self, name: str) -> Sequence[Any]:
        of_entity = attrgetter(name)
        of_row = self._reading.field(name) if self._reading else of_entity
        return [
            of_row(kept) if type(kept) is tuple else of_entity(kept) for kept in self._kept.values()
        ]

    def copy(self) -> "Kept[Entity]":
        """Another with the same in it."""
        other: Kept[Entity] = Kept(self._reading)
        other._kept = dict(self._kept)
        other._told = dict(self._told)
        return other
