"""The one way in: every change of a case passes here.

Lock the case, answer a repeated key as before, see who asks on the locked row, compare the version,
let the deed decide, record everything with one commit. A refusal changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeVar, cast

from engine.commands.act import Act
from engine.commands.bites import bites
from engine.commands.office import Office
from engine.commands.paper_values import settle_content
from engine.commands.query_code import QUERY_CODE_LENGTH, query_code_hash
from engine.commands.refusals import (
    CaseBusy,
    CaseNotFound,
    CaseOnPaper,
    CommandKeyMalformed,
    CommandKeyReused,
    Interrupted,
    NoRelease,
    PersonUnknown,
    SeenVersionStale,
)
from engine.definitions.release import Release
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.history import empty_case
from engine.domain.people import SYSTEM, Person
from engine.domain.plain import Plain
from engine.domain.work_calendar import local_day
from engine.ports import Recorded, StoredAnswer, Transaction

Answer = Mapping[str, Plain]

COMMAND_KEY_CHARACTERS_MAX = 120
ASKED, ANSWERED = "asked", "answered"
TRIES_MAX = 5
"""How often a command is begun when the database interrupts it (deadlock, lock, connection)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An order. `key` names this one act: sent twice, it is done once and answered alike."""

    key: str
    place: str
    by: str
    """Person id; ``complainant`` for whoever holds the query code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCommand(Command):
    """An order about a case there is. `seen_version` is the version the person saw, if any.

    What came by the way since then (a file was made, a light changed) does not make it stale.
    """

    while_on_paper: ClassVar[bool] = False
    """Whether it may be given while the case is entered from paper (补录中)."""

    case_id: str
    seen_version: int | None = None


