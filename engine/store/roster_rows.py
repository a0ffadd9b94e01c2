"""The register as rows, and the log of those who keep it: a line per deed, chained by hashes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Text, delete, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain import roster_events as ev
from engine.domain.people import Organ
from engine.domain.plain import canonical, to_plain
from engine.domain.work_calendar import local_day
from engine.ports import OpenWork, RosterChange
from engine.store import search_index
from engine.store import tables as t
from engine.store.chain import FIRST, ChainFault, KeptLine, faults, line_hash
from engine.store.personal_settings import take_back_filters
from engine.store.rows import row_of
from engine.store.second_factors import drop_factor
from engine.store.sign_ins import end_sessions

LOG_NAME = "管理日志"
COVERED = ("place", "seq", "at", "actor", "kind", "about_id", "payload")
"""What the hash of a line covers."""

Applier = Callable[["RosterRows", Any, Mapping[str, str | None], datetime], None]
APPLIERS: dict[type[ev.RosterEvent], Applier] = {}


def applies(kind: type[ev.RosterEvent]) -> Callable[[Applier], Applier]:
    """Register the one applier of an event."""

    def register(applier: Applier) -> Applier:
        if kind in APPLIERS:
            message = f"{kind.__name__} has two appliers"
            raise ValueError(message)
        APPLIERS[kind] = applier
        return applier

    return register


class RosterRows:
    """The register of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self.connection = connection
        self.place = place

    def lock(self) -> None:
        """Queue up at the end of the log until the transaction ends."""
        heads = t.roster_log_heads
        dialect = postgresql if self.connection.dialect.name == "postgresql" else sqlite
        first = {"place": self.place, "seq": 0, "hash": FIRST}
        self.connection.execute(dialect.insert(heads).values(first).on_conflict_do_nothing())
        self.connection.execute(
            select(heads.c.seq).where(heads.c.place == self.place).with_for_update()
        )

    def record(self, changes: Sequence[RosterChange], *, by: str, at: datetime) -> None:
        """Write the rows and the lines of the log; `lock` was called before."""
        if not changes:
            return
        heads = t.roster_log_heads
        seq, last = self.connection.execute(
            select(heads.c.seq, heads.c.hash).where(heads.c.place == self.place)
        ).one()
        lines = []
        for change in changes:
            APPLIERS[type(change.event)](self, change.event, change.kept, at)
            seq += 1
            line = {
                "place": self.place,
                "seq": seq,
                "at": at,
                "actor": by,
                "kind": type(change.event).__name__,
                "about_id": _about(change.event),
                "payload": canonical(to_plain(change.event)),
                "previous_hash": last,
            }
            last = line["hash"] = line_hash(last, _content(line))
            lines.append(line)
        self.connection.execute(insert(t.roster_log), lines)
        self.connection.execute(
            update(heads).where(heads.c.place == self.place).values(seq=seq, hash=last)
        )

    def open_work(self, person_id: str) -> OpenWork:
        """What the person has in hand."""
        items, visits, cases = t.work_items, t.visits, t.cases
        held = (
            select(items.c.case_id, items.c.id, visits.c.title)
            .join(visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id))
            .where(
                items.c.place == self.place,
                items.c.assignee == person_id,
                items.c.closed_at.is_(None),
            )
            .order_by(items.c.opened_at, items.c.id)
        )
        handled = (
            select(cases.c.id)
            .where(
                cases.c.place == self.place,
                cases.c.ended.is_(False),
                type_coerce(cases.c.handlers, Text).contains(f'"{person_id}"'),
            )
            .order_by(cases.c.id)
        )
        return OpenWork(
            items=[(row[0], row[1], row[2]) for row in self.connection.execute(held)],
            cases=list(self.connection.execute(handled).scalars()),
        )

    def proposed_roles(self, person_id: str) -> frozenset[str]:
        """The roles that were proposed and not yet granted."""
        table = t.proposed_roles
        query = select(table.c.role).where(
            table.c.place == self.place, table.c.person_id == person_id
        )
        return frozenset(self.connection.execute(query).scalars())

    def person_of_subject(self, issuer: str, subject: str) -> str | None:
        """Id of the person matched with that subject."""
        table = t.sign_on_subjects
        query = select(table.c.person_id).where(
            table.c.place == self.place, table.c.issuer == issuer, table.c.subject == subject
        )
        found: str | None = self.connection.execute(query).scalar()
        return found

    def change_person(self, person_id: str, **values: object) -> None:
        """Write these columns of the person's row."""
        self.connection.execute(
            update(t.people)
            .where(t.people.c.place == self.place, t.people.c.id == person_id)
            .values(**values)
        )

    def replace_roles(self, table: Any, person_id: str, roles: frozenset[str]) -> None:  # noqa: ANN401 - a table
        """These roles and no other stand in the table."""
        self.connection.execute(
            delete(table).where(table.c.place == self.place, table.c.person_id == person_id)
        )
        self.add_roles(table, person_id, roles)

    def add_roles(self, table: Any, person_id: str, roles: frozenset[str]) -> None:  # noqa: ANN401 - a table
        """These roles too."""
        rows = [
            {"place": self.place, "role": role, "person_id": person_id} for role in sorted(roles)
        ]
        if rows:
            self.connection.execute(insert(table), rows)


# --- one applier per event -----------------------------------------------------------------------


@applies(ev.OrganEntered)
def _(rows: RosterRows, event: ev.OrganEntered, _kept: object, _at: object) -> None:
    rows.connection.execute(insert(t.organs), row_of(event.organ, t.organs, place=rows.place))
    search_index.write_organs(rows.connection, rows.place, [event.organ])


