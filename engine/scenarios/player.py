"""Plays one case: does what a person of the cast would do, through the commands the web uses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.citations import usual
from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.door import Answer
from engine.commands.messages import VERBS, ActByMessage, act_by_message
from engine.commands.office import Office
from engine.commands.operate import Operate, operate
from engine.commands.operations import OPERATIONS
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.refusals import TaskNotFound
from engine.commands.returning import SendBack, TakeBack, send_back, take_back
from engine.commands.start_case import ENTRY_OF_STEP, StartCase, start_case
from engine.commands.task_form import call_of, task_form
from engine.definitions.form_choices import labels_to_codes
from engine.definitions.release import Release
from engine.definitions.samples import SampleContext, filled_with_samples
from engine.domain.case import Case, CaseHead
from engine.domain.events import Logged
from engine.domain.people import SYSTEM
from engine.domain.visit import Visit, VisitState, WorkItem
from engine.domain.work_calendar import local_day
from engine.ports import Transaction
from engine.queries.case_log import case_log
from engine.scenarios.cast import Cast
from engine.scenarios.hand_clock import HandClock
from engine.store.transaction import SqlStore

OPTIONAL_STEPS = ("EX", "RO", "R2", "R6", "R7", "P2.8", "P3.5")
"""Optional acts; a walk leaves them alone."""

HANDLING_STEP = "P6.1"
INSTRUMENTS = ("D09b", "D09c")
"""What P6.1 usually drafts: the default citation goes by them."""

WALK_TASKS_MAX = 60
ROUNDS_MAX = 5


@dataclass(kw_only=True)
class Player:
    """One case under way. `case_id` is empty until the case is opened."""

    office: Office
    place: str
    release: Release
    cast: Cast
    clock: HandClock
    store: SqlStore
    case_id: str = ""
    query_code: str = ""

    # --- looking ---------------------------------------------------------------------------

    def case(self) -> Case:
        """The case as it stands, read anew."""
        with self.office.store.begin(self.place) as tx:
            found = tx.case(self.case_id, local_facts=self.release.local_facts)
        if found is None:
            raise TaskNotFound(where={"case": self.case_id})
        return found

    def open_codes(self) -> list[str]:
        """Codes of the open tasks, as ``P6.7/seal_keeper``."""
        case = self.case()
        return [
            f"{visit.step}/{item.role}"
            for visit in case.open_visits
            for item in case.items_of(visit.id)
            if item.is_open
        ]

    def log(self) -> list[Logged]:
        """Every event of the case so far."""
        return list(case_log(self.store.engine, self.place, self.case_id))

    def act_of_nobody(self, tx: Transaction, case: Case) -> Act:
        """A deed that only looks."""
        return Act(
            office=self.office,
            tx=tx,
            by=SYSTEM,
            at=self.clock.now(),
            case=case,
            release=self.release,
            calendar=self.office.calendar_of(self.release),
        )

    # --- doing -----------------------------------------------------------------------------

    def start(
        self,
        step: str,
        by: str,
        form: Mapping[str, object],
        *,
        key: str | None = None,
        omit: Iterable[str] = (),
    ) -> Answer:
        """Open the case and finish its first step."""
        visit = self._first_visit(step)
        body = self._filled(None, visit, visit.roles[0], by, form, omit)
        command = StartCase(
            key=self._key(key),
            place=self.place,
            by=self.cast.person(by).id,
            step=step,
            body=body,
        )
        answer = start_case(self.office, command)
        self.case_id = str(answer["case_id"])
        self.query_code = str(answer.get("query_code", self.query_code))
        return answer

    def complete(
        self,
        step: str,
        by: str,
        form: Mapping[str, object],
        *,
        key: str | None = None,
        omit: Iterable[str] = (),
    ) -> Answer:
        """Finish the task of `step` that `by` holds (or would be refused)."""
        case = self.case()
        visit, item = self._find(case, step, by)
        body = dict(form)
        if item.is_open and item.may_be_done_by(self.cast.person(by).id):
            body = self._filled(case, visit, item.role, by, form, omit)
        command = CompleteTask(
            key=self._key(key),
            place=self.place,
            by=self.cast.person(by).id,
            case_id=case.head.id,
            item_id=item.id,
            body=body,
        )
        return complete_task(self.office, command)

    def operation(self, verb: str) -> Callable[..., Answer]:
        """An act outside the diagrams (EX …), by its verb."""

        def do(
            step: str,
            by: str,
            form: Mapping[str, object],
            *,
            key: str | None = None,
            omit: Iterable[str] = (),
        ) -> Answer:
            person = self.cast.person(by)
            body = self._applied(step, person.roles, by, form, omit)
            about: dict[str, Any] = {
                "key": self._key(key),
                "place": self.place,
                "by": person.id,
                "case_id": self.case_id,
            }
            if verb in OPERATIONS:
                return operate(self.office, Operate(**about, verb=verb, body=body))
            if verb in VERBS:
                return act_by_message(self.office, ActByMessage(**about, verb=verb, body=body))
            if verb == "send_back":
                _visit, item = self._find(self.case(), step, by)
                back = SendBack(
                    **about,
                    item_id=item.id,
                    to_step=str(form.get("to", "")),
                    reason=str(form.get("reason", "")),
                )
                return send_back(self.office, back)
            if verb == "take_back":
                reason = str(form.get("reason", ""))
                return take_back(self.office, TakeBack(**about, step=step, reason=reason))
            if verb in {"claim", "reassign"}:
                return self._hand(verb, step, by, form, about)
            message = f"{step} 的“{verb}”尚不能执行"
            raise AssertionError(message)

        return do

    def _hand(
        self,
        verb: str,
        step: str,
        by: str,
        form: Mapping[str, object],
        about: Mapping[str, Any],
    ) -> Answer:
        """Claim an item, or give it to somebody else."""
        _visit, item = self._find(self.case(), step, by)
        if verb == "claim":
            return claim_task(self.office, ClaimTask(**about, item_id=item.id))
        command = ReassignTask(
            **about,
            item_id=item.id,
            to_person=str(self._named(form["to_person"])),
            reason=str(form.get("reason", "")),
        )
        return reassign_task(self.office, command)

    def _applied(
        self,
        step: str,
        roles: frozenset[str],
        by: str,
        form: Mapping[str, object],
        omit: Iterable[str],
    ) -> dict[str, object]:
        """An application, completed by the plain values of its form."""
        for role in sorted(roles):
            if f"{step}.{role}" in self.release.forms or step in self.release.forms:
                visit = Visit(
                    id="",
                    token_id="",
                    process="",
                    element="",
                    step=step,
                    roles=(role,),
                    form=step,
                    opened_at=self.clock.now(),
                )
                return self._filled(self.case(), visit, role, by, form, omit)
        return {key: self._named(value) for key, value in form.items()}

    def walk(
        self,
        until: str,
        *,
        only: str | None = None,
        forms: Mapping[str, Mapping[str, object]] | None = None,
    ) -> int:
        """Finish every mandatory task plainly, a minute apart, until a task coded `until` is open.

        ``end`` = until no task is left. Answers the number of tasks done; raises AssertionError
        after `WALK_TASKS_MAX`.
        """
        for done in range(WALK_TASKS_MAX):
            case = self.case()
            waiting = self._walkable_in(case, only)
            if _reached(until, case):
                return done
            if not waiting:
                break
            visit, item = waiting[0]
            self.complete(visit.step, self.doer(item), (forms or {}).get(visit.step, {}))
            self.clock.set(self.clock.now() + timedelta(minutes=1))
        if until == "end" and not self._walkable_in(self.case(), only):
            return WALK_TASKS_MAX
        message = f"没有走到 {until}；现在打开的任务：{'、'.join(self.open_codes()) or '无'}"
        raise AssertionError(message)

    def walkable(self, only: str | None = None) -> list[tuple[Visit, WorkItem]]:
        """The mandatory tasks that are open now, in the order a walk would do them."""
        return self._walkable_in(self.case(), only)

    # --- finding ---------------------------------------------------------------------------

    def _find(self, case: Case, step: str, by: str) -> tuple[Visit, WorkItem]:
        """The item of `step` that `by` may do, else one of its open visit, else its latest."""
        person = self.cast.person(by).id
        visits = [visit for visit in case.visits.values() if visit.step == step]
        pairs = [(visit, item) for visit in visits for item in case.items_of(visit.id)]
        if not pairs:
            raise TaskNotFound(where={"step": step})
        opened = [pair for pair in pairs if pair[1].is_open]
        own = [pair for pair in opened if pair[1].may_be_done_by(person)]
        mine = [pair for pair in pairs if pair[1].assignee == person]
        return (own or opened or mine or pairs)[-1 if not own else 0]

    def _walkable_in(self, case: Case, only: str | None) -> list[tuple[Visit, WorkItem]]:
        found: list[tuple[Visit, WorkItem]] = []
        for visit in case.open_visits:
            if only is not None and not visit.step.startswith(only):
                continue
            if only is None and visit.step.startswith(OPTIONAL_STEPS):
                continue
            items = [item for item in case.items_of(visit.id) if item.is_open]
            found.extend((visit, item) for item in sorted(items, key=_chair_last))
        return found

    def doer(self, item: WorkItem) -> str:
        """``role#n`` of whoever would do the item."""
        if item.assignee is not None:
            return self.cast.name_of(item.assignee)
        return self.cast.name_of(item.candidates[0])

    def _first_visit(self, step: str) -> Visit:
        task = next(
            task
            for task in self.release.tasks.values()
            if task.step == step and step in ENTRY_OF_STEP
        )
        return Visit(
            id="",
            token_id="",
            process=task.process,
            element=task.element,
            step=task.step,
            roles=task.roles,
            form=task.form,
            opened_at=self.clock.now(),
            state=VisitState.OPEN,
        )

    # --- filling ---------------------------------------------------------------------------

    def _filled(  # noqa: PLR0913 - what a form is filled from
        self,
        case: Case | None,
        visit: Visit,
        role: str,
        by: str,
        form: Mapping[str, object],
        omit: Iterable[str],
    ) -> dict[str, object]:
        """What a scenario says, completed by the plain values of the forms."""
        asked = task_form(self.release, visit, role)
        omitted = frozenset(omit)
        given: dict[str, object] = {key: self._named(value) for key, value in form.items()}
        with self.office.store.begin(self.place) as tx:
            act = Act(
                office=self.office,
                tx=tx,
                by=self.cast.person(by),
                at=self.clock.now(),
                case=case if case is not None else _nobody(),
                release=self.release,
                calendar=self.office.calendar_of(self.release),
                visit=visit,
            )
            known = automatic.known_values(act, asked) if case is not None else {}
            context = self._context(act, by, known, visit, role)
            given = labels_to_codes(asked.written.fields, given, automatic.choices(act))
            for _ in range(ROUNDS_MAX):  # a proposal may make another key required
                before = given
                if case is not None:
                    shown = {**dict.fromkeys(omitted), **given}
                    proposed = automatic.with_proposals(act, asked.written, shown, known=known)
                    given = {key: value for key, value in proposed.items() if key not in omitted}
                given = filled_with_samples(asked.written, given, context=context, omit=omitted)
                if given == before:
                    break
        return given

    def _context(
        self, act: Act, by: str, known: Mapping[str, object], visit: Visit, role: str
    ) -> SampleContext:
        handlers = list(act.case.head.handlers) or [
            self.cast.person("lead_handler").id,
            self.cast.person("co_handler").id,
        ]
        return SampleContext(
            now=self.clock.now(),
            user=self.cast.person(by).id,
            orgs=[organ.name for organ in self.cast.organs],
            laws=self._usual_citation(visit),
            handlers=handlers,
            earlier=_earlier(act),
            items=_items(act),
            given=_given(self, act, visit, role),
            known={**act.case.facts.seen_from(visit.path), "step": visit.step, **known},
        )

    def _usual_citation(self, visit: Visit) -> list[str]:
        """What the document of the task cites by default, else the first law as a whole."""
        place, today = self.release.place_info, local_day(self.clock.now())
        kinds = (visit.form, *INSTRUMENTS) if visit.step == HANDLING_STEP else (visit.form,)
        found = (usual(place, kind, today) for kind in kinds)
        return next((one for one in found if one), [next(iter(place.laws))])

    def _named(self, value: object) -> object:
        """Roles written for people become their ids, at any depth."""
        if isinstance(value, str):
            plain = value if "#" in value else f"{value}#1"
            return self.cast.people[plain].id if plain in self.cast.people else value
        if isinstance(value, list):
            return [self._named(one) for one in value]
        if isinstance(value, Mapping) and set(value) == {"repeat", "times"}:
            return str(value["repeat"]) * int(str(value["times"]))
        if isinstance(value, Mapping):
            return {key: self._named(one) for key, one in value.items()}
        return _text(value)

    def _key(self, key: str | None) -> str:
        return f"scenario-{key}" if key is not None else self.office.ids.next()


