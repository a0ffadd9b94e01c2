"""补录的期间: who enters cases from paper in a place, and on which days."""

from engine.commands.act import Act
from engine.commands.refusals import NotYourTask
from engine.domain.work_calendar import local_day
from engine.errors import Refusal

FORM = "B1"
TITLE = "补录纸质案件"


class PaperEntryClosed(Refusal):
    """The place enters nothing from paper today."""

    code = "paper_entry_closed"
    what = "现在不能补录纸质案件{period}。"
    mend = "补录的期间写在本地 place.yaml 的 paper_entry，由流程设计人员修改，经审核发布后生效。"


def refuse_unless_entering(act: Act) -> None:
    """Whoever the place names, on the days it names."""
    open_for = act.release.place_info.paper_entry
    if open_for is not None:
        refuse_unless_named(act)
    if open_for is None or FORM not in act.release.forms:
        raise PaperEntryClosed(period="")
    if not open_for.is_open(local_day(act.at)):
        period = f"（期间是{open_for.opens_on}至{open_for.closes_on}）"
        raise PaperEntryClosed(period=period)


def refuse_unless_named(act: Act) -> None:
    """Whoever the place names, on any day: to end what was begun."""
    open_for = act.release.place_info.paper_entry
    if open_for is None or not act.by.roles & open_for.roles:
        raise NotYourTask(where={"form": FORM}, task=TITLE)
