"""督促: who is told that a limit is near or over, rung by rung; nothing is sent or moved by it."""

from collections.abc import Iterable
from datetime import date

from engine.commands.act import Act
from engine.day_words import day_words
from engine.domain import events as ev
from engine.domain.clock import Clock, HeldBy
from engine.domain.ladder import Rung, RungKind, rungs_of
from engine.ports import Notice

FROM_PAPER = "补录的经过，当时没有由系统督促"


def climb(act: Act, clock: Clock) -> None:
    """Reach every rung whose time has come and that is neither behind us nor held back.

    What is entered from paper climbs nothing: nobody was told then, and nobody is told now.
    """
    rules = act.light_rules
    for at, rung in rungs_of(clock, act.calendar, rules.rungs, remind_at=rules.remind_at):
        if at > act.at or rung.kind in act.case.rungs.get(clock.id, ()):
            continue
        if act.on_paper:
            held = ev.RungHeld(
                clock_id=clock.id, limit=clock.key, rung=rung.kind.value, reason=FROM_PAPER
            )
            act.record(held)
            continue
        act.record(ev.RungReached(clock_id=clock.id, limit=clock.key, rung=rung.kind.value))
        _tell(act, clock, rung)


def _tell(act: Act, clock: Clock, rung: Rung) -> None:
    due_on = clock.due_on(act.calendar)
    if rung.kind is RungKind.MESSAGE:
        tell_holders(act, f"{falls_due(clock, due_on)}，请抓紧办理。", clock)
        return
    late = fell_due(clock, due_on)
    heads = _heads(act, steps=1 if rung.kind is RungKind.HEAD else None)
    if rung.kind is RungKind.HEAD:
        tell(act, heads, f"超期报告：{clock.title}", f"{late}。")
    elif rung.kind is RungKind.URGING_SLIP:
        act.record(ev.UrgingSent(limit=clock.key))
        tell(act, [*responsible(act), *heads], f"催办单：{clock.title}", f"{late}，请立即办理。")
    else:
        tell(act, heads, f"督办建议：{clock.title}", f"{late}。{_proposal(clock)}")


def falls_due(clock: Clock, due_on: date | None) -> str:
    """“受理审查”将于2026年3月6日届满."""
    return f"“{clock.title}”将于{day_words(due_on) if due_on else '待定之日'}届满"


def fell_due(clock: Clock, due_on: date | None) -> str:
    """“受理审查”已于2026年3月6日届满，尚未办结."""
    return f"“{clock.title}”已于{day_words(due_on) if due_on else '此前'}届满，尚未办结"


def _proposal(clock: Clock) -> str:
    if clock.held_by is HeldBy.SUPERVISED_ORG:
        return "建议制发督办函；是否制发由您决定，系统不会自动制发。"
    return "建议列为督办事项；是否督办由您决定。"


def _heads(act: Act, *, steps: int | None) -> list[str]:
    """Who stands above the handlers on the place's ladder: the next one, or all of them."""
    above = act.release.place_info.lights.ladder[1:][:steps]
    return [one.id for role in above for one in act.tx.directory.holders(role)]


def holders(act: Act) -> list[str]:
    """Whoever holds an open item of the case."""
    return sorted(
        {
            item.assignee
            for visit in act.case.open_visits
            for item in act.case.items_of(visit.id)
            if item.is_open and item.assignee is not None
        }
    )


def responsible(act: Act) -> list[str]:
    """The holders, and of what nobody has claimed yet those who may: time runs there as well."""
    waiting = [
        person
        for visit in act.case.open_visits
        for item in act.case.items_of(visit.id)
        if item.is_open and item.assignee is None
        for person in item.candidates
    ]
    return sorted({*holders(act), *waiting})


def tell_holders(act: Act, text: str, clock: Clock) -> None:
    """A notice to each of those in whose hands the case is, or may be."""
    tell(act, responsible(act), f"期限提醒：{clock.title}", text)


def tell(act: Act, people: Iterable[str], subject: str, text: str) -> None:
    """The same notice to several people, to each once; none of what is entered from paper."""
    if act.on_paper:
        return
    act.notices.extend(
        Notice(person_id=person, case_id=act.case.head.id, subject=subject, text=text)
        for person in dict.fromkeys(people)
    )
