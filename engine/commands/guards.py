"""Refusals that belong to a single step, checked before the form (STEPS 5–11)."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import cast

from engine.commands import meeting, tracking
from engine.commands.assigning import may_hold
from engine.commands.case_facts import Done
from engine.commands.refusals import (
    InstrumentNotInSet,
    NoDoubleSupervision,
    SeparationOfDuties,
    SupplementTooLate,
    SupplementUsedUp,
)
from engine.definitions.form_body import FormInvalid
from engine.domain import clock as clocks
from engine.domain.separation import COMPLAINANT_ROLE, HANDLER_ROLES
from engine.domain.work_calendar import local_day

REDO_ROUNDS_MAX = 2
UNANNOUNCED_VISIT = "unannounced_visit"
GRANTED_POWERS = "赋权执法"
SUGGESTIONS = frozenset({"A01", "none"})
TAKES_UP = frozenset({"受理", "即时处置"})
LEAD = "lead_handler"
ANONYMOUS = "匿名"
ALWAYS_ALLOWED = frozenset({"none"})


def before_form(done: Done) -> None:
    """Refusals with a code of their own; `done.values` is the body as sent."""
    for guard in GUARDS.get(done.step, ()):
        guard(done)


def after_form(done: Done) -> None:
    """What the form cannot say: values that contradict the facts, or the law of the place."""
    for guard in FIELD_GUARDS.get(done.step, ()):
        guard(done)
    _within_the_law(done)


def _within_the_law(done: Done) -> None:
    """A document gives no more days for a duty, no fewer for a right, than the place's law."""
    refused = {}
    for limit in done.act.release.limits.values():
        bound = limit.stated_in
        written = limit.value_on(local_day(done.act.at))
        if bound is None or bound.law is None or written is None or written.article is None:
            continue
        days = done.values.get(bound.field)
        if not isinstance(days, int | Decimal):
            continue
        if days > written.amount if bound.law == "most" else days < written.amount:
            refused[bound.field] = "out_of_range"
    if refused:
        raise FormInvalid(refused)


def _supplement_once(done: Done) -> None:
    asks = done.values.get("is_complete") is False or done.values.get("proposal") == "补正"
    if asks and done.fact("supplement_used") is True:
        raise SupplementUsedUp(where={"step": done.step})


def _no_double_supervision(done: Done) -> None:
    """[N]33, [SC]31: what reconsideration or a court deals with is not supervised again."""
    proposal = done.values.get("proposal")
    where = {"step": done.step, "field": "proposal"}
    if done.fact("in_remedy_procedure") is True and proposal in TAKES_UP:
        raise NoDoubleSupervision(where=where, why="已经进入行政复议或者行政诉讼")
    guided = done.fact("guide_then_accept") is True
    if done.fact("remedy_available") is True and proposal == "受理" and not guided:
        raise NoDoubleSupervision(where=where, why="仍可以申请行政复议或者提起行政诉讼")


def _proposal_fits(done: Done) -> None:
    """Out of scope or of jurisdiction, nothing can be taken up."""
    outside = done.fact("is_in_scope") is False or done.fact("has_jurisdiction") is False
    if outside and done.values.get("proposal") in TAKES_UP:
        raise FormInvalid({"proposal": "not_allowed"})


def _instrument_in_set(done: Done) -> None:
    kind = str(done.values.get("instrument_kind"))
    place = done.act.release.place_info
    chosen = place.instrument_sets.get(done.act.case.head.instrument_set or "")
    if kind in ALWAYS_ALLOWED or chosen is None or kind in chosen.kinds:
        return
    raise InstrumentNotInSet(
        where={"step": done.step, "field": "instrument_kind"}, set=chosen.title, instrument=kind
    )


def _instrument_of_tier(done: Done) -> None:
    """A department over a town that holds granted powers only suggests; over its own, no 决定书."""
    kind = str(done.values.get("instrument_kind"))
    paper = done.act.case.latest_document("D03")
    relation = done.act.stated_numbers(paper.id, "t3_relation") if paper else None
    if done.fact("tier") != "T3" or relation is None:
        return
    granted = relation == GRANTED_POWERS and kind not in SUGGESTIONS
    national = done.act.case.head.instrument_set == "national_2026"
    if granted or (national and kind == "D10"):
        raise InstrumentNotInSet(
            where={"step": done.step, "field": "instrument_kind"},
            set=f"部门监督镇街（{relation}）",
            instrument=kind,
        )


