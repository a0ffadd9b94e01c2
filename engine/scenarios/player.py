"""Plays one case: does what a person of the cast would do, through the commands the web uses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.commands.act import Act
from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.door import Answer
from engine.commands.messages import VERBS, ActByMessage, act_by_message
from engine.commands.office import Office
from engine.commands.operate import Operate, operate
from engine.commands.operations import BY_STEP, OPERATIONS
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.refusals import TaskNotFound
from engine.commands.returning import SendBack, TakeBack, send_back, take_back
from engine.commands.start_case import ENTRY_OF_STEP, StartCase, start_case
from engine.definitions.release import Release
from engine.domain.case import Case, CaseHead
from engine.domain.events import Logged
from engine.domain.people import SYSTEM
from engine.domain.visit import Visit, VisitState, WorkItem
from engine.ports import Transaction
from engine.queries.case_log import case_log
from engine.scenarios.cast import Cast
from engine.scenarios.filling import Filling, named
from engine.scenarios.hand_clock import HandClock
from engine.store.transaction import SqlStore

OPTIONAL_STEPS = ("EX", "RO", "R2", "R6", "R7", "P2.8", "P3.5")
"""Optional acts; a walk leaves them alone."""

VERB_OF_STEP = {"P2.8": "urge", "P3.5": "invite", "R2": "plan", "R7": "propose_accountability"}
"""Acts without a verb of their own in the language of scenarios."""

WALK_TASKS_MAX = 60


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
        """Finish the task of `step` that `by` holds (or would be refused).

        A step that is never drawn (P2.8, R2 …) is done by its act.
        """
        case = self.case()
        if step in VERB_OF_STEP and not any(one.step == step for one in case.visits.values()):
            return self.operation(VERB_OF_STEP[step])(step, by, form, key=key, omit=omit)
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
            to_person=str(named(self.cast, form["to_person"])),
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
        own = BY_STEP[step].form if step in BY_STEP else None
        for role in sorted(roles):
            if own or f"{step}.{role}" in self.release.forms or step in self.release.forms:
                visit = Visit(
                    id="",
                    token_id="",
                    process="",
                    element="",
                    step=step,
                    roles=(role,),
                    form=own or step,
                    opened_at=self.clock.now(),
                )
                return self._filled(self.case(), visit, role, by, form, omit)
        return {key: named(self.cast, value) for key, value in form.items()}

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

    def samples(self, code: str, by: str) -> dict[str, object]:
        """What the form of an open task (``P1.2/intake_clerk``), or of a start, would be given."""
        step, _, role = code.partition("/")
        if not self.case_id:
            visit = self._first_visit(step)
            return self._filled(None, visit, role, by, {}, ())
        case = self.case()
        visit, item = self._find(case, step, by)
        return self._filled(case, visit, item.role, by, {}, ())

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
            return Filling(act=act, cast=self.cast, visit=visit, role=role).filled(form, omit)

    def _key(self, key: str | None) -> str:
        return f"scenario-{key}" if key is not None else self.office.ids.next()


def _reached(until: str, case: Case) -> bool:
    for visit in case.open_visits:
        for item in case.items_of(visit.id):
            if item.is_open and until in {visit.step, f"{visit.step}/{item.role}"}:
                return True
    return False


def _chair_last(item: WorkItem) -> tuple[bool, int]:
    return (item.role == "committee_chair", item.position)


def _nobody() -> Case:
    return Case(CaseHead(id="", place="", release_id="", entry="", query_code_hash=""))
