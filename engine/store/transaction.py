"""Fills the `Store` port: one write transaction per command, everything with one commit."""

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, bindparam, select

from engine.domain.biting import Bite
from engine.domain.case import Case
from engine.domain.plain import Plain
from engine.domain.visit import ItemState
from engine.ports import Body, Clock, IdSource, Notice, Recorded, StoredAnswer
from engine.store import search_index
from engine.store import tables as t
from engine.store.calendar_rows import CalendarRows
from engine.store.case_rows import (
    Known,
    known_of,
    load_case,
    save_cover,
    save_rows,
)
from engine.store.chain import FIRST
from engine.store.circulation_rows import unread_circulations, write_circulations
from engine.store.clue_rows import ClueRows
from engine.store.connection import writing
from engine.store.design_rows import DesignRows
from engine.store.desk_rows import save_items
from engine.store.draft_rows import DraftRows
from engine.store.hotline_rows import HotlineRows
from engine.store.identity_index import identity_rows
from engine.store.incident_rows import IncidentRows
from engine.store.interruptions import interruptions_named
from engine.store.latest_used import LatestUsed
from engine.store.live_cases import LiveCases
from engine.store.locked_case import Locked, lock_case, look_at_case
from engine.store.number_series import begun_after, next_in_series
from engine.store.outbox_rows import OutboxRows, routing
from engine.store.register import KeptPeople, Register
from engine.store.releases import release_in_force
from engine.store.roster_rows import RosterRows
from engine.store.secrecy import Secrecy
from engine.store.sending import UNLESS_THERE, sent_together, write_rows
from engine.store.tally import Tally
from engine.store.template_rows import TemplateRows

PAUSE_SECONDS = 0.05
PAUSE_GRAINS = 1_000
"""Into how many parts a pause is divided when its length is drawn."""

READ_BODIES = select(t.bodies).where(
    t.bodies.c.place == bindparam("place"), t.bodies.c.id.in_(bindparam("ids", expanding=True))
)
BODIES_KEPT_MAX = 3_000
"""Form bodies a process keeps as their rows stand (identity sealed): a body is never changed."""

ROLES_KEPT_MAX = 1_000
"""Roles whose holders a process keeps: the log of the register says whether they still hold."""


