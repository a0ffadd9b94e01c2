"""A case from its rows and back: only what the new events touched is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Connection, Dialect, bindparam, select

from engine.commands.refusals import SeenVersionStale
from engine.domain.biting import Bite
from engine.domain.case import Case, CaseHead
from engine.domain.events import Logged, event_types
from engine.domain.facts import CallPath, FactSheet, FactValue, fact_from_plain, fact_to_plain
from engine.domain.kept import Kept
from engine.domain.plain import Plain, canonical, from_plain, to_plain
from engine.domain.visit import ItemState
from engine.store import tables as t
from engine.store.chain import line_hash
from engine.store.clock_rows import clock_rows, entry_rows, read_beside_clocks
from engine.store.column_types import read_json
from engine.store.desk_rows import people_of, save_items, save_people
from engine.store.gathering import WHOLE_CASE, Found, gather
from engine.store.kept_rows import KEPT, reading
from engine.store.rows import entity_of, row_of
from engine.store.sending import OVER, change_row, write_rows

READ_HEAD = select(t.cases).where(
    t.cases.c.place == bindparam("place"), t.cases.c.id == bindparam("case_id")
)
LOCK_HEAD = READ_HEAD.with_for_update()
LOCK_FREE_HEAD = READ_HEAD.with_for_update(skip_locked=True)


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
    state: bytes = b""
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
    case = case_of(head, rows, local_facts=local_facts, dialect=type(connection.dialect))
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


def case_of(
    head: CaseHead, rows: Found, *, local_facts: frozenset[str], dialect: type[Dialect]
) -> Case:
    """The case that its rows (those of `WHOLE_CASE`) tell."""
    (state,) = rows["case_states"]
    case = Case(head, facts=facts_of(state["facts"], local_facts))
    case.state = state["state"]
    case.visits, case.items, case.opinions, case.documents, case.attachments, case.clocks = (
        Kept(reading(table, dialect), rows[table.name])  # type: ignore[arg-type]  # hashable
        for table in KEPT
    )
    read_beside_clocks(case)
    return case


def known_of(case: Case, rows: Found) -> Known:
    """What the rows said before anything happens to the case."""
    return Known(
        is_new=False,
        pooled=set(case.items.keys_having("state", ItemState.TO_CLAIM)),
        people=people_of(case),
        ended=case.head.ended,
        state=case.state,
        drafts={row["item_id"] for row in rows.get("drafts", ())},
    )


Lines = list[dict[str, Any]]
"""Rows of the log."""


def save_cover(connection: Connection, case: Case, known: Known) -> Lines:
    """Write the cover with its next version; answers the new lines of the log, yet to be written.

    Raises `changed_meanwhile` when the cover is at another version than the case was read at.
    """
    version = case.head.version + 1
    acted = any(not logged.event.by_the_way for logged in case.new_events)
    head = replace(
        case.head, version=version, acted_version=version if acted else case.head.acted_version
    )
    lines: Lines = []
    head = _append_log(head, case.new_events, lines)
    row = row_of(head, t.cases)
    if known.is_new:
        write_rows(connection, t.cases, [row])
    else:
        read = {"place": head.place, "id": head.id, "version": case.head.version}
        if change_row(connection, t.cases, row, read).rowcount != 1:
            raise ChangedMeanwhile(where={"case": head.id})
    case.head = head
    return lines


def save_rows(
    connection: Connection, case: Case, known: Known, lines: Lines, bites: Mapping[str, Bite | None]
) -> None:
    """Write the lines of the log and whatever changed besides the cover.

    `bites` are the periods that the open items show now, see `engine.commands.bites`.
    """
    head = case.head
    _save_state(connection, case, known)
    write_rows(connection, t.case_log, lines)
    for table, kept, touched in (
        (t.visits, case.visits, case.touched.visits),
        (t.opinions, case.opinions, case.touched.opinions),
        (t.documents, case.documents, case.touched.documents),
        (t.attachments, case.attachments, case.touched.attachments),
    ):
        rows = [
            row_of(kept[one], table, place=head.place, case_id=head.id) for one in sorted(touched)
        ]
        write_rows(connection, table, rows, OVER)
    save_items(connection, case, bites, known.pooled)
    save_people(connection, case, before=known.people, ended_before=known.ended)
    write_rows(connection, t.clocks, clock_rows(case), OVER)
    write_rows(connection, t.limit_entries, entry_rows(case), OVER)


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


def facts_of(kept: Any, local_facts: frozenset[str]) -> FactSheet:  # noqa: ANN401 - plain JSON
    """The facts that `fact_plain` kept."""

    def values(plain: Mapping[str, object]) -> dict[str, FactValue]:
        return {name: fact_from_plain(value) for name, value in plain.items()}

    local: dict[CallPath, dict[str, FactValue]] = {
        tuple(path): values(facts) for path, facts in kept["local"]
    }
    return FactSheet(values(kept["values"]), local_names=local_facts, local=local)


def _append_log(head: CaseHead, events: Iterable[Logged], lines: Lines) -> CaseHead:
    seq, last = head.log_seq, head.log_hash
    for logged in events:
        row = log_row(head.place, head.id, logged)
        row["previous_hash"] = last
        seq, last = logged.seq, line_hash(last, log_content(row))
        row["hash"] = last
        lines.append(row)
    return replace(head, log_seq=seq, log_hash=last)


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


def _save_state(connection: Connection, case: Case, known: Known) -> None:
    of_case = {"place": case.head.place, "case_id": case.head.id}
    state = {"state": case.state, "facts": fact_plain(case.facts)}
    if known.is_new:
        write_rows(connection, t.case_states, [{**of_case, **state}])
    elif case.touched.facts or case.state != known.state:
        change_row(connection, t.case_states, state, of_case)


def read_log(connection: Connection, place: str, case_id: str) -> Iterator[Logged]:
    """Every line of a case's log, oldest first."""
    query = (
        select(t.case_log)
        .where(t.case_log.c.place == place, t.case_log.c.case_id == case_id)
        .order_by(t.case_log.c.seq)
    )
    for row in connection.execute(query).mappings():
        yield logged_of(row)


def logged_of(row: Mapping[Any, Any]) -> Logged:
    """The event that a line of the log holds."""
    return Logged(
        seq=row["seq"],
        at=row["at"],
        actor=row["actor"],
        acting_for=row["acting_for"],
        effective_at=row["effective_at"],
        event=from_plain(event_types()[row["kind"]], read_json(row["payload"])[0]),
    )
