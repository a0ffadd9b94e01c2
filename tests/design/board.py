"""A drawing board to try deeds at: a place with its people, once on each kind of database."""

from dataclasses import dataclass
from datetime import timedelta

from engine.checking import draft_findings, part_judgement
from engine.commands import drafting, part_locks, publishing
from engine.commands.proving import FAILED
from engine.domain.publication import Reach
from engine.queries import drawing_board
from engine.queries.looking import Desk as Seat
from tests.commands.desk import PLACE, Desk

DESIGNER, OTHER, APPROVER = "process_designer", "process_designer#2", "process_approver"
OWN_PLACE_FILE = "processes/510116-shuangliu/place.yaml"
OWN_LIMITS = "processes/510116-shuangliu/filing/limits.yaml"
SHORTER = (
    "dl_filing_notice:\n  values:\n    - {from: 2026-03-01, amount: 3, unit: calendar_days,"
    " article: SC-32, source: 《四川省行政执法监督条例》第三十二条,"
    " unit_confirmed: false, checked_on: null, checked_by: null}\n"
).encode()


@dataclass(kw_only=True)
class DrawingBoard:
    """The deeds of designers at one desk, plainly."""

    desk: Desk

    def seat(self, who=DESIGNER):
        return Seat(
            office=self.desk.office,
            store=self.desk.stage.house.store,
            place=PLACE,
            by=self.desk.stage.cast.person(who),
        )

    def order(self, who, key=None):
        return {
            "key": key or self.desk.office.ids.next(),
            "place": PLACE,
            "by": self.desk.id_of(who),
        }

    def begin(self, title="改立案通知期限", who=DESIGNER, release_id=""):
        command = drafting.BeginDraft(**self.order(who), title=title, release_id=release_id)
        return drafting.begin_draft(self.desk.office, command)["draft_id"]

    def save(self, draft, part=OWN_LIMITS, content=SHORTER, *, who=DESIGNER, seen=""):
        order = {**self.order(who), "key": ""}
        command = drafting.SavePart(**order, draft_id=draft, part=part, content=content, seen=seen)
        return drafting.save_part(self.desk.office, command, part_judgement)

    def step(self, draft, *, again=False):
        command = drafting.StepThrough(**self.order(DESIGNER), draft_id=draft, again=again)
        return drafting.step_through(self.desk.office, command)

    def lock(self, draft, who, part=OWN_LIMITS, reason=""):
        command = part_locks.LockPart(**self.order(who), draft_id=draft, part=part, reason=reason)
        return part_locks.lock_part(self.desk.office, command)

    def take_in(self, draft, files, who=DESIGNER):
        command = drafting.TakeIn(**self.order(who), draft_id=draft, files=files)
        return drafting.take_in(self.desk.office, command, part_judgement)

    def files(self, draft):
        return drawing_board.draft_files(self.seat(), draft).files

    def prove(self, draft, *, failed=()):
        release = drawing_board.draft_files(self.seat(), draft).release
        with self.desk.office.store.begin(PLACE) as tx:
            proof = {FAILED: list(failed)}
            tx.designs.keep_proof(release.id, proof, at=self.desk.office.clock.now())

    def propose(self, draft, *, who=DESIGNER, reach=None, after=timedelta(), reason="缩短通知"):
        command = publishing.Propose(
            **self.order(who),
            draft_id=draft,
            reason=reason,
            in_force_from=self.desk.office.clock.now() + after,
            reach=reach or Reach(),
        )
        answer = publishing.propose(self.desk.office, command, draft_findings)
        return answer["publication_id"]

    def decide(self, publication, *, who=APPROVER, agrees=True, reason="同意发布"):
        command = publishing.Decide(
            **self.order(who), publication_id=publication, agrees=agrees, reason=reason
        )
        return publishing.decide(self.desk.office, command)

    def published(self, draft, **how):
        """Proved, proposed and agreed to at once."""
        self.prove(draft)
        publication = self.propose(draft, **how)
        self.decide(publication)
        return publication

    def back_out(self, publication, reason="发现问题"):
        command = publishing.BackOut(
            **self.order(APPROVER), publication_id=publication, reason=reason
        )
        return publishing.back_out(self.desk.office, command)