Deed = Callable[[Act], Answer]
Held = TypeVar("Held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How a case begins; a release may hold for the cases of `organ_name` only."""

    entry: str
    received_on: date | None
    organ_name: str | None = None
    on_paper: Callable[[Act], Act] | None = None
    """Makes the first deed one that was done on paper (补录)."""


def change_case(office: Office, command: CaseCommand, deed: Deed, *, wait: bool = True) -> Answer:
    """Let `deed` change the case that `command` names.

    Without `wait` a case that somebody is at is left alone: `case_busy` (Fault).
    """
    refuse_malformed_key(command)
    return until_through(office, lambda: _change(office, command, deed, wait=wait))


def _change(office: Office, command: CaseCommand, deed: Deed, *, wait: bool) -> Answer:
    with office.store.begin(command.place) as tx:
        case = _locked(office, tx, command, wait=wait)
        before = answered_before(tx, command, asked_of(command))
        if before is not None:
            return before
        _refuse_stale(case, command)
        if case.head.runs_on_paper and not command.while_on_paper and command.by != SYSTEM.id:
            raise CaseOnPaper(where={"case": case.head.id})
        act = _act(office, tx, command, case, _release(office, tx, case.head.release_id))
        return _finish(act, command, deed(act))


def open_case(office: Office, command: Command, *, start: Start, deed: Deed) -> Answer:
    """Let `deed` fill a case that begins now, under the release in force for such a case."""
    refuse_malformed_key(command)
    return until_through(office, lambda: _open(office, command, start, deed))


def _open(office: Office, command: Command, start: Start, deed: Deed) -> Answer:
    with office.store.begin(command.place) as tx:
        before = answered_before(tx, command, asked_of(command))
        if before is not None:
            return before
        now = office.clock.now()
        by = person_acting(tx, command, now)
        act, query_code = new_case(office, tx, start, place=command.place, by=by, at=now)
        return _finish(act, command, {**deed(act), "query_code": query_code})


def new_case(  # noqa: PLR0913 - a deed begins: where, what, who, when
    office: Office, tx: Transaction, start: Start, *, place: str, by: Person, at: datetime
) -> tuple[Act, str]:
    """A case that begins now under the release in force for it, and its query code."""
    case_id = office.ids.next()
    release_id = tx.release_in_force(at, case_id=case_id, organ_name=start.organ_name)
    if release_id is None:
        raise NoRelease(where={"place": place})
    release = _release(office, tx, release_id)
    query_code = office.ids.secret(QUERY_CODE_LENGTH)
    opened = ev.CaseOpened(
        case_id=case_id,
        place=place,
        release_id=release_id,
        entry=start.entry,
        query_code_hash=query_code_hash(place, query_code),
        received_on=start.received_on,
    )
    act = Act(
        office=office,
        tx=tx,
        by=by,
        at=at,
        case=empty_case(opened, local_facts=release.local_facts),
        release=release,
        calendar=office.calendar_of(release),
    )
    act = start.on_paper(act) if start.on_paper else act
    act.record(opened)
    return act, query_code


def once(
    office: Office,
    command: Command,
    deed: Callable[[Transaction, Person, datetime, Held], Answer],
    *,
    asked: Plain,
    lock: Callable[[Transaction], Held],
) -> Answer:
    """The way in where there is no case: what `lock` holds, then the key, who asks, the deed.

    The same key with something else `asked` is refused; effect and answer are kept together.
    """
    refuse_malformed_key(command)

    def attempt() -> Answer:
        with office.store.begin(command.place) as tx:
            held = lock(tx)
            before = answered_before(tx, command, asked)  # a rival has answered by now
            if before is not None:
                return before
            at = office.clock.now()
            answer = deed(tx, person_acting(tx, command, at), at, held)
            remember(tx, command, answer, asked=asked, case_id=None)
            return answer

    return until_through(office, attempt)


def nothing_to_lock(_tx: Transaction) -> None:
    """The deed begins something, or locks what it needs itself."""


def until_through(office: Office, attempt: Callable[[], Answer]) -> Answer:
    """Try the whole command again when the database interrupted it; its key makes that safe."""
    for tries in range(TRIES_MAX - 1):
        try:
            return attempt()
        except Interrupted:
            office.store.pause(tries)
    return attempt()


def _locked(office: Office, tx: Transaction, command: CaseCommand, *, wait: bool) -> Case:
    release_id = tx.lock(command.case_id, key=command.key, by=command.by, wait=wait)
    if release_id is None and not wait and tx.release_of_case(command.case_id) is not None:
        raise CaseBusy(where={"case": command.case_id})
    if release_id is None:
        raise CaseNotFound(where={"case": command.case_id})
    release = _release(office, tx, release_id)
    case = tx.case(command.case_id, local_facts=release.local_facts)
    if case is None:
        raise CaseNotFound(where={"case": command.case_id})
    return case


def _release(office: Office, tx: Transaction, release_id: str) -> Release:
    return office.open_release(release_id, lambda: tx.release_bundle(release_id))


def refuse_malformed_key(command: Command) -> None:
    """A key is short and printable; refuses `command_key_malformed`."""
    if not 0 < len(command.key) <= COMMAND_KEY_CHARACTERS_MAX or not command.key.isprintable():
        raise CommandKeyMalformed(most=COMMAND_KEY_CHARACTERS_MAX)


def answered_before(tx: Transaction, command: Command, asked: Plain) -> Answer | None:
    """What was answered when this key came before; refuses `command_key_reused`."""
    stored = tx.answer_to(command.key)
    if stored is None:
        return None
    if stored.kind != type(command).__name__ or stored.answer[ASKED] != asked:
        raise CommandKeyReused(where={"key": command.key})
    return cast("Answer", stored.answer[ANSWERED])


def asked_of(command: Command) -> Plain:
    """What a key names besides the kind of act: who does it, and to what."""
    return [command.by, *(str(getattr(command, name, "")) for name in ("case_id", "item_id"))]


def _refuse_stale(case: Case, command: CaseCommand) -> None:
    head = case.head
    if command.seen_version is not None and not (
        head.acted_version <= command.seen_version <= head.version
    ):
        raise SeenVersionStale(where={"case": head.id}, seen=command.seen_version, now=head.version)


def _act(office: Office, tx: Transaction, command: Command, case: Case, release: Release) -> Act:
    now = office.clock.now()
    by = person_acting(tx, command, now)
    return Act(
        office=office,
        tx=tx,
        by=by,
        at=now,
        case=case,
        release=release,
        calendar=office.calendar_of(release),
    )


def person_acting(tx: Transaction, command: Command, now: datetime) -> Person:
    """Who gives the order, if he may act today; refuses `person_unknown`."""
    by = SYSTEM if command.by == SYSTEM.id else tx.directory.person(command.by)
    if by is None or (by is not SYSTEM and not by.is_active_on(local_day(now))):
        raise PersonUnknown(where={"person": command.by})
    return by


def _finish(act: Act, command: Command, answer: Answer) -> Answer:
    """Keep what the deed brought, and remember the answer."""
    keep(act)
    remember(act.tx, command, answer, asked=asked_of(command), case_id=act.case.head.id)
    return answer


def keep(act: Act) -> None:
    """Freeze what the documents say now, and record what the deed brought if it brought any."""
    for document_id in dict.fromkeys(act.unsettled):
        settle_content(act, document_id)
    if act.case.new_events:
        act.tx.record(
            Recorded(
                case=act.case,
                bodies=act.bodies,
                jobs=act.jobs,
                notices=act.notices,
                bites=bites(act),
            )
        )
    elif act.jobs:
        act.tx.outbox.add(act.jobs)  # a bell that found nothing to do is wound up again


def remember(
    tx: Transaction, command: Command, answer: Answer, *, asked: Plain, case_id: str | None
) -> None:
    """Keep the answer to the command's key, and what was asked by it."""
    kept: dict[str, Plain] = {ASKED: asked, ANSWERED: dict(answer)}
    stored = StoredAnswer(key=command.key, kind=type(command).__name__, answer=kept)
    tx.remember(stored, case_id=case_id)