class SqlTransaction:
    """One open write transaction of one place."""

    def __init__(self, connection: Connection, place: str, store: "SqlStore") -> None:
        self.connection = connection
        self.place = place
        self.directory = Register(connection, place)
        self.clues = ClueRows(connection, place)
        self.roster = RosterRows(connection, place)
        self.calendar = CalendarRows(connection, place)
        self.incidents = IncidentRows(connection, place)
        self.templates = TemplateRows(connection, place)
        self.outbox = OutboxRows(connection, place, store.ids)
        self.designs = DesignRows(connection, place)
        self.hotline = HotlineRows(connection, place, secrecy=store.secrecy, ids=store.ids)
        self._store = store
        self._drafts = DraftRows(connection, place, store.secrecy)
        self._known: dict[str, Known] = {}
        self._locked: dict[str, Locked] = {}
        self._commands: dict[str, Mapping[str, Any] | None] = {}
        self._bodies: dict[str, Body] = {}

    def lock(self, case_id: str, *, key: str, by: str, wait: bool) -> str | None:
        """Lock the case and read what its command will ask: `key`'s answer and `by` too."""
        locked = lock_case(
            self.connection, self._store.live, self.place, case_id, key=key, by=by, wait=wait
        )
        if locked is None:
            return None
        rows = locked.rows
        self._locked[case_id] = locked
        self._commands[key] = rows["commands"][0] if rows["commands"] else None
        self.directory.learn(locked.people, rows["people"])
        self.directory.learn_organ(locked.head.organ_id, rows["organs"])
        roster = rows["roster"][0]["hash"] if rows["roster"] else FIRST
        self.directory.know_head(roster, self._store.kept_people)
        return locked.head.release_id

    def look(self, case_id: str) -> str | None:
        """Read the case without a lock, for whoever changes nothing; answers as `lock` does."""
        seen = look_at_case(self.connection, self._store.live, self.place, case_id)
        if seen is None:
            return None
        self._locked[case_id] = seen
        return seen.head.release_id

    def answer_to(self, key: str) -> StoredAnswer | None:
        """What was answered to this command key before, or None."""
        if key not in self._commands:
            found = self._one(t.commands, t.commands.c.key == key)
            self._commands[key] = None if found is None else dict(found)
        row = self._commands[key]
        if row is None:
            return None
        opened: Any = self._store.secrecy.open(row["answer"], bound_to=self._bound(key))
        return StoredAnswer(key=key, kind=row["kind"], answer=opened)

    def case(self, case_id: str, *, local_facts: frozenset[str] = frozenset()) -> Case | None:
        """The case as it was locked or looked at; else its row is locked now. None without one."""
        locked = self._locked.get(case_id)
        if locked is not None:
            case = locked.case(local_facts)
            known = known_of(case, locked.rows)
            if "drafts" not in locked.rows:
                known.drafts = set(case.items)  # not looked at: any may have one
            self._known[case_id] = known
            return case
        loaded = load_case(self.connection, self.place, case_id, local_facts=local_facts, lock=True)
        if loaded is None:
            return None
        case, known = loaded
        known.drafts = set(case.items)  # not looked at: any may have one
        self._known[case_id] = known
        return case

    def release_of_case(self, case_id: str) -> str | None:
        """Id of the release a case is pinned to, or None."""
        query = select(t.cases.c.release_id).where(
            t.cases.c.place == self.place, t.cases.c.id == case_id
        )
        return self.connection.execute(query).scalar()

    def case_of_item(self, item_id: str) -> str | None:
        """Id of the case an item belongs to, or None."""
        row = self._one(t.work_items, t.work_items.c.id == item_id)
        return None if row is None else row["case_id"]

    def bodies(self, ids: Sequence[str]) -> Mapping[str, Body]:
        """Form bodies by id, identity included."""
        kept = self._store.kept_bodies
        new = [one for one in ids if one not in self._bodies]
        found = {one: row for one in new if (row := kept.get((self.place, one))) is not None}
        missing = [one for one in new if one not in found]
        if missing:
            asked = {"place": self.place, "ids": missing}
            for read in self.connection.execute(READ_BODIES, asked).mappings().all():
                found[read["id"]] = dict(read)
                kept.keep((self.place, read["id"]), found[read["id"]])
        self._bodies.update((one, self._store.body(row)) for one, row in found.items())
        return {one: self._bodies[one] for one in ids if one in self._bodies}

    def next_in_series(self, series: str, year: int) -> int:
        """Take the next number (from 1) of a counter; given back only if the transaction fails."""
        return next_in_series(self.connection, self.place, series, year)

    def begun_after(self, series: str, year: int) -> int:
        """The last number of a series that was given before us; 0 where none was."""
        return begun_after(self.connection, self.place, series, year)

    def has_case_numbered(self, case_no: str) -> bool:
        """Whether a case of the place has that number."""
        return self._one(t.cases, t.cases.c.case_no == case_no) is not None

    def has_document_numbered(self, doc_no: str) -> bool:
        """Whether a document of the place has that number."""
        return self._one(t.documents, t.documents.c.doc_no == doc_no) is not None

    def release_in_force(
        self, at: datetime, *, case_id: str | None = None, organ_name: str | None = None
    ) -> str | None:
        """Id of the release a case registered at `at` takes, or None."""
        return release_in_force(
            self.connection, self.place, at, case_id=case_id, organ_name=organ_name
        )

    def release_bundle(self, release_id: str) -> bytes | None:
        """The frozen files of a release, or None."""
        row = self._one(t.releases, t.releases.c.id == release_id)
        return None if row is None else row["bundle"]

    def unread_circulations(self, case_id: str, person_id: str) -> Sequence[str]:
        """Ids of what the person was sent of the case and has not opened yet, oldest first."""
        return unread_circulations(self.connection, self.place, case_id, person_id)

    def draft(self, item_id: str, person_id: str) -> Mapping[str, Plain] | None:
        """What the person saved for an item, or None."""
        return self._drafts.of(item_id, person_id)

    def save_draft(self, item_id: str, person_id: str, values: Mapping[str, Plain]) -> None:
        """Keep what the person typed for an item; no event, no version."""
        self._drafts.save(item_id, person_id, values, at=self._store.clock.now())

    def record(self, recorded: Recorded) -> None:
        """Write events, rows, jobs, notices; raises `changed_meanwhile` if the version moved."""
        case = recorded.case
        if not case.head.log_hash:
            case.head = replace(case.head, log_hash=FIRST)
        known = self._known.setdefault(case.head.id, Known())
        bodies = [self._body_row(body) for body in recorded.bodies]
        words = identity_rows(self._store.secrecy, recorded.bodies, self.place)
        lines = save_cover(self.connection, case, known)
        with sent_together(self.connection):
            save_rows(self.connection, case, known, lines, recorded.bites)
            write_rows(self.connection, t.bodies, bodies)
            write_rows(self.connection, t.identity_words, words, UNLESS_THERE)
            for body in recorded.bodies:
                if body.item_id in known.drafts:
                    self._drafts.drop(body.item_id)
            self.outbox.add(recorded.jobs)
            self.tell(recorded.notices)
            search_index.write_case(self.connection, case)
            write_circulations(self.connection, case.head, case.new_events)
        self._store.live.keep(case)

    def tell(self, told: Sequence[Notice]) -> None:
        """Give notices, also those that belong to no change of a case."""
        notices = [self._notice_row(notice) for notice in told]
        write_rows(self.connection, t.notices, notices)
        if self._store.notices_leave:
            self.outbox.add([routing(row) for row in notices])

    def weigh(self, case: Case, bites: Mapping[str, Bite | None]) -> None:
        """Write anew which period each open item shows; the case itself stays as it is."""
        pooled = set(case.items.keys_having("state", ItemState.TO_CLAIM))
        save_items(self.connection, case, bites, pooled)

    def remember(self, answer: StoredAnswer, *, case_id: str | None) -> None:
        """Keep the answer to a command key."""
        row = {
            "place": self.place,
            "key": answer.key,
            "kind": answer.kind,
            "case_id": case_id,
            "answer": self._store.secrecy.seal(
                dict(answer.answer), bound_to=self._bound(answer.key)
            ),
            "answered_at": self._store.clock.now(),
        }
        write_rows(self.connection, t.commands, [row])

    def _one(self, table: Any, where: Any) -> RowMapping | None:  # noqa: ANN401 - SQL parts
        query = select(table).where(table.c.place == self.place, where)
        return self.connection.execute(query).mappings().first()

    def _bound(self, row_id: str) -> str:
        return f"{self.place}/{row_id}"

    def _body_row(self, body: Body) -> dict[str, Any]:
        sealed = None
        if body.identity:
            sealed = self._store.secrecy.seal(dict(body.identity), bound_to=self._bound(body.id))
        return {
            "place": self.place,
            **{name: getattr(body, name) for name in Body.__slots__},
            "values": dict(body.values),
            "identity": sealed,
        }

    def _notice_row(self, notice: Any) -> dict[str, Any]:  # noqa: ANN401 - ports.Notice
        return {
            "place": self.place,
            "id": self._store.ids.next(),
            "person_id": notice.person_id,
            "case_id": notice.case_id,
            "subject": notice.subject,
            "text": notice.text,
            "sent_at": self._store.clock.now(),
        }


