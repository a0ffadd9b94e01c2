"""Facts (事实): the few declared values a diagram may see, kept with the case, not in the engine.

Most facts belong to the case. A procedure that may run beside itself (移送, started by an
escalation while the main line goes on) keeps its own copy per call, so that two transfers never
share an answer.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

FactValue = bool | Decimal | str | date | None
"""What a fact may hold; ``None`` means not yet written."""

CallPath = tuple[str, ...]
"""Ids of the open call activities from the overall process down to here; ``()`` = top."""


def call_element(path: CallPath) -> str:
    """The element of a path's innermost call: ``call_transfer`` of ``call_transfer.57``, or ""."""
    return path[-1].rpartition(".")[0] if path else ""


class FactSheet:
    """The facts of one case, read through the call one stands in.

    `local_names` are the facts that each call keeps for itself. A local name read outside any call
    that wrote it answers the case-wide value, which is that of the call finished last.
    """

    def __init__(
        self,
        values: Mapping[str, FactValue] | None = None,
        *,
        local_names: frozenset[str] = frozenset(),
        local: Mapping[CallPath, Mapping[str, FactValue]] | None = None,
    ) -> None:
        self.values: dict[str, FactValue] = dict(values or {})
        self.local_names = local_names
        self.local: dict[CallPath, dict[str, FactValue]] = {
            path: dict(facts) for path, facts in (local or {}).items()
        }

    def seen_from(self, path: CallPath) -> dict[str, FactValue]:
        """All facts as a task standing in `path` sees them; a new mapping the caller may keep."""
        seen = dict(self.values)
        if path:
            own = self.local.get(path, {})
            seen.update({name: own.get(name) for name in self.local_names if name in own})
        return seen

    def write(self, name: str, value: FactValue, *, path: CallPath = ()) -> None:
        """Write one fact where it belongs: for the call when it is local and `path` is a call."""
        if name in self.local_names and path:
            self.local.setdefault(path, {})[name] = value
        else:
            self.values[name] = value

    def close_call(self, path: CallPath) -> None:
        """The call ended: its own facts become the case-wide ones and its copy is dropped."""
        self.values.update(self.local.pop(path, {}))

    def copy(self) -> "FactSheet":
        """An independent copy, so that a refused act leaves the facts as they were."""
        return FactSheet(self.values, local_names=self.local_names, local=self.local)


def fact_to_plain(value: FactValue) -> bool | str | dict[str, str] | None:
    """A fact as JSON that keeps its type: numbers and dates are tagged, the rest stands."""
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def fact_from_plain(plain: object) -> FactValue:
    """The fact that `fact_to_plain` wrote."""
    if isinstance(plain, dict):
        if "number" in plain:
            return Decimal(str(plain["number"]))
        return date.fromisoformat(str(plain["date"]))
    if plain is None or isinstance(plain, bool | str):
        return plain
    message = f"{type(plain).__name__} is no fact"
    raise TypeError(message)
