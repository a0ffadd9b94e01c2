"""一个案件的时间: clocks, explanations, account; entries, 催办, 督办, 暂缓督促."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response
from marshmallow import fields

from engine.commands import limit_entries as entries
from engine.commands import urging
from engine.commands.door import Answer
from engine.domain.light_history import Shown
from engine.domain.separation import LEADERS, WATCHERS
from engine.queries.case_time import CaseTime, ClockLine, case_time
from engine.queries.date_explained import DateExplained, explain_date
from engine.queries.explanation_text import text_of
from webui.access import Rule, open_to, the_desk, the_house, the_person, the_place
from webui.api import case_time_shapes as shapes
from webui.api.shapes import Shape, Told, blueprint
from webui.api.wording import light_words

api = blueprint("case_time", "一个案件的时间")


class KnownAt(Shape):
    """As it was known at that instant."""

    known_at = fields.AwareDateTime(load_default=None, allow_none=True)


@api.get("/cases/<case_id>/periods")
@open_to(Rule.CASE_INSIDER)
@api.response(200, shapes.CaseTimeShown)
def periods(case_id: str) -> dict[str, object]:
    """Clocks with their lights, faults of procedure apart, and who held the case."""
    desk = the_desk()
    found = case_time(desk, case_id)
    today = desk.office.clock.now().date()
    return {
        **{name: getattr(found, name) for name in ("case_id", "case_no", "case_title", "version")},
        "elapsed_seconds": found.elapsed_seconds,
        "clocks": [
            {**asdict(one), "light": light_words(one.light, one.due_on, today), **_history(one)}
            for one in found.clocks
        ],
        "step_light": light_words(found.step_light, None, today),
        "total_light": light_words(found.total_light, None, today),
        "faults": [{**asdict(one), "kind": one.kind.label} for one in found.faults],
        "stretches": _stretches(found),
        "account": [{**asdict(one), "label": one.kind.label} for one in found.account],
        "may": sorted(_may()),
    }


@api.get("/cases/<case_id>/periods/<clock_id>/explanation")
@open_to(Rule.CASE_INSIDER)
@api.arguments(KnownAt, location="query")
@api.response(200, shapes.ExplanationShown)
def explanation(asked: Mapping[str, Any], case_id: str, clock_id: str) -> dict[str, object]:
    """How the last day came about, day by day."""
    return _explained(explain_date(the_desk(), case_id, clock_id, known_at=asked["known_at"]))


@api.get("/cases/<case_id>/periods/<clock_id>/explanation.txt")
@open_to(Rule.CASE_INSIDER)
@api.response(200, content_type="text/plain")
def explanation_text(case_id: str, clock_id: str) -> Response:
    """The same for paper and for files."""
    return Response(text_of(explain_date(the_desk(), case_id, clock_id)), mimetype="text/plain")


def _explained(one: DateExplained) -> dict[str, object]:
    kept = {name: getattr(one, name) for name in DateExplained.__slots__}
    lines = [{**asdict(each), "retroactive": each.is_retroactive} for each in one.entries]
    return {**kept, "entries": lines, "days": [asdict(each) for each in one.days]}


def _history(one: ClockLine) -> dict[str, object]:
    return {"history": [_shown(each) for each in one.history]}


def _shown(one: Shown) -> dict[str, object]:
    return {"since": one.since, "light": one.light.value, "words": one.light.label}


def _stretches(found: CaseTime) -> list[dict[str, object]]:
    return [
        {
            "kind": one.holder.kind.value,
            "who": name,
            "step": one.holder.step,
            "redone": one.holder.redone,
            "began_at": one.began_at,
            "ended_at": one.ended_at,
        }
        for one, name in found.stretches
    ]


def _may() -> set[str]:
    """What this person may do about time; the deeds themselves refuse once more."""
    roles = the_person().roles
    found = {"urge"} if roles & urging.URGING_ROLES else set()
    found |= {"list"} if roles & WATCHERS else set()
    return found | ({"hold", "enter"} if roles & LEADERS else set())


# --- deeds ---------------------------------------------------------------------------------------


def _order(asked: Mapping[str, Any], case_id: str) -> dict[str, Any]:
    return {**asked, "place": the_place(), "by": the_person().id, "case_id": case_id}


@api.post("/cases/<case_id>/urgings")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.Urging)
@api.response(200, Told)
def urge(asked: Mapping[str, Any], case_id: str) -> Answer:
    """催办."""
    return urging.urge(the_house().office, urging.Urge(**_order(asked, case_id)))


@api.post("/cases/<case_id>/listings")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.Listing)
@api.response(200, Told)
def list_case(asked: Mapping[str, Any], case_id: str) -> Answer:
    """督办、挂牌督办."""
    return urging.list_case(the_house().office, urging.ListCase(**_order(asked, case_id)))


@api.post("/cases/<case_id>/unlistings")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.Unlisting)
@api.response(200, Told)
def unlist_case(asked: Mapping[str, Any], case_id: str) -> Answer:
    """解除督办."""
    return urging.unlist_case(the_house().office, urging.UnlistCase(**_order(asked, case_id)))


@api.post("/cases/<case_id>/held-rungs")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.RungHolding)
@api.response(200, Told)
def hold_rung(asked: Mapping[str, Any], case_id: str) -> Answer:
    """暂缓督促."""
    return urging.hold_rung(the_house().office, urging.HoldRung(**_order(asked, case_id)))


@api.post("/cases/<case_id>/excluded-time")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.Exclusion)
@api.response(200, Told)
def exclude(asked: Mapping[str, Any], case_id: str) -> Answer:
    """不计入."""
    return entries.exclude_time(the_house().office, entries.ExcludeTime(**_order(asked, case_id)))


@api.post("/cases/<case_id>/counted-again")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.CountingAgain)
@api.response(200, Told)
def count_again(asked: Mapping[str, Any], case_id: str) -> Answer:
    """恢复计入."""
    return entries.count_again(the_house().office, entries.CountAgain(**_order(asked, case_id)))


@api.post("/cases/<case_id>/restarted-clocks")
@open_to(Rule.CASE_INSIDER)
@api.arguments(shapes.Restarting)
@api.response(200, Told)
def restart(asked: Mapping[str, Any], case_id: str) -> Answer:
    """重新计算."""
    return entries.restart_clock(the_house().office, entries.RestartClock(**_order(asked, case_id)))
