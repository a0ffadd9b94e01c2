"""日历变动: a year of a notice or days of the place, proposed by one person, taken by another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine.domain.calendar_year import CalendarYear, ExtraDay
from engine.domain.work_calendar import WorkCalendar
from engine.errors import Refusal


class ChangeState(StrEnum):
    """Proposed → taken or withdrawn; what was taken stays, a later one goes before it."""

    PROPOSED = "proposed"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"


class ChangeDecided(Refusal):
    """Taken or withdrawn before."""

    code = "calendar_change_decided"
    what = "这项日历变动已经处理过。"
    mend = "请刷新日历页面，核对它的状态。"


class SecondPersonNeeded(Refusal):
    """Whoever proposed a calendar does not confirm it as well."""

    code = "second_person_needed"
    what = "日历变动不能由录入人自己确认。"
    mend = "请由另一名人员核对通知原文后确认。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarContent:
    """What changes: a whole year, single days, or both."""

    year: CalendarYear | None = None
    days: tuple[ExtraDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """One change with who answers for it; `text` is the notice as it was pasted."""

    id: str
    content: CalendarContent
    document_no: str = ""
    text: str = ""
    state: ChangeState = ChangeState.PROPOSED
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def kind(self) -> str:
        """Whether a year or only days are arranged."""
        return "year" if self.content.year is not None else "days"

    def take(self, *, by: str, at: datetime) -> "CalendarChange":
        """Put in force by a second person; refuses `second_person_needed`."""
        self._refuse_decided()
        if by == self.proposed_by:
            raise SecondPersonNeeded(where={"change": self.id})
        return replace(self, state=ChangeState.TAKEN, decided_by=by, decided_at=at)

    def withdraw(self, *, by: str, at: datetime) -> "CalendarChange":
        """Thrown away before it was in force, by anybody who may propose."""
        self._refuse_decided()
        return replace(self, state=ChangeState.WITHDRAWN, decided_by=by, decided_at=at)

    def _refuse_decided(self) -> None:
        if self.state is not ChangeState.PROPOSED:
            raise ChangeDecided(where={"change": self.id})


def with_changes(
    years: Iterable[CalendarYear], days: Iterable[ExtraDay], taken: Sequence[CalendarChange]
) -> WorkCalendar:
    """The calendar of a release with what was taken since, in the order it was taken."""
    known = {year.year: year for year in years}
    extra = {one.day: one for one in days}
    for change in taken:
        if change.content.year is not None:
            known[change.content.year.year] = change.content.year
        extra.update({one.day: one for one in change.content.days})
    return WorkCalendar.build(known.values(), extra_days=extra.values())
