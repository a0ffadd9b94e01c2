"""查重: before something is registered, what of the same person or against the same organ is there.

Who complained is compared by the blind index, whole words only. It is shown to whoever registers,
with number and day only where he may not open the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, exists, literal, or_, select

from engine.commands.refusals import NotYourTask
from engine.queries.looking import Desk
from engine.queries.task_page import entries
from engine.queries.visible_cases import may_open
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.identity_index import blind

ROWS_MAX = 20
LOOKED_BACK = timedelta(days=730)
"""How far back is looked (本系统建议值)."""

SAME_COMPLAINANT, SAME_ORGAN = "同一投诉举报人", "同一被投诉机关"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCompare:
    """What is about to be registered."""

    organ_name: str
    words: Sequence[str]
    """Name and numbers of the complainant, as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarCase:
    """A case that may be the same thing; `why` says what is alike."""

    case_id: str | None
    no: str | None
    registered_at: datetime | None
    status: str
    why: Sequence[str]


def similar_cases(desk: Desk, wanted: ToCompare) -> Sequence[SimilarCase]:
    """Those of the same person first, the latest first; refuses `not_your_task`."""
    if not entries(desk):
        raise NotYourTask(where={"step": "P1.1"}, task="投诉举报登记")
    cases, words = t.cases, t.identity_words
    hashes = [blind(desk.store.secrecy, desk.place, one) for one in wanted.words if one.strip()]
    same_person = exists().where(
        words.c.place == cases.c.place,
        words.c.case_id == cases.c.id,
        words.c.word_hmac.in_(hashes),
    )
    same_organ = cases.c.organ_name == wanted.organ_name.strip()
    person = case((same_person, literal(1)), else_=literal(0)).label("person")
    organ = case((same_organ, literal(1)), else_=literal(0)).label("organ")
    opens = case((may_open(desk.by), literal(1)), else_=literal(0)).label("opens")
    since = desk.office.clock.now() - LOOKED_BACK
    query = (
        select(cases, person, organ, opens)
        .where(
            cases.c.place == desk.place,
            cases.c.registered_at >= since,
            or_(same_person, same_organ),
        )
        .order_by(person.desc(), cases.c.registered_at.desc())
        .limit(ROWS_MAX)
    )
    with reading(desk.store.engine) as connection:
        rows = connection.execute(query).mappings().all()
    return [
        SimilarCase(
            case_id=row["id"] if row["opens"] else None,
            no=row["case_no"] or row["intake_no"],
            registered_at=row["registered_at"],
            status=row["status"],
            why=[
                why
                for why, holds in ((SAME_COMPLAINANT, row["person"]), (SAME_ORGAN, row["organ"]))
                if holds
            ],
        )
        for row in rows
    ]
