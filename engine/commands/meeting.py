"""委员会审议表决 (P6.5): one visit, an item for each member; the chair's act decides."""

from decimal import Decimal

from engine.commands.case_facts import Done
from engine.commands.refusals import QuorumNotReached, ResultContradictsVotes
from engine.definitions.place import Share as PlaceShare
from engine.domain import events as ev
from engine.domain.ballot import ABSTAIN, NO, YES, Share, Tally
from engine.domain.facts import fact_to_plain
from engine.domain.plain import texts
from engine.domain.visit import CloseReason

STEP = "P6.5"
AGENDA_STEP = "P6.4"
CHAIR = "committee_chair"


def refuse_unsound(done: Done) -> None:
    """The chair cannot end a meeting without quorum, nor against its votes; quorum comes first."""
    if done.role != CHAIR:
        return
    committee = done.act.release.place_info.committee
    tally = _tally(done)
    quorum, passes = _share(committee.quorum), _share(committee.passes)
    where = {"step": done.step, "field": "present"}
    if not tally.has_quorum(quorum):
        raise QuorumNotReached(
            where=where, present=tally.present, needed=quorum.needed(tally.eligible)
        )
    result = str(done.values.get("meeting_result"))
    if not tally.allows(result, passes):
        labels = done.act.release.place_info.enums.get("meeting_result", {})
        raise ResultContradictsVotes(
            where={"step": done.step, "field": "meeting_result"},
            yes=tally.yes,
            present=tally.present,
            result=labels.get(result, result),
        )


def cast(done: Done) -> None:
    """Record the vote; with the chair's the meeting is decided and the absent are closed."""
    act = done.act
    vote = str(done.values.get("vote") or ABSTAIN)
    act.record(ev.VoteCast(visit_id=done.visit.id, person_id=act.by.id, vote=vote))
    if done.role != CHAIR:
        return
    tally = _tally(done)
    result = str(done.values["meeting_result"])
    for name, value in (
        ("votes_yes", Decimal(tally.yes)),
        ("votes_no", Decimal(tally.no)),
        ("votes_abstain", Decimal(tally.abstain)),
        ("meeting_result", result),
    ):
        act.record(ev.FactWritten(name=name, value=fact_to_plain(value)))
    act.record(
        ev.MeetingDecided(
            visit_id=done.visit.id,
            result=result,
            votes_yes=tally.yes,
            votes_no=tally.no,
            votes_abstain=tally.abstain,
            present=tally.present,
            eligible=tally.eligible,
        )
    )


def recuse_members(done: Done) -> None:
    """收题时的回避 (P6.4): those named, and members whose organ is the supervised one (S7)."""
    named = set(texts(done.values.get("recused")))
    organ = done.act.case.head.organ_id
    directory = done.act.tx.directory
    own = {
        person.id
        for role in (CHAIR, "committee_member")
        for person in directory.holders(role)
        if organ is not None and person.organ_id == organ
    }
    leaving = (named | own) - done.act.case.head.recused
    if leaving:
        done.act.record(ev.MembersRecused(people=tuple(sorted(leaving))))


def close_absent(done: Done) -> None:
    """Members who did not come: their items close, 不影响结果."""
    for item in done.act.case.items_of(done.visit.id):
        if item.is_open:
            done.act.record(ev.ItemClosed(item_id=item.id, reason=CloseReason.BALLOT_REACHED))


def _tally(done: Done) -> Tally:
    """Votes of those present: cast before, or the chair's own now."""
    items = done.act.case.items_of(done.visit.id)
    present = set(texts(done.values.get("present")))
    votes = _votes(done)
    counted = {person: vote for person, vote in votes.items() if person in present}
    return Tally(
        eligible=len(items),
        present=len(present & {one for item in items for one in item.candidates}),
        yes=sum(vote == YES for vote in counted.values()),
        no=sum(vote == NO for vote in counted.values()),
    )


def _votes(done: Done) -> dict[str, str]:
    votes: dict[str, str] = {}
    items = [item for item in done.act.case.items_of(done.visit.id) if item.body_id]
    bodies = done.act.bodies_of([item.body_id for item in items if item.body_id])
    for item, body in zip(items, bodies, strict=True):
        if item.assignee is not None:
            votes[item.assignee] = str(body.values.get("vote"))
    votes[done.act.by.id] = str(done.values.get("vote"))
    return votes


def _share(written: PlaceShare) -> Share:
    return Share(fraction=written.fraction, strict=written.strict)