def _text(value: object) -> object:
    """Dates of a scenario file as a browser sends them."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if hasattr(value, "isoformat") else value


def _reached(until: str, case: Case) -> bool:
    for visit in case.open_visits:
        for item in case.items_of(visit.id):
            if item.is_open and until in {visit.step, f"{visit.step}/{item.role}"}:
                return True
    return False


def _chair_last(item: WorkItem) -> tuple[bool, int]:
    return (item.role == "committee_chair", item.position)


def _earlier(act: Act) -> dict[str, dict[str, object]]:
    """Stored values by document and by step, identity left out."""
    found: dict[str, dict[str, object]] = {}
    for document in act.case.documents.values():
        for body in act.bodies_of(document.bodies):
            found.setdefault(document.kind, {}).update(body.values)
            found.setdefault(body.step, {}).update(body.values)
    for name, value in act.case.facts.values.items():
        found.setdefault("facts", {})[name] = value
    return found


def _items(act: Act) -> list[Mapping[str, object]]:
    """The demands of the instrument in force, each an item to report on."""
    for kind in ("D10", "D09c", "D09b", "D09a"):
        document = act.case.latest_document(kind)
        if document is not None and document.is_issued:
            for body in reversed(act.bodies_of(document.bodies)):
                rows = body.values.get("demands") or body.values.get("decision_items")
                if isinstance(rows, list):
                    return [
                        {"item_no": number, **row}
                        for number, row in enumerate(rows, start=1)
                        if isinstance(row, dict)
                    ]
    return []


def _given(player: Player, act: Act, visit: Visit, role: str) -> dict[str, object]:
    """The words samples may use besides dates: people, the seal and the copies at hand."""
    cast = player.cast
    handlers = set(act.case.head.handlers)
    others = [
        cast.person(f"lead_handler#{n}").id
        for n in (1, 2, 3)
        if cast.person(f"lead_handler#{n}").id not in handlers
    ]
    given: dict[str, object] = {
        "set": act.case.head.instrument_set,
        "lead_handler": act.case.head.handlers[0] if handlers else None,
        "co_handler": act.case.head.handlers[-1] if handlers else None,
        "other_lead_handler": others[0],
        "replacement": others[0],
        "present": _not_recused(act, visit),
        "meeting_result": "approve",
    }
    for definition in act.release.documents.values():
        entry = definition.entry(visit.step, role)
        document = act.case.latest_document(definition.kind, path=call_of(act.release, visit))
        if entry is not None and entry.does == "seal" and document and not document.sealed_at:
            given["seal"] = definition.seal
            given["copies"] = sum(definition.copies.values())
    return {name: value for name, value in given.items() if value is not None}


def _not_recused(act: Act, visit: Visit) -> list[str]:
    people = [item.candidates[0] for item in act.case.items_of(visit.id)]
    return [one for one in people if one not in act.case.head.recused]


def _nobody() -> Case:
    return Case(CaseHead(id="", place="", release_id="", entry="", query_code_hash=""))
