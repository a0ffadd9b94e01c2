"""Builders for clocks; they fill in what a test does not care about."""

from datetime import datetime
from fractions import Fraction

from engine.domain.clock import Clock, HeldBy, Mark, RemindBefore
from engine.domain.lights import LightRules
from engine.domain.time_limit import LimitValue, Unit
from engine.domain.work_calendar import SHANGHAI
from tests.domain.years import real_calendar

UNITS = {
    "c": Unit.CALENDAR_DAYS,
    "w": Unit.WORKING_DAYS,
    "h": Unit.HOURS,
    "m": Unit.MONTHS,
}
RULES = LightRules(
    yellow_working_days_left=3,
    yellow_share_left=Fraction(3, 10),
    orange=False,
    black_working_days_over=5,
    remind_at=datetime(2026, 1, 1, 9, tzinfo=SHANGHAI).time(),
)


def at(text: str) -> datetime:
    """A local moment, ``2026-03-02`` or ``2026-03-02 09:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def mark(text: str, event: str = "Happened", *, entered: str | None = None) -> Mark:
    """An entry with effect at `text`, entered then or later."""
    return Mark(event=event, at=at(text), entered_at=at(entered or text), ground="某号文书")


def a_clock(
    limit: str, started: str, *, key: str = "dl_case_total", remind: str | None = None
) -> Clock:
    """A running clock of ``60c`` (calendar days), ``5w`` (working days), ``24h`` or ``1m``."""
    return Clock(
        id="clock-1",
        key=key,
        title="办结总期限",
        held_by=HeldBy.US,
        value=LimitValue(amount=int(limit[:-1]), unit=UNITS[limit[-1]], source="本系统建议值"),
        started=mark(started, "CaseAccepted"),
        calendar_hash=real_calendar().hash,
        remind_before=(
            RemindBefore(amount=int(remind[:-1]), unit=UNITS[remind[-1]]) if remind else None
        ),
    )
