"""A case from its rows and back: only what the new events touched is written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.commands.refusals import SeenVersionStale
from engine.domain.attachment import Attachment
from engine.domain.biting import Bite
from engine.domain.case import Case, CaseHead
from engine.domain.document import Document
from engine.domain.events import Logged, event_types
from engine.domain.facts import CallPath, FactSheet, FactValue, fact_from_plain, fact_to_plain
from engine.domain.plain import Plain, canonical, from_plain, to_plain
from engine.domain.visit import ItemState, Opinion, Visit, WorkItem
from engine.store import tables as t
from engine.store.chain import line_hash
from engine.store.clock_rows import clock_rows, entry_rows, read_clocks
from engine.store.desk_rows import people_of, save_items, save_people
from engine.store.gathering import WHOLE_CASE, Rows, gather
from engine.store.rows import entity_of, row_of, write_rows

READ_HEAD = select(t.cases).where(
    t.cases.c.place == bindparam("place"), t.cases.c.id == bindparam("case_id")
)
LOCK_HEAD = READ_HEAD.with_for_update()
LOCK_FREE_HEAD = READ_HEAD.with_for_update(skip_locked=True)
SAVE_HEAD = update(t.cases).where(
    t.cases.c.place == bindparam("key_place"),
    t.cases.c.id == bindparam("key_id"),
    t.cases.c.version == bindparam("key_version"),
)
SAVE_STATE = update(t.case_states).where(
    t.case_states.c.place == bindparam("key_place"),
    t.case_states.c.case_id == bindparam("key_id"),
)
ADD_LINES = insert(t.case_log)


class ChangedMeanwhile(SeenVersionStale):
    """Somebody else changed the case between reading and writing."""

    what = "案件在您办理期间已有变化，本次操作没有生效。"
    mend = "请刷新后查看最新情况，再重新办理。"


@dataclass(kw_only=True)
class Known:
    """What the rows of a case said when it was read: nothing at all for a case that begins."""

    is_new: bool = True
    pooled: set[str] = field(default_factory=set)
    """Items that had a pool of people who may claim them."""
    people: frozenset[str] = frozenset()
    """Who had to do with the case."""
    ended: bool = False
    drafts: set[str] = field(default_factory=set)
    """Items somebody saved a draft for."""


def load_case(
    connection: Connection, place: str, case_id: str, *, local_facts: frozenset[str], lock: bool
) -> tuple[Case, Known] | None:
    """The case and what rows it has; `lock` holds its row until the transaction ends."""
    head = read_head(connection, place, case_id, lock=lock)
    if head is None:
        return None
    rows = gather(connection, WHOLE_CASE, {"place": place, "case_id": case_id})
    case = case_of(head, rows, local_facts=local_facts)
    return case, known_of(case, rows)


def read_head(
    connection: Connection, place: str, case_id: str, *, lock: bool, wait: bool = True
) -> CaseHead | None:
    """The cover of a case; `lock` holds its row until the transaction ends.

    Without `wait`, None also when another transaction holds it.
    """
    query = (LOCK_HEAD if wait else LOCK_FREE_HEAD) if lock else READ_HEAD
    found = connection.execute(query, {"place": place, "case_id": case_id}).mappings().first()
    return None if found is None else cast("CaseHead", entity_of(CaseHead, found, t.cases))


def case_of(head: CaseHead, rows: Rows, *, local_facts: frozenset[str]) -> Case:
    """The case that its rows (those of `WHOLE_CASE`) tell."""
    (state,) = rows["case_states"]
    case = Case(head, facts=_facts(state["facts"], local_facts))
    case.state = state["state"]
    for table, kind, kept in (
        (t.visits, Visit, case.visits),
        (t.work_items, WorkItem, case.items),
        (t.opinions, Opinion, case.opinions),
        (t.documents, Document, case.documents),
        (t.attachments, Attachment, case.attachments),
    ):
        into = cast("dict[str, Any]", kept)
        for row in rows[table.name]:
            into[row["id"]] = entity_of(kind, row, table)
    read_clocks(case, rows[t.clocks.name])
    return case


def known_of(case: Case, rows: Rows) -> Known:
    """What the rows said before anything happens to the case."""
    return Known(
        is_new=False,
        pooled={one.id for one in case.items.values() if one.state is ItemState.TO_CLAIM},
        people=people_of(case),
        ended=case.head.ended,
        drafts={row["item_id"] for row in rows.get("drafts", ())},
    )


def save_case(
    connection: Connection, case: Case, known: Known, bites: Mapping[str, Bite | None]
) -> None:
    """Write what changed, the new lines of the log, and the cover with its next version.

    `bites` are the periods that the open items show now, see `engine.commands.bites`.
    """
    head = replace(case.head, version=case.head.version + 1)
    lines: list[dict[str, object]] = []
    head = _append_log(head, case.new_events, lines)
    _save_head(connection, case, head, known)
    if lines:
        connection.execute(ADD_LINES, lines)
    for table, kept, touched in (
        (t.visits, case.visits, case.touched.visits),
        (t.opinions, case.opinions, case.touched.opinions),
        (t.documents, case.documents, case.touched.documents),
        (t.attachments, case.attachments, case.touched.attachments),
    ):
        rows = [
            row_of(kept[one], table, place=head.place, case_id=head.id) for one in sorted(touched)
        ]
        write_rows(connection, table, rows)
    save_items(connection, case, bites, known.pooled)
    save_people(connection, case, before=known.people, ended_before=known.ended)
    write_rows(connection, t.clocks, clock_rows(case))
    write_rows(connection, t.limit_entries, entry_rows(case))
    case.head = head


def fact_plain(facts: FactSheet) -> Plain:
    """Facts as kept: those of the case, and those each open call keeps for itself."""
    return {
        "values": _plain_values(facts.values),
        "local": [
            [list(path), _plain_values(values)] for path, values in sorted(facts.local.items())
        ],
    }


def _plain_values(values: Mapping[str, FactValue]) -> dict[str, Plain]:
    return {name: to_plain(fact_to_plain(value)) for name, value in sorted(values.items())}


def _facts(kept: Any, local_facts: frozenset[str]) -> FactSheet:  # noqa: ANN401 - plain JSON
    def values(plain: Mapping[str, object]) -> dict[str, FactValue]:
        return {name: fact_from_plain(value) for name, value in plain.items()}

    local: dict[CallPath, dict[str, FactValue]] = {
        tuple(path): values(facts) for path, facts in kept["local"]
    }
    return FactSheet(values(kept["values"]), local_names=local_facts, local=local)


def _append_log(head: CaseHead, events: Iterable[Logged], lines: list[dict[str, Any]]) -> CaseHead:
    for logged in events:
        row = log_row(head.place, head.id, logged)
        row["previous_hash"] = head.log_hash
        row["hash"] = line_hash(head.log_hash, log_content(row))
        head = replace(head, log_seq=logged.seq, log_hash=row["hash"])
        lines.append(row)
    return head


def log_row(place: str, case_id: str, logged: Logged) -> dict[str, Any]:
    """A line of the log without its hashes."""
    return {
        "place": place,
        "case_id": case_id,
        "seq": logged.seq,
        "at": logged.at,
        "actor": logged.actor,
        "acting_for": logged.acting_for,
        "effective_at": logged.effective_at,
        "kind": type(logged.event).__name__,
        "payload": canonical(to_plain(logged.event)),
    }


def log_content(row: Mapping[Any, Any]) -> dict[str, object]:
    """What the hash of a line covers: everything but the hashes, instants in UTC."""
    names = (
        "place",
        "case_id",
        "seq",
        "at",
        "actor",
        "acting_for",
        "effective_at",
        "kind",
        "payload",
    )
    return {name: _instant_text(row[name]) for name in names}


def _instant_text(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _save_head(connection: Connection, case: Case, head: CaseHead, known: Known) -> None:
    row = row_of(head, t.cases)
    state = {"state": case.state, "facts": fact_plain(case.facts)}
    if known.is_new:
        connection.execute(insert(t.cases), row)
        connection.execute(
            insert(t.case_states), {"place": head.place, "case_id": head.id, **state}
        )
        return
    keys = {"key_place": head.place, "key_id": head.id}
    changed = connection.execute(SAVE_HEAD, {**row, **keys, "key_version": case.head.version})
    if changed.rowcount != 1:
        raise ChangedMeanwhile(where={"case": head.id})
    connection.execute(SAVE_STATE, {**state, **keys})


def read_log(connection: Connection, place: str, case_id: str) -> Iterator[Logged]:
    """Every line of a case's log, oldest first."""
    kinds = event_types()
    query = (
        select(t.case_log)
        .where(t.case_log.c.place == place, t.case_log.c.case_id == case_id)
        .order_by(t.case_log.c.seq)
    )
    for row in connection.execute(query).mappings():
        yield Logged(
            seq=row["seq"],
            at=row["at"],
            actor=row["actor"],
            acting_for=row["acting_for"],
            effective_at=row["effective_at"],
            event=from_plain(kinds[row["kind"]], json.loads(row["payload"])),
        )
