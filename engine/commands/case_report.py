"""What the case itself reports: opinions, documents issued, directory of its file, days and light.

Each is an automatic attribute (`source: case.…`) in plain form.
"""

from collections.abc import Callable
from datetime import date

from engine.commands.act import Act
from engine.commands.corrections import readers_of
from engine.day_words import day_words
from engine.domain.clock import ClockState, PauseKind
from engine.domain.document import Document
from engine.domain.visit import Opinion
from engine.domain.work_calendar import local_day
from engine.ports import Body

INTERNAL = frozenset({"D01", "D03", "D12", "A04", "A05", "A07", "A08", "A18"})
"""Kinds that always go into the internal part (副卷) of the file."""


def is_internal(act: Act, document: Document) -> bool:
    """Whether it goes into the internal part (副卷): ours alone, or it may tell who complained.

    Letters to the complainant, the proofs of their service and whatever holds secret answers stay
    out of the main part, which others may read.
    """
    about = act.case.documents.get(document.about_id or "", document)
    readers = readers_of(act, about)
    if {document.kind, about.kind} & INTERNAL or "complainant" in readers:
        return True
    return any(body.identity for body in act.bodies_of(document.bodies))


def opinions_on(act: Act, document: Document) -> list[dict[str, str]]:
    """The effective opinions of the steps that judge the document, oldest first.

    Who judged it by filling in his part (拟办意见) without a word more is there with his signature.
    """
    definition = act.release.documents[document.kind]
    steps = {entry.step for entry in definition.steps}
    opinions = act.case.opinions_in(steps)
    spoke = {one.item_id for one in opinions}
    signed = [
        body
        for body in act.bodies_of(document.bodies)
        if body.item_id not in spoke
        and any(one.does == "opinion" for one in definition.entries(body.step, body.role))
    ]
    rows = [_opinion_row(act, one) for one in opinions]
    rows += [_signature_row(act, one) for one in signed]
    return sorted(rows, key=lambda row: row["signed_at"])


def _signature_row(act: Act, body: Body) -> dict[str, str]:
    person = act.tx.directory.person(body.given_by)
    return {
        "node": act.release.place_info.role_title(body.role),
        "opinion_text": "",
        "opinion_result": "",
        "signer": person.name if person else "",
        "signed_at": f"{body.given_at:%Y-%m-%d %H:%M}",
    }


def _opinion_row(act: Act, opinion: Opinion) -> dict[str, str]:
    person = act.tx.directory.person(opinion.author)
    return {
        "node": act.release.place_info.role_title(opinion.role),
        "opinion_text": opinion.text,
        "opinion_result": opinion.result or "",
        "signer": person.name if person else "",
        "signed_at": f"{opinion.given_at:%Y-%m-%d %H:%M}",
    }


def documents_issued(act: Act) -> list[dict[str, object]]:
    """Documents that left the house, in the order they were signed."""
    return [
        {
            "doc_name": one.title,
            "doc_number": one.doc_no or "",
            "doc_date": _iso(one.signed_at),
            "doc_served_on": one.served_on.isoformat() if one.served_on else None,
        }
        for one in act.case.documents.values()
        if one.is_issued and one.kind not in INTERNAL and one.doc_no
    ]


def documents_to_serve(act: Act) -> list[dict[str, object]]:
    """What is sealed and waits for service; while it is being served, that document."""
    found = [one for one in act.case.documents.values() if one.sealed_at and one.kind != "D02"]
    latest = found[-1:] if found else []
    return [_to_serve(act, one) for one in latest]


def served_by(act: Act, proof: Document) -> list[dict[str, object]]:
    """The document that a proof of service (送达回证) is about."""
    about = act.case.documents.get(proof.about_id or "")
    return [_to_serve(act, about)] if about else []


def date_of_served(act: Act, proof: Document) -> str | None:
    """文书日期 on a proof of service: the day the document it proves was signed."""
    about = act.case.documents.get(proof.about_id or "")
    return _iso(about.signed_at) if about else None


def _to_serve(act: Act, document: Document) -> dict[str, object]:
    copies = act.release.documents[document.kind].copies
    return {
        "doc_name": document.title,
        "doc_number": document.doc_no or "",
        "doc_copies": copies.get("recipient", 1),
    }


def volume(internal: bool) -> Callable[[Act], list[dict[str, object]]]:  # noqa: FBT001 - main or internal part
    """卷内目录 of the main part (正卷) or the internal part (副卷), in time order."""

    def read(act: Act) -> list[dict[str, object]]:
        kept = [
            one
            for one in act.case.documents.values()
            if one.is_issued and is_internal(act, one) is internal and one.kind != "A14"
        ]
        return [
            {
                "order_no": number,
                "doc_name": one.title,
                "doc_number": one.doc_no or "",
                "doc_date": _iso(one.signed_at or one.completed_at),
            }
            for number, one in enumerate(kept, start=1)
        ]

    return read


def process_summary(act: Act) -> str:
    """办理经过, drafted from the dates of the case."""
    head = act.case.head
    parts = [
        ("登记", head.registered_at and local_day(head.registered_at)),
        ("受理", head.accepted_on),
        ("立案", head.filed_on),
    ]
    told = [f"{_chinese(day)}{what}" for what, day in parts if day]
    told += [
        f"{_chinese(one.served_on)}送达{one.title}（{one.doc_no}）"
        for one in act.case.documents.values()
        if one.served_on and one.doc_no
    ]
    return "；".join(told) + "。" if told else ""


def complainant_reply(act: Act) -> str | None:
    """答复投诉举报人情况: the last letter or notification that answered."""
    answers = [
        one
        for one in act.case.documents.values()
        if one.kind in {"D02", "D11"} and (one.sealed_at or one.served_on)
    ]
    if not answers:
        return None
    last = answers[-1]
    day = last.served_on or (last.sealed_at and local_day(last.sealed_at))
    return f"已于{_chinese(day)}以{last.title}（{last.doc_no}）答复" if day else None


def calendar_days(act: Act) -> int | None:
    """办理天数 in calendar days, from acceptance or filing until today, without the first."""
    begun = act.case.head.accepted_on or act.case.head.filed_on
    return (local_day(act.at) - begun).days if begun else None


def working_days(act: Act) -> int | None:
    """办理天数 in working days, from acceptance or filing until today, without the first."""
    begun = act.case.head.accepted_on or act.case.head.filed_on
    return act.calendar.working_days_between(begun, local_day(act.at)) if begun else None


def suspended_days(act: Act) -> int:
    """中止天数: days the case was suspended; other pauses (补正、整改 …) are no suspension."""
    days: set[date] = set()
    for clock in act.case.clocks_of("dl_case_total"):
        for pause in (one for one in clock.pauses if one.kind is PauseKind.SUSPENSION):
            until = pause.ended.at if pause.ended else act.at
            first, last = local_day(pause.began.at).toordinal(), local_day(until).toordinal()
            days.update(date.fromordinal(one) for one in range(first, last))
    return len(days)


def overdue_flags(act: Act) -> str:
    """超期记录: the limits that were met late or are overdue, by title."""
    late = [
        clock.title
        for clock in act.case.clocks.values()
        if clock.state(act.calendar) is ClockState.MET_LATE
        or (clock.stop is None and clock.is_expired(act.at, act.calendar))
    ]
    return "、".join(dict.fromkeys(late)) or "无"


def _iso(at: object) -> str | None:
    return local_day(at).isoformat() if at is not None else None  # type: ignore[arg-type]  # an instant


def _chinese(day: date | None) -> str:
    return day_words(day) if day else ""
