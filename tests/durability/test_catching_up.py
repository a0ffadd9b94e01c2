"""Two processes take turns at a case: what each kept, with the log since, is the case."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from engine.store.case_rows import load_case
from engine.store.connection import reading
from engine.store.live_cases import LiveCases
from engine.store.transaction import SqlTransaction
from tests.durability.yard import PLACE, case_ids, enter_yard, picture, player_of

WHOLE = "FROM opinions"
"""Only whoever reads the whole case asks for it."""

LINES = "FROM case_log"

TURNS_MIN = 25


@pytest.fixture
def turns(yard):
    """The same case in the hands of two processes, and what the second sends."""
    other = enter_yard(yard.house.settings)
    (case_id,) = case_ids(yard.house)
    sent: list[str] = []
    event.listen(
        other.house.store.engine, "before_cursor_execute", lambda *given: sent.append(given[2])
    )
    yield player_of(yard, case_id), player_of(other, case_id), sent
    other.house.store.engine.dispose()


def take_a_turn(player) -> bool:
    waiting = player.walkable()
    if not waiting:
        return False
    visit, item = waiting[0]
    player.complete(visit.step, player.doer(item), {})
    return True


def as_locked(player):
    """The case as the next command of this process would have it."""
    with player.store.begin(PLACE) as tx:
        tx.lock(player.case_id, key="looking", by="system", wait=True)
        return tx.case(player.case_id, local_facts=player.release.local_facts)


def as_looked_at(player):
    """The case as the next page of this process would show it."""
    with player.store.begin(PLACE) as tx:
        tx.look(player.case_id)
        return tx.case(player.case_id, local_facts=player.release.local_facts)


def as_its_rows_say(player):
    with reading(player.store.engine) as connection:
        found = load_case(
            connection,
            PLACE,
            player.case_id,
            local_facts=player.release.local_facts,
            lock=False,
        )
    assert found is not None
    return found[0]


def test_what_was_kept_with_the_log_since_is_what_the_rows_say(turns):
    mine, others, sent = turns
    assert take_a_turn(others)
    turn = 0
    while take_a_turn(mine):
        sent.clear()
        seen, caught, told = as_looked_at(others), as_locked(others), as_its_rows_say(mine)
        assert not [text for text in sent if WHOLE in text]
        assert picture(seen) == picture(caught) == picture(told)
        assert (caught.state, caught.head) == (told.state, told.head)
        assert dict(caught.attachments) == dict(told.attachments)
        assert not caught.new_events
        assert not caught.touched.visits
        turn += 1
        if turn % 3 == 0 and not take_a_turn(others):
            break
    assert turn > TURNS_MIN


def test_a_log_that_leads_elsewhere_is_not_followed(turns):
    """Another history came over the database: the rows are read, not what was kept."""
    mine, others, sent = turns
    assert take_a_turn(others)
    assert take_a_turn(mine)
    kept = others.store.live.behind(mine.case().head)
    kept.head = replace(kept.head, log_hash="f" * 64)
    others.store.live.keep(kept)
    sent.clear()
    caught = as_locked(others)
    assert [text for text in sent if WHOLE in text]
    assert picture(caught) == picture(as_its_rows_say(mine))


def test_whoever_only_looks_neither_waits_nor_holds_anybody_up(turns):
    mine, others, _ = turns
    assert take_a_turn(mine)
    with mine.store.begin(PLACE) as writer:
        assert writer.lock(mine.case_id, key="writing", by="system", wait=True)
        with reading(others.store.engine) as connection:
            reader = SqlTransaction(connection, PLACE, others.store)
            assert reader.look(others.case_id) == mine.release.id
            seen = reader.case(others.case_id, local_facts=others.release.local_facts)
    assert seen.head == as_its_rows_say(mine).head


def test_what_was_only_looked_at_is_read_again(turns):
    """While the rows were read the case may have moved on: nothing of it is kept."""
    mine, others, sent = turns
    assert take_a_turn(mine)
    others.store.live = LiveCases()
    as_looked_at(others)
    sent.clear()
    as_looked_at(others)
    assert [text for text in sent if WHOLE in text]


def test_lines_that_lead_to_the_head_looked_at_are_read_once(turns):
    mine, others, sent = turns
    assert take_a_turn(others)
    assert take_a_turn(mine)
    as_looked_at(others)
    assert [text for text in sent if LINES in text]
    sent.clear()
    caught = as_locked(others)
    assert not [text for text in sent if LINES in text or WHOLE in text]
    assert picture(caught) == picture(as_its_rows_say(mine))
