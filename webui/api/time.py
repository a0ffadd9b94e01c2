"""时间: registers, incidents, the working calendar, and the overview of those who watch."""

from collections.abc import Mapping
from dataclasses import asdict
from math import ceil
from typing import Any

from marshmallow import fields, validate

from engine.commands import change_calendar as calendar
from engine.commands.door import Answer
from engine.commands.end_incident import RETRY, SKIP, EndIncident, end_incident
from engine.domain.calendar_year import DayKind, ExtraDay
from engine.domain.holiday_notice import ReadNotice, read_notice
from engine.queries.calendar_page import ChangeLine, calendar_page
from engine.queries.incident_list import incident_list
from engine.queries.recalculation_report import recalculation_report
from engine.queries.time_overview import overview
from engine.queries.time_registers import PAGE_ROWS, RegisterPage, extensions, suspensions
from webui.access import Rule, open_to, the_desk, the_house, the_person, the_place
from webui.api import time_shapes as shapes
from webui.api.shapes import Deed, Shape, blueprint
from webui.api.wording import light_words

api = blueprint("time", "时间")


class PageAsked(Shape):
    """Which page."""

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class YearAsked(Shape):
    """Which year; none: this one."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2014, max=2060))


def _order(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked, "place": the_place(), "by": the_person().id}


# --- registers and overview ----------------------------------------------------------------------


@api.get("/time/registers/suspensions")
@open_to(Rule.TIME_WATCHER)
@api.arguments(PageAsked, location="query")
@api.response(200, shapes.RegisterShown)
def suspension_register(asked: Mapping[str, Any]) -> dict[str, object]:
    """中止、补正、鉴定 and every other time that did not count."""
    return _page(suspensions(the_desk(), page=asked["page"]))


@api.get("/time/registers/extensions")
@open_to(Rule.TIME_WATCHER)
@api.arguments(PageAsked, location="query")
@api.response(200, shapes.RegisterShown)
def extension_register(asked: Mapping[str, Any]) -> dict[str, object]:
    """延期、重新计算."""
    return _page(extensions(the_desk(), page=asked["page"]))


def _page(found: RegisterPage) -> dict[str, object]:
    return {
        "rows": [{**asdict(one), "retroactive": one.is_retroactive} for one in found.rows],
        "total": found.total,
        "total_is_at_least": False,
        "page": found.page,
        "pages": max(1, ceil(found.total / PAGE_ROWS)),
    }


@api.get("/time/overview")
@open_to(Rule.TIME_WATCHER)
@api.response(200, shapes.OverviewShown)
def show_overview() -> dict[str, object]:
    """督查总览."""
    desk = the_desk()
    found, today = overview(desk), desk.office.clock.now().date()
    return {
        "lights": [
            {"light": light.value, "words": light.label, "number": number}
            for light, number in found.lights.items()
        ],
        "late": [
            {**asdict(one), "light": light_words(one.light, one.due_on, today)}
            for one in found.late
        ],
        "watched": [asdict(one) for one in found.watched],
    }


# --- incidents -----------------------------------------------------------------------------------


@api.get("/time/incidents")
@open_to(Rule.INCIDENT_READER)
@api.response(200, shapes.IncidentsShown)
def incidents() -> dict[str, object]:
    """Jobs that failed for good."""
    return asdict(incident_list(the_desk()))


@api.post("/time/incidents/<job_id>/retry")
@open_to(Rule.INCIDENT_KEEPER)
@api.arguments(shapes.Deciding)
@api.response(200, shapes.Decided)
def retry(asked: Mapping[str, Any], job_id: str) -> Answer:
    """Try it again."""
    order = EndIncident(job_id=job_id, decision=RETRY, **_order(asked))
    return end_incident(the_house().office, order)


@api.post("/time/incidents/<job_id>/skip")
@open_to(Rule.INCIDENT_KEEPER)
@api.arguments(shapes.Deciding)
@api.response(200, shapes.Decided)
def skip(asked: Mapping[str, Any], job_id: str) -> Answer:
    """Drop it; it has been done by hand."""
    order = EndIncident(job_id=job_id, decision=SKIP, **_order(asked))
    return end_incident(the_house().office, order)


# --- calendar ------------------------------------------------------------------------------------


@api.get("/time/calendar")
@open_to(Rule.CALENDAR_READER)
@api.arguments(YearAsked, location="query")
@api.response(200, shapes.CalendarShown)
def show_calendar(asked: Mapping[str, Any]) -> dict[str, object]:
    """One year, with what is proposed."""
    found = calendar_page(the_desk(), asked["year"])
    same = ("year", "years", "confirmed", "source", "working_days", "may_change", "may_see_moved")
    return {
        **{name: getattr(found, name) for name in same},
        "days": [asdict(one) for one in found.days],
        "changes": [_change(one) for one in found.changes],
        "recalculations": [asdict(one) for one in found.recalculations],
    }


def _change(line: ChangeLine) -> dict[str, object]:
    change = line.change
    year = change.content.year
    days = "、".join(f"{one.day}{one.name}" for one in change.content.days)
    return {
        "change_id": change.id,
        "kind": change.kind,
        "title": year.source if year else days,
        "document_no": change.document_no,
        "state": change.state.value,
        "state_words": line.state,
        "proposed_at": change.proposed_at,
        "decided_at": change.decided_at,
        **{name: getattr(line, name) for name in ("proposed_by", "decided_by", "mine")},
    }


@api.post("/time/calendar/preview")
@open_to(Rule.CALENDAR_KEEPER)
@api.arguments(shapes.NoticePasted)
@api.response(200, shapes.NoticeShown)
def preview(asked: Mapping[str, Any]) -> dict[str, object]:
    """The table of a pasted notice; nothing is kept."""
    return _notice(read_notice(asked["text"]))


def _notice(found: ReadNotice) -> dict[str, object]:
    year = found.year
    return {
        "year": year.year if year else None,
        "document_no": found.document_no,
        "published_on": found.published_on,
        "holidays": [asdict(one) for one in year.holidays] if year else [],
        "makeup_workdays": list(year.makeup_workdays) if year else [],
        "days_before": [
            {"day": one.day, "kind": one.kind.value, "name": one.name} for one in found.days_before
        ],
        "working_days": year.count_working_days() if year else None,
        "faults": list(found.faults),
    }


@api.post("/time/calendar/changes")
@open_to(Rule.CALENDAR_KEEPER)
@api.arguments(shapes.NoticePasted)
@api.response(200, shapes.ChangeDone)
def propose_year(asked: Mapping[str, Any]) -> Answer:
    """Keep a notice for a second person to confirm."""
    order = calendar.ProposeYear(**_order(asked))
    return calendar.propose_year(the_house().office, order)


@api.post("/time/calendar/days")
@open_to(Rule.CALENDAR_KEEPER)
@api.arguments(shapes.DaysProposed)
@api.response(200, shapes.ChangeDone)
def propose_days(asked: Mapping[str, Any]) -> Answer:
    """Keep days of the place for a second person to confirm."""
    document = asked["document_no"]
    days = tuple(
        ExtraDay(day=one["day"], kind=DayKind(one["kind"]), name=one["name"], document=document)
        for one in asked["days"]
    )
    order = calendar.ProposeDays(**{**_order(asked), "days": days})
    return calendar.propose_days(the_house().office, order)


@api.post("/time/calendar/changes/<change_id>/take")
@open_to(Rule.CALENDAR_KEEPER)
@api.arguments(Deed)
@api.response(200, shapes.ChangeDone)
def take(asked: Mapping[str, Any], change_id: str) -> Answer:
    """Put it in force; by somebody else than who proposed it."""
    order = calendar.TakeChange(change_id=change_id, **_order(asked))
    return calendar.take_change(the_house().office, order)


@api.post("/time/calendar/changes/<change_id>/withdraw")
@open_to(Rule.CALENDAR_KEEPER)
@api.arguments(Deed)
@api.response(200, shapes.ChangeDone)
def withdraw(asked: Mapping[str, Any], change_id: str) -> Answer:
    """Throw it away."""
    order = calendar.WithdrawChange(change_id=change_id, **_order(asked))
    return calendar.withdraw_change(the_house().office, order)


@api.get("/time/recalculations/<recalculation_id>")
@open_to(Rule.TIME_WATCHER)
@api.response(200, shapes.RecalculationReport)
def moved(recalculation_id: str) -> dict[str, object]:
    """Every clock whose last day moved."""
    return asdict(recalculation_report(the_desk(), recalculation_id))