@applies(ev.OrganChanged)
def _(rows: RosterRows, event: ev.OrganChanged, _kept: object, _at: object) -> None:
    new = {name: getattr(event.organ, name) for name in Organ.__slots__ if name != "id"}
    rows.connection.execute(
        update(t.organs)
        .where(t.organs.c.place == rows.place, t.organs.c.id == event.organ.id)
        .values(**new)
    )
    search_index.write_organs(rows.connection, rows.place, [event.organ])


@applies(ev.PersonEntered)
def _(
    rows: RosterRows, event: ev.PersonEntered, kept: Mapping[str, str | None], _at: object
) -> None:
    row = {"place": rows.place, "id": event.person_id, "first_password": True, **kept}
    for name in ("login", "name", "organ_id", "unit", "post", "office_phone", "active_from"):
        row[name] = getattr(event, name)
    rows.connection.execute(insert(t.people), row)
    search_index.write_person(rows.connection, rows.place, event.person_id, event.name, event.unit)


@applies(ev.PersonChanged)
def _(
    rows: RosterRows, event: ev.PersonChanged, kept: Mapping[str, str | None], _at: object
) -> None:
    names = ("name", "organ_id", "unit", "post", "office_phone")
    take_back_filters(rows.connection, rows.place, event.person_id, staying_in=event.organ_id)
    rows.change_person(event.person_id, **{one: getattr(event, one) for one in names}, **kept)
    search_index.write_person(rows.connection, rows.place, event.person_id, event.name, event.unit)


@applies(ev.CertificateRecorded)
def _(rows: RosterRows, event: ev.CertificateRecorded, _kept: object, _at: object) -> None:
    rows.change_person(
        event.person_id,
        certificate_no=event.certificate_no,
        certificate_to=event.certificate_to,
    )


@applies(ev.RolesProposed)
def _(rows: RosterRows, event: ev.RolesProposed, _kept: object, _at: object) -> None:
    rows.replace_roles(t.proposed_roles, event.person_id, event.roles)


@applies(ev.RolesAnswered)
def _(rows: RosterRows, event: ev.RolesAnswered, _kept: object, _at: object) -> None:
    rows.replace_roles(t.proposed_roles, event.person_id, frozenset())


@applies(ev.RolesGranted)
def _(rows: RosterRows, event: ev.RolesGranted, _kept: object, _at: object) -> None:
    rows.add_roles(t.people_roles, event.person_id, event.roles)


@applies(ev.RolesWithdrawn)
def _(rows: RosterRows, event: ev.RolesWithdrawn, _kept: object, _at: object) -> None:
    table = t.people_roles
    rows.connection.execute(
        delete(table).where(
            table.c.place == rows.place,
            table.c.person_id == event.person_id,
            table.c.role.in_(sorted(event.roles)),
        )
    )


@applies(ev.PostLeft)
def _(rows: RosterRows, event: ev.PostLeft, _kept: object, at: datetime) -> None:
    rows.change_person(event.person_id, active_to=event.last_day)
    take_back_filters(rows.connection, rows.place, event.person_id)
    if event.last_day < local_day(at):
        end_sessions(rows.connection, rows.place, event.person_id)


@applies(ev.PostTaken)
def _(rows: RosterRows, event: ev.PostTaken, _kept: object, _at: object) -> None:
    rows.change_person(event.person_id, active_from=event.from_day, active_to=None)


@applies(ev.PasswordReplaced)
def _(
    rows: RosterRows, event: ev.PasswordReplaced, kept: Mapping[str, str | None], _at: object
) -> None:
    rows.change_person(event.person_id, first_password=True, **kept)
    end_sessions(rows.connection, rows.place, event.person_id)


@applies(ev.SecondFactorDropped)
def _(rows: RosterRows, event: ev.SecondFactorDropped, _kept: object, _at: object) -> None:
    drop_factor(rows.connection, rows.place, event.person_id)
    end_sessions(rows.connection, rows.place, event.person_id)


@applies(ev.SubjectMatched)
def _(rows: RosterRows, event: ev.SubjectMatched, _kept: object, _at: object) -> None:
    table = t.sign_on_subjects
    rows.connection.execute(
        delete(table).where(
            table.c.place == rows.place,
            table.c.issuer == event.issuer,
            table.c.person_id == event.person_id,
        )
    )
    if event.subject is not None:
        row = {"place": rows.place, "issuer": event.issuer, "subject": event.subject}
        rows.connection.execute(insert(table), {**row, "person_id": event.person_id})


@applies(ev.ListTaken)
def _(_rows: RosterRows, _event: ev.ListTaken, _kept: object, _at: object) -> None:
    """Each person of the list has events of his own."""


# --- the log -------------------------------------------------------------------------------------


def roster_log_faults(connection: Connection, place: str) -> Iterator[ChainFault]:
    """Every break of the place's administrators' log."""
    heads, log = t.roster_log_heads, t.roster_log
    head = connection.execute(
        select(heads.c.seq, heads.c.hash).where(heads.c.place == place)
    ).first()
    query = select(log).where(log.c.place == place).order_by(log.c.seq)
    lines = (
        KeptLine(
            seq=row["seq"],
            content=_content(row),
            previous_hash=row["previous_hash"],
            hash=row["hash"],
        )
        for row in connection.execute(query).mappings()
    )
    seq, last = (0, FIRST) if head is None else (head[0], head[1])
    yield from faults(LOG_NAME, lines, head_seq=seq, head_hash=last)


def _content(line: Mapping[Any, Any]) -> dict[str, object]:
    """What the hash covers; the instant in UTC, as an auditor without our program reads it."""
    return {**{name: line[name] for name in COVERED}, "at": line["at"].astimezone(UTC).isoformat()}


def _about(event: ev.RosterEvent) -> str:
    organ = getattr(event, "organ", None)
    return str(organ.id if organ is not None else getattr(event, "person_id", ""))
