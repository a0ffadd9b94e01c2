"""A value of a YAML file and the place where it was written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar = str | int | Decimal | bool | date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it was written. `stands_alone`: laid over another, it replaces it whole."""

    value: "Scalar | dict[str, Node] | tuple[Node, ...]"
    file: str
    line: int
    stands_alone: bool = False

    @property
    def mapping(self) -> "Mapping[str, Node] | None":
        """The children by key, or None for anything but a map."""
        return self.value if isinstance(self.value, dict) else None


def plain(node: Node) -> object:
    """The value without its places: dict, list, str, int, Decimal, bool, date or None."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value
