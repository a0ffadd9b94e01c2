"""文号: one counter per issuer, kind and year; no number twice, none left out, none lost."""

import argparse
import multiprocessing
import random
import time
from importlib import import_module

import pytest
from sqlalchemy import select

from engine.document_verbs import add_document_verbs
from engine.queries.document_register import number_report, seal_register
from engine.queries.looking import Desk as Looker
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.number_series import SeriesBegun, SeriesUnfit, begin_series
from tests.commands.desk import PLACE
from tests.commands.test_frozen_content import with_seals
from tests.durability.yard import open_yard, settings_in

YEAR = 2026
REGISTRATION = "双司执监登〔2026〕{seq}号"
SEED = 7
FORKS = multiprocessing.get_context("spawn")
SMALL = {"target": 40, "threads": 16, "kills": 1}
FULL = {"target": 1_000, "threads": 16, "kills": 10}
SIGNING_SECONDS_MAX = 900


def _work(order):
    import_module("tests.commands.numbering_hand").main(order)


def _sequences(engine) -> list[int]:
    with reading(engine) as connection:
        rows = connection.execute(
            select(t.documents.c.sequence).where(t.documents.c.sequence.is_not(None))
        )
        return sorted(rows.scalars())


def _sign_and_kill(order, chance, kills, engine) -> int:
    """Run the hand until it is done, killing it at random; answers how often it was killed."""
    killed = 0
    for _ in range(kills + 1):
        hand = FORKS.Process(target=_work, args=(order,), daemon=True)
        hand.start()
        if killed == kills:
            hand.join(SIGNING_SECONDS_MAX)
            assert hand.exitcode == 0
            break
        before, wanted = len(_sequences(engine)), chance.randrange(1, order["target"] // kills)
        while hand.is_alive() and len(_sequences(engine)) < before + wanted:
            time.sleep(0.005)
        killed += hand.is_alive()
        hand.kill()
        hand.join()
    return killed


@pytest.mark.parametrize("size", [SMALL, pytest.param(FULL, marks=pytest.mark.proof)], ids=str)
def test_sixteen_threads_and_kills_leave_no_gap_and_no_double(database_address, tmp_path, size):
    """Each registration numbers a D01 of one series, in one transaction with all else it does."""
    settings = settings_in(tmp_path, database_address)
    stage = open_yard(settings, cases=1)
    engine = stage.house.store.engine
    order = {"folder": str(tmp_path), "database": database_address, **size}
    killed = _sign_and_kill(order, random.Random(SEED), size["kills"], engine)
    numbers = _sequences(engine)
    assert killed > 0
    assert len(numbers) >= size["target"]
    assert numbers == list(range(1, len(numbers) + 1))
    report = {one.series: one for one in number_report(stage.house.store, PLACE, YEAR)}
    assert report[REGISTRATION].gaps == []
    assert report[REGISTRATION].last == report[REGISTRATION].issued == len(numbers)
    engine.dispose()


def test_a_series_goes_on_after_what_was_numbered_before_we_came(desk_at):
    desk = desk_at("P2.6")
    series = "双府执监立〔2026〕{seq}号"
    with writing(desk.engine) as connection:
        begin_series(connection, PLACE, series, YEAR, last=41)
    desk.player.walk("P3.1")
    assert desk.case().latest_document("D04").doc_no == "双府执监立〔2026〕42号"
    found = {one.series: one for one in number_report(desk.stage.house.store, PLACE, YEAR)}[series]
    assert (found.begun_after, found.last, list(found.gaps)) == (41, 42, [])


def test_a_start_is_refused_once_a_number_was_taken(desk_at):
    desk = desk_at("P1.2")
    with writing(desk.engine) as connection, pytest.raises(SeriesBegun, match="第1号"):
        begin_series(connection, PLACE, REGISTRATION, YEAR, last=9)


@pytest.mark.parametrize(
    ("series", "last"), [("双府执监立", 3), ("立〔2025〕{seq}号", 3), (REGISTRATION, 0)]
)
def test_a_start_that_names_no_series_is_refused(desk_at, series, last):
    desk = desk_at("")
    with writing(desk.engine) as connection, pytest.raises(SeriesUnfit):
        begin_series(connection, PLACE, series, YEAR, last=last)


def test_a_missing_number_is_reported_as_a_gap(desk_at):
    """It never should happen; if somebody deleted a row, the report says which."""
    desk = desk_at("P1.2")
    with writing(desk.engine) as connection:
        connection.execute(
            t.counters.update().where(t.counters.c.series == REGISTRATION).values(last=3)
        )
    found = {one.series: one for one in number_report(desk.stage.house.store, PLACE, YEAR)}
    assert list(found[REGISTRATION].gaps) == [2, 3]


def test_a_void_number_is_reported_with_its_reason_and_is_no_gap(desk_at):
    desk = desk_at("P1.2")
    with writing(desk.engine) as connection:
        connection.execute(t.documents.update().values(state="void", void_reason="重复登记"))
    found = {one.series: one for one in number_report(desk.stage.house.store, PLACE, YEAR)}
    assert found[REGISTRATION].void == [("双司执监登〔2026〕1号", "重复登记")]
    assert (found[REGISTRATION].issued, list(found[REGISTRATION].gaps)) == (0, [])


def test_the_seal_register_says_who_applied_approved_and_kept(desk_at, tmp_path):
    desk = with_seals(desk_at("P2.6"), tmp_path / "seals")
    desk.player.walk("P3.1")
    looker = Looker(
        office=desk.office,
        store=desk.stage.house.store,
        place=PLACE,
        by=desk.stage.cast.person("seal_keeper"),
    )
    notice = next(one for one in seal_register(looker) if one.document.endswith("立案通知书"))
    name = {
        role: desk.stage.cast.person(role).name
        for role in ("lead_handler", "bureau_deputy", "seal_keeper")
    }
    assert (notice.applicant, notice.approver, notice.keeper) == tuple(name.values())
    assert notice.seal == desk.stage.release.place_info.seals["special"]
    assert notice.copies >= 2
    assert notice.doc_no == desk.case().latest_document("D04").doc_no


def test_the_registers_can_be_asked_for_on_a_console():
    parser = argparse.ArgumentParser()
    add_document_verbs(parser.add_subparsers())
    assert parser.parse_args(["numbers", "report", PLACE, "2026"]).year == YEAR
    assert parser.parse_args(["numbers", "begin", PLACE, REGISTRATION, "2026", "41"]).last == 41
    assert parser.parse_args(["seals", PLACE]).place == PLACE
