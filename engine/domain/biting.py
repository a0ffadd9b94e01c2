"""下一个届满的期限: which period bites next for an open item, and when its light changes.

The step's own limit goes before every other of the case; among several the soonest last day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.clock import Clock
from engine.domain.lights import Light, LightRules, light_changes
from engine.domain.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A period as an item shows it; without a last day while it is paused.

    From each instant on its light is shown, as long as nobody does anything.
    """

    title: str
    held_by: str
    due_on: date | None = None
    yellow_at: datetime | None = None
    orange_at: datetime | None = None
    red_at: datetime | None = None
    black_at: datetime | None = None

    def light(self, at: datetime) -> Light:
        """The light at an instant."""
        if self.due_on is None:
            return Light.BLUE
        for light, begins in (
            (Light.BLACK, self.black_at),
            (Light.RED, self.red_at),
            (Light.ORANGE, self.orange_at),
            (Light.YELLOW, self.yellow_at),
        ):
            if begins is not None and begins <= at:
                return light
        return Light.GREEN


BEGINS: Mapping[Light, str] = {
    Light.YELLOW: "yellow_at",
    Light.ORANGE: "orange_at",
    Light.RED: "red_at",
    Light.BLACK: "black_at",
}
"""Light → the field that says when it begins."""


def biting(
    clocks: Iterable[Clock], due_on: Mapping[str, date | None], own: str | None
) -> Clock | None:
    """The clock that bites next: `own` is the key of the step's limit, if it has one."""
    open_ones = [clock for clock in clocks if clock.stop is None]
    known = [clock for clock in open_ones if due_on.get(clock.id) is not None]
    mine = [clock for clock in known if clock.key == own]
    soonest = min(mine or known, key=lambda clock: (due_on[clock.id], clock.id), default=None)
    return soonest or next((clock for clock in open_ones if clock.key == own), None)


def bite_of(clock: Clock, due_on: date | None, calendar: WorkCalendar, rules: LightRules) -> Bite:
    """What a list shows of the clock."""
    changes = {BEGINS[one.light]: one.at for one in light_changes(clock, calendar, rules)}
    return Bite(
        title=clock.title,
        held_by=clock.held_by.value,
        due_on=due_on if changes else None,
        **changes,
    )
