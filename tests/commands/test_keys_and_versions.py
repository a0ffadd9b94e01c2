"""Twice is once, and nobody overwrites what he has not seen."""

import pytest

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.record_rendering import RecordRendering, record_rendering
from engine.commands.save_draft import SaveDraft, save_draft
from engine.commands.start_case import StartCase, start_case
from engine.domain.people import SYSTEM
from engine.scenarios.demo import COMPLAINT
from tests.commands.desk import everything

SCOPE = {
    "is_in_scope": True,
    "has_jurisdiction": True,
    "in_remedy_procedure": False,
    "remedy_available": False,
}
COMPLETE = {"is_complete": True}
BAD_KEYS = ["", "x" * 121, "a\nb", "a\u0000b", "\u200b\u2028"]


def test_the_same_key_answers_alike_and_does_nothing_more(desk_at):
    desk = desk_at("P1.2")
    item = desk.item("P1.2").id
    first = desk.send(item, "intake_clerk", COMPLETE, key="double-click")
    after = everything(desk.engine)
    again = desk.send(item, "intake_clerk", COMPLETE, key="double-click")
    assert dict(again) == dict(first)
    assert everything(desk.engine) == after


def test_the_same_key_answers_alike_even_after_others_went_on(desk_at):
    desk = desk_at("P1.2")
    item = desk.item("P1.2").id
    first = desk.send(item, "intake_clerk", COMPLETE, key="lost-answer")
    desk.player.complete("P1.3", "intake_clerk", {})
    assert dict(desk.send(item, "intake_clerk", COMPLETE, key="lost-answer")) == dict(first)


def test_registering_twice_with_one_key_opens_one_case(desk_at):
    desk = desk_at("")
    first = desk.player.start("P1.1", "intake_clerk", COMPLAINT, key="twice")
    after = everything(desk.engine)
    again = desk.player.start("P1.1", "intake_clerk", COMPLAINT, key="twice")
    assert dict(again) == dict(first)
    assert everything(desk.engine) == after


def test_a_key_names_one_kind_of_act(desk_at):
    desk = desk_at("P1.2")
    item = desk.item("P1.2").id
    who = {"by": desk.id_of("intake_clerk"), "place": desk.player.place}
    claim_task(desk.office, ClaimTask(key="mine", case_id=desk.player.case_id, item_id=item, **who))
    with desk.refused("command_key_reused"):
        desk.send(item, "intake_clerk", COMPLETE, key="mine")
    with desk.refused("command_key_reused"):
        start_case(desk.office, StartCase(key="mine", step="P1.1", body={}, **who))


def test_a_key_does_not_answer_for_another_case(desk_at):
    """A key used for one case must not look like success in another."""
    desk = desk_at("P1.2")
    desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, key="one")
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    with desk.refused("command_key_reused"):
        desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, key="one")


def test_a_key_does_not_answer_for_another_task_of_the_case(desk_at):
    desk = desk_at("P1.2")
    desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, key="one")
    with desk.refused("command_key_reused"):
        desk.send(desk.item("P1.3").id, "intake_clerk", SCOPE, key="one")


def test_a_key_of_somebody_else_tells_nothing(desk_at):
    """The answer to a registration holds the query code: it is for whoever registered."""
    desk = desk_at("")
    desk.player.start("P1.1", "intake_clerk", COMPLAINT, key="guessed")
    with desk.refused("command_key_reused"):
        desk.player.start("P1.1", "intake_clerk#2", COMPLAINT, key="guessed")


def test_a_key_of_another_place_is_another_key(desk_at):
    desk = desk_at("P1.2")
    with desk.office.store.begin("370100") as tx:
        assert tx.answer_to("any") is None
    desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, key="any")
    with desk.office.store.begin("370100") as tx:
        assert tx.answer_to("any") is None


def test_a_refused_act_does_not_use_its_key_up(desk_at):
    desk = desk_at("P1.2")
    item = desk.item("P1.2").id
    with desk.refused("form_invalid"):
        desk.send(item, "intake_clerk", {}, key="again")
    desk.send(item, "intake_clerk", COMPLETE, key="again")


