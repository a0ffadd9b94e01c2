"""补录: whether the person may enter cases from paper today, the form for it, and what one says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.commands.act import Act
from engine.commands.paper_window import FORM, refuse_unless_entering
from engine.commands.refusals import NoRelease
from engine.commands.task_form import TaskForm
from engine.day_words import day_words, moment_words
from engine.domain.events import Logged, PaperCaseEntered
from engine.errors import Refusal
from engine.queries.asked_form import AskedForm, asked_form
from engine.queries.case_words import word
from engine.queries.looking import Desk, looking_ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWindow:
    """Whether the person may enter cases now, and until which day."""

    open: bool
    until: date | None = None


def paper_window(desk: Desk) -> PaperWindow:
    """What the page of registering offers; refuses nothing."""
    try:
        with looking_ahead(desk) as act:
            refuse_unless_entering(act)
            open_for = act.release.place_info.paper_entry
    except (NoRelease, Refusal):
        return PaperWindow(open=False)
    return PaperWindow(open=True, until=open_for.closes_on if open_for else None)


def paper_form(desk: Desk) -> AskedForm:
    """The form; refuses `not_your_task` and `paper_entry_closed`."""
    with looking_ahead(desk) as act:
        refuse_unless_entering(act)
        form = act.release.forms[FORM]
        asked = TaskForm(written=form, shown=form)
        return asked_form(act, asked, {}, None, ())


def paper_cover(act: Act, log: Iterable[Logged]) -> Iterator[tuple[str, str]]:
    """The cover of a case that was entered from paper: the days of the paper, and of the entry."""
    entered = [one for one in log if isinstance(one.event, PaperCaseEntered)]
    for line in entered:
        event = line.event
        assert isinstance(event, PaperCaseEntered)  # noqa: S101 - filtered
        enums = act.release.place_info.enums
        person = act.tx.directory.person(line.actor)
        name = person.name if person else "（已不在名录）"
        yield "案件编号", event.case_no
        yield "被监督机关", event.organ_name
        yield "案件来源", word(enums.get("case_source", {}), event.case_source)
        yield "收到日期", day_words(event.received_on)
        if event.filed_on is not None:
            yield "立案日期", day_words(event.filed_on)
        yield "办结日期", day_words(event.closed_on)
        yield "办理结果", word(enums.get("case_outcome", {}), event.outcome)
        yield "卷宗存放位置", event.volume_place or "—"
        yield "补录", f"{name}于{moment_words(line.at)}根据纸质卷宗录入"
