"""程序性问题: 缺件, 越序, 越权, 未回避; marks of their own, never mixed with the lights of time.

The door refuses most of these beforehand. What is found here came in from outside the screens:
entered afterwards, done while an application was pending, or signed with a certificate run out.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from engine.day_words import day_words
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.document import Document
from engine.domain.people import Person
from engine.domain.visit import ItemState, WorkItem
from engine.domain.work_calendar import local_day


class FaultKind(StrEnum):
    """What is wrong with how it was done."""

    MISSING_PAPER = "missing_paper"
    OUT_OF_ORDER = "out_of_order"
    BEYOND_POWERS = "beyond_powers"
    NOT_RECUSED = "not_recused"

    @property
    def label(self) -> str:
        """As an official reads it."""
        return _LABELS[self]


_LABELS = {
    FaultKind.MISSING_PAPER: "缺件",
    FaultKind.OUT_OF_ORDER: "越序",
    FaultKind.BEYOND_POWERS: "越权",
    FaultKind.NOT_RECUSED: "未回避",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceduralFault:
    """One mark: since which day, on which step or document, and why, in Chinese."""

    kind: FaultKind
    on: date
    about: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What the marks are judged by: documents to serve, roles that need a certificate, people."""

    to_serve: frozenset[str]
    certified_roles: frozenset[str]
    people: Mapping[str, Person]


def faults_of(
    case: Case, log: Iterable[ev.Logged], rulebook: Rulebook
) -> Sequence[ProceduralFault]:
    """Every mark of the case, oldest first."""
    found = [
        *_missing_papers(case, rulebook),
        *_out_of_order(case),
        *_beyond_powers(case, rulebook),
        *_not_recused(case, log),
    ]
    return sorted(found, key=lambda one: (one.on, one.kind, one.about))


def _missing_papers(case: Case, rulebook: Rulebook) -> Iterator[ProceduralFault]:
    """Once the case is closed everything that had to go out has gone out."""
    if case.head.closed_on is None:
        return
    for document in _standing(case):
        if document.signed_at is None:
            continue
        if document.sealed_at is None and document.seal is not None:
            why = "已经签发，结案时没有用印"
        elif document.kind in rulebook.to_serve and document.served_on is None:
            why = "结案时没有送达，或者没有送达回证"
        else:
            continue
        yield _fault(FaultKind.MISSING_PAPER, case.head.closed_on, _name(document), why)


def _out_of_order(case: Case) -> Iterator[ProceduralFault]:
    head = case.head
    days = [("受理", head.accepted_on), ("立案", head.filed_on), ("结案", head.closed_on)]
    known = [(name, day) for name, day in days if day is not None]
    for (first, before), (second, after) in itertools.pairwise(known):
        if after < before:
            why = f"{second}日期{after}早于{first}日期{before}"
            yield _fault(FaultKind.OUT_OF_ORDER, after, second, why)
    for document in _standing(case):
        sealed_on = _day(document.sealed_at)
        if document.served_on is not None and sealed_on and document.served_on < sealed_on:
            why = f"送达日期{day_words(document.served_on)}早于用印日期{day_words(sealed_on)}"
            yield _fault(FaultKind.OUT_OF_ORDER, document.served_on, _name(document), why)
        signed_on = _day(document.signed_at)
        if signed_on and sealed_on and sealed_on < signed_on:
            why = f"用印日期{day_words(sealed_on)}早于签发日期{day_words(signed_on)}"
            yield _fault(FaultKind.OUT_OF_ORDER, sealed_on, _name(document), why)


def _beyond_powers(case: Case, rulebook: Rulebook) -> Iterator[ProceduralFault]:
    for item, closed_at in _done(case):
        person = rulebook.people.get(item.assignee or "")
        if person is None:
            continue
        day, about = local_day(closed_at), case.visits[item.visit_id].title
        if not person.is_active_on(day):
            yield _fault(FaultKind.BEYOND_POWERS, day, about, "办理人当日已不在岗")
        elif item.role in rulebook.certified_roles and not person.is_certified_on(day):
            yield _fault(FaultKind.BEYOND_POWERS, day, about, "办理人当日没有有效的监督证")


def _not_recused(case: Case, log: Iterable[ev.Logged]) -> Iterator[ProceduralFault]:
    """Who had to leave, and acted between the application and its grant."""
    asked: dict[str, datetime] = {}
    pending: list[tuple[str, datetime, datetime]] = []
    for line in log:
        if isinstance(line.event, ev.RecusalRequested):
            asked[line.event.person_id] = line.done_at
        elif isinstance(line.event, ev.RecusalGranted) and line.event.person_id in asked:
            pending.append((line.event.person_id, asked[line.event.person_id], line.done_at))
    for person_id, begin, end in pending:
        for item, closed_at in _done(case):
            if item.assignee == person_id and begin <= closed_at < end:
                yield _fault(
                    FaultKind.NOT_RECUSED,
                    local_day(closed_at),
                    case.visits[item.visit_id].title,
                    "回避申请审查期间仍由应当回避的人办理",
                )


def _done(case: Case) -> Iterator[tuple[WorkItem, datetime]]:
    for item in case.items.values():
        if item.state is ItemState.DONE and item.closed_at is not None:
            yield item, item.closed_at


def _standing(case: Case) -> Iterator[Document]:
    return (one for one in case.documents.values() if one.void_reason is None)


def _name(document: Document) -> str:
    return f"《{document.title}》{document.doc_no or ''}"


def _day(at: datetime | None) -> date | None:
    return None if at is None else local_day(at)


def _fault(kind: FaultKind, on: date, about: str, why: str) -> ProceduralFault:
    return ProceduralFault(kind=kind, on=on, about=about, why=why)