def _supplement_in_time(done: Done) -> None:
    """The complainant within the period; 视为放弃 only after it."""
    runs = [one for one in done.act.case.clocks_of("dl_supplement_reply") if one.stop is None]
    if not runs:
        return
    expired = runs[-1].is_expired(done.act.at, done.act.calendar)
    if done.role == COMPLAINANT_ROLE and expired:
        raise SupplementTooLate(where={"step": done.step})
    if done.values.get("supplement_result") == "视为放弃":
        clocks.refuse_unless_expired(runs[-1], done.act.at, done.act.calendar)


def _fit_handlers(done: Done) -> None:
    """S3, S4, S9: two different people of the case's own side, certified today ([SC]29, [SD]22)."""
    named = [str(one) for one in cast("Sequence[object]", done.values.get("handlers") or ())]
    if len(set(named)) < len(named):
        raise FormInvalid({"handlers": "not_allowed"})
    for person_id in named:
        person = done.act.tx.directory.person(person_id)
        if person is None or not person.roles & HANDLER_ROLES:
            raise FormInvalid({"handlers": "not_allowed"})
        if person_id in done.act.case.head.recused or not may_hold(done.act, person, LEAD):
            raise SeparationOfDuties(
                where={"step": done.step, "field": "handlers"},
                why=f"{person.name}今日不得承办本案（停用、证件失效、已回避，或者属于被监督机关）",
            )


def _must_be_true(*keys: str) -> Callable[[Done], None]:
    def guard(done: Done) -> None:
        refused = {key: "not_allowed" for key in keys if done.values.get(key) is False}
        if refused:
            raise FormInvalid(refused)

    return guard


Guard = Callable[[Done], None]

GUARDS: dict[str, tuple[Guard, ...]] = {
    "P1.2": (_supplement_once,),
    "P1.4": (_supplement_once, _no_double_supervision),
    "EX3": (_supplement_in_time,),
    "P6.1": (_instrument_in_set, _instrument_of_tier),
    "R6": (lambda done: tracking.refuse_early_escalation(done.act),),
    "RO1": (tracking.refuse_own_reexamination,),
}
"""Step → refusals before the form is looked at, in order."""


def _redo_at_most_twice(done: Done) -> None:
    """退回重办至多两次 (G4.2)."""
    rounds = done.fact("redo_rounds")
    used_up = isinstance(rounds, Decimal) and rounds >= REDO_ROUNDS_MAX
    if used_up and done.values.get("assign_review") == "redo":
        raise FormInvalid({"assign_review": "not_allowed"})


def _unannounced_only(done: Done) -> None:
    """免予通知只用于单纯的暗访."""
    measures = done.values.get("measures")
    if done.values.get("skip_notice") is True and measures != [UNANNOUNCED_VISIT]:
        raise FormInvalid({"skip_notice": "not_allowed"})


def _decision_needs_ground(done: Done) -> None:
    """决定书 follows an instrument not obeyed, or a major matter decided at once ([N]29)."""
    if done.values.get("instrument_kind") != "D10" or done.fact("escalated") is True:
        return
    if done.values.get("is_major_direct") is not True:
        raise FormInvalid({"is_major_direct": "not_allowed"})


def _anonymous_or_named(done: Done) -> None:
    """Whoever does not give his name is 匿名, and nobody else is (STEPS 5)."""
    is_anonymous = done.values.get("complainant_type") == ANONYMOUS
    if is_anonymous is (done.values.get("is_real_name") is True):
        raise FormInvalid({"complainant_type": "not_allowed"})


def _to_another_organ(done: Done) -> None:
    """S8: nothing is assigned to the organ that is supervised."""
    if done.values.get("receiver_org") == done.act.case.head.organ_name:
        raise SeparationOfDuties(
            where={"step": done.step, "field": "receiver_org"}, why="承办单位不得是被监督机关"
        )


FIELD_GUARDS: dict[str, tuple[Guard, ...]] = {
    "P1.1": (_anonymous_or_named,),
    "P1.4": (_proposal_fits,),
    "P2.1": (_fit_handlers,),
    "P2.7": (_must_be_true("received_ack"),),
    "P3.3": (_must_be_true("identity_shown", "rights_told", "recusal_asked", "confirm"),),
    "P3.4": (_must_be_true("confirm"),),
    "P3.1": (_unannounced_only,),
    "P4.1": (_to_another_organ,),
    "P4.7": (_redo_at_most_twice,),
    "P6.1": (_decision_needs_ground,),
    "P6.5": (meeting.refuse_unsound,),
    "R1": (_must_be_true("received_ack"),),
    "C1": (
        _must_be_true("served_all", "rectified_or_escalated", "replied_all", "transfers_recorded"),
    ),
}
"""Step → refusals of single fields after the form holds."""