@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_that_cannot_be_kept_is_refused(desk_at, key):
    desk = desk_at("P1.2")
    with desk.refused("command_key_malformed"):
        desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, key=key)
    with desk.refused("command_key_malformed"):
        desk.register("intake_clerk", {}, key=key)


@pytest.mark.parametrize("seen", [0, -1, 10**9])
def test_an_act_on_a_version_that_is_not_the_present_one_is_refused(desk_at, seen):
    desk = desk_at("P1.2")
    assert desk.case().head.version != seen
    with desk.refused("changed_meanwhile"):
        desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, seen_version=seen)


def test_an_act_on_the_version_one_saw_is_done_and_makes_the_next(desk_at):
    desk = desk_at("P1.2")
    seen = desk.case().head.version
    desk.send(desk.item("P1.2").id, "intake_clerk", COMPLETE, seen_version=seen)
    assert desk.case().head.version == seen + 1
    with desk.refused("changed_meanwhile"):
        desk.send(desk.item("P1.3").id, "intake_clerk", SCOPE, seen_version=seen)


def test_what_comes_by_the_way_does_not_make_an_open_page_stale(desk_at):
    desk = desk_at("P2.3")
    case = desk.case()
    item = desk.item("P2.3")
    form = desk.filled(item, "section_head")
    typeset = RecordRendering(
        place=desk.player.place,
        by=SYSTEM.id,
        key="typeset",
        case_id=case.head.id,
        document_id=next(iter(case.documents)),
        docx_sha256="a" * 64,
        pdf_sha256="b" * 64,
    )
    record_rendering(desk.office, typeset)
    assert desk.case().head.version == case.head.version + 1
    desk.send(item.id, "section_head", form, seen_version=case.head.version)
    with desk.refused("changed_meanwhile"):
        desk.send(desk.item("P2.4").id, "bureau_head", form, seen_version=case.head.version + 1)


# --- 暂存 -------------------------------------------------------------------------------------


def keep(desk, body, by="intake_clerk", step="P1.2"):
    command = SaveDraft(
        key=desk.office.ids.next(),
        place=desk.player.place,
        by=desk.id_of(by),
        case_id=desk.player.case_id,
        item_id=desk.item(step).id,
        body=body,
    )
    return save_draft(desk.office, command)


def kept(desk, step="P1.2"):
    item = desk.item(step)
    with desk.office.store.begin(desk.player.place) as tx:
        return tx.draft(item.id, desk.id_of("intake_clerk"))


def test_a_draft_is_kept_as_typed_without_event_or_version(desk_at):
    desk = desk_at("P1.2")
    before = desk.case().head
    keep(desk, {"is_complete": "还没想好", "typename": "随便什么"})
    keep(desk, {"is_complete": None, "rows": [{"a": 1}]})
    assert kept(desk) == {"is_complete": None, "rows": [{"a": 1}]}
    assert desk.case().head == before


def test_the_draft_goes_when_the_task_is_done(desk_at):
    desk = desk_at("P1.2")
    keep(desk, {"is_complete": False})
    done = desk.item("P1.2").id
    desk.send(done, "intake_clerk", COMPLETE)
    with desk.office.store.begin(desk.player.place) as tx:
        assert tx.draft(done, desk.id_of("intake_clerk")) is None


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


BAD_DRAFTS = {
    "too large": {"facts": "字" * 500_001},
    "object of the language": {"facts": object()},
    "bytes": {"facts": b"x"},
    "half a character": {"facts": "\ud800"},
    "no number": {"facts": float("nan")},
    "too deep": {"facts": nested(100_000)},
    "no mapping": ["facts"],
}


@pytest.mark.parametrize("name", BAD_DRAFTS)
def test_a_draft_that_cannot_be_kept_is_refused(desk_at, name):
    desk = desk_at("P1.2")
    keep(desk, {"is_complete": True})
    with desk.refused("draft_not_plain"):
        keep(desk, BAD_DRAFTS[name])
    assert kept(desk) == {"is_complete": True}