class SqlStore:
    """Opens transactions on one database."""

    def __init__(self, engine: Engine, *, secrecy: Secrecy, clock: Clock, ids: IdSource) -> None:
        self.engine = engine
        self.secrecy = secrecy
        self.clock = clock
        self.ids = ids
        self.notices_leave = False
        """Whether there is any way by which notices leave the building."""
        self.tally = Tally()
        self.live = LiveCases()
        self.kept_people: KeptPeople = LatestUsed(ROLES_KEPT_MAX)
        self.kept_bodies: LatestUsed[tuple[str, str], Mapping[str, Any]] = LatestUsed(
            BODIES_KEPT_MAX
        )

    @contextmanager
    def begin(self, place: str) -> Iterator[SqlTransaction]:
        """A write transaction of `place`; commits when left without an error."""
        with self.tally.counting(), interruptions_named(), writing(self.engine) as connection:
            yield SqlTransaction(connection, place, self)

    def pause(self, tries: int) -> None:
        """Wait a moment before the next try; longer, and less evenly, the more there were."""
        share = secrets.randbelow(PAUSE_GRAINS) / PAUSE_GRAINS
        time.sleep(PAUSE_SECONDS * 2**tries * (0.5 + share))

    def body(self, row: Mapping[Any, Any]) -> Body:
        """A form body from its row, identity opened."""
        identity: Any = {}
        if row["identity"] is not None:
            identity = self.secrecy.open(row["identity"], bound_to=f"{row['place']}/{row['id']}")
        names = set(Body.__slots__) - {"identity"}
        return Body(identity=identity, **{name: row[name] for name in names})
