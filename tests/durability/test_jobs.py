"""Jobs: done once in effect by however many workers; what fails for good is seen by a person."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from engine.commands.refusals import Interrupted
from engine.jobs import job_queue, worker
from engine.jobs.indexing import INDEX_AGAIN
from engine.jobs.job_queue import ON_CASES, work
from engine.jobs.watching import figures, readiness
from engine.jobs.worker import Rounds
from engine.outgoing import BELLS
from engine.ports import Job, Recorded
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.job_rows import (
    JOB_TRIES_MAX,
    LEASE,
    LEASED_LOOKED_AT_MAX,
    backlog,
    claim,
    due_jobs,
    finish,
    incidents,
    retry_incident,
    skip_incident,
)
from tests.durability.yard import (
    PLACE,
    assert_sound,
    case_ids,
    open_yard,
    release,
    settings_in,
)

MONTHS = timedelta(days=200)


def run(stage, owner="one") -> int:
    return work(stage.house.office, stage.house.store, owner=owner)


def later(stage, by: timedelta) -> None:
    stage.clock.set(stage.clock.now() + by)


def lines(stage, kind: str) -> int:
    query = select(func.count()).select_from(t.case_log).where(t.case_log.c.kind == kind)
    with reading(stage.house.store.engine) as connection:
        return connection.execute(query).scalar_one()


def put(stage, job: Job) -> None:
    """Queue a job with a change of the case, as a deed does."""
    with stage.house.office.store.begin(PLACE) as tx:
        case = tx.case(case_ids(stage.house)[0], local_facts=release().local_facts)
        tx.record(Recorded(case=case, jobs=[job]))


def strange(stage) -> Job:
    return Job(kind="nobody_can", key="strange", due_at=stage.clock.now())


def test_two_workers_at_once_do_each_job_once(yard):
    later(yard, MONTHS)
    due = len(due_jobs(yard.house.store.engine, yard.clock.now()))
    assert due
    workers = [threading.Thread(target=run, args=(yard, name)) for name in ("one", "two", "three")]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    run(yard)
    overdue = lines(yard, "OverdueRecorded")
    assert overdue
    assert backlog(yard.house.store.engine, yard.clock.now()).due == 0
    run(yard)
    assert lines(yard, "OverdueRecorded") == overdue
    assert_sound(yard.house, acknowledged=set())


@pytest.mark.postgres
def test_a_worker_leaves_a_case_alone_that_somebody_is_at(postgres_address, tmp_path):
    stage = open_yard(settings_in(tmp_path, postgres_address), cases=1)
    run(stage)
    later(stage, MONTHS)
    before = len(due_jobs(stage.house.store.engine, stage.clock.now()))
    with stage.house.office.store.begin(PLACE) as tx:
        tx.case(case_ids(stage.house)[0], local_facts=release().local_facts)
        assert run(stage) == 0
    assert len(due_jobs(stage.house.store.engine, stage.clock.now())) == before
    run(stage)
    assert not due_jobs(stage.house.store.engine, stage.clock.now())
    stage.house.store.engine.dispose()


def test_a_job_that_fails_for_good_becomes_an_incident_that_a_person_ends(yard):
    run(yard)
    put(yard, strange(yard))
    for _ in range(JOB_TRIES_MAX):
        assert not incidents(yard.house.store.engine)
        run(yard)
        later(yard, timedelta(hours=1))
    engine = yard.house.store.engine
    (incident,) = incidents(engine, place=PLACE)
    assert (incident.error, incident.attempts) == ("job_kind_unknown", JOB_TRIES_MAX)
    assert retry_incident(engine, PLACE, incident.id, now=yard.clock.now())
    assert not incidents(engine)
    for _ in range(JOB_TRIES_MAX):
        run(yard)
        later(yard, timedelta(hours=1))
    assert skip_incident(engine, PLACE, incident.id)
    assert not skip_incident(engine, PLACE, incident.id)
    assert backlog(engine, yard.clock.now()).incidents == 0


def test_a_job_that_breaks_in_a_way_nobody_foresaw_stops_no_other_job(yard, monkeypatch):
    """It becomes an incident like any other; its words, which may be about a person, stay here."""

    def broken(*_: object) -> None:
        raise KeyError(COMPLAINT["name"])

    for kinds in (job_queue.ON_CASES, job_queue.OUTSIDE):
        monkeypatch.setitem(kinds, strange(yard).kind, broken)
        run(yard)
        put(yard, replace(strange(yard), case_id=case_ids(yard.house)[0]))
        with structlog.testing.capture_logs() as told:
            for _ in range(JOB_TRIES_MAX):
                run(yard)
                later(yard, timedelta(hours=1))
        (incident,) = incidents(yard.house.store.engine, place=PLACE)
        assert incident.error == "unforeseen"
        (first, *_others) = [one for one in told if one["event"] == "job_broke"]
        assert first["error"]["kind"] == "KeyError"
        assert str(COMPLAINT["name"]) not in str(told)
        assert skip_incident(yard.house.store.engine, PLACE, incident.id)
        monkeypatch.delitem(kinds, strange(yard).kind)


def test_a_worker_looks_again_after_a_look_that_broke(yard, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError(COMPLAINT["name"])

    rounds = Rounds(yard.house.office, yard.house.store, owner="me")
    with monkeypatch.context() as patch:
        patch.setattr(worker, "work", broken)
        with structlog.testing.capture_logs() as told:
            assert rounds.look() == 0
    assert [one["event"] for one in told] == ["look_broke"]
    assert str(COMPLAINT["name"]) not in str(told)
    assert rounds.look() >= 0


def test_a_worker_that_stops_while_the_database_is_away_leaves_its_leases_to_their_end(
    yard, monkeypatch
):
    def away(*_: object, **__: object) -> None:
        raise Interrupted(why="connection_lost")

    monkeypatch.setattr(worker, "release", away)
    rounds = Rounds(yard.house.office, yard.house.store, owner="me")
    rounds.on_beat(rounds.stop)
    assert rounds.run() >= 0


def test_the_error_of_a_statement_never_tells_its_values(yard):
    with pytest.raises(DBAPIError) as caught, reading(yard.house.store.engine) as connection:
        connection.execute(text("SELECT nothing FROM cases WHERE id = :who"), {"who": "张三"})
    assert "张三" not in str(caught.value)


def test_a_job_that_ends_its_worker_each_time_becomes_an_incident(yard):
    run(yard)
    put(yard, strange(yard))
    engine = yard.house.store.engine
    for number in range(JOB_TRIES_MAX):
        (job,) = due_jobs(engine, yard.clock.now())
        assert claim(engine, job, owner=f"dies-{number}", now=yard.clock.now())
        later(yard, LEASE + timedelta(seconds=1))
    run(yard)
    assert [one.error for one in incidents(engine)] == ["worker_lost"]


def test_a_bell_is_rung_before_the_files_that_waited_longer(yard):
    """A thousand documents without their files must not hold up a timer."""
    run(yard)
    engine = yard.house.store.engine
    asked = yard.clock.now()
    later(yard, MONTHS)
    bells = [one.id for one in due_jobs(engine, yard.clock.now())]
    assert bells
    for number in range(LEASED_LOOKED_AT_MAX + 1):
        put(yard, Job(kind="nobody_can", key=f"long ago {number}", due_at=asked))
    found = due_jobs(engine, yard.clock.now())
    assert [one.id for one in found if not one.leased] == bells
    assert [one.leased for one in found] == sorted(one.leased for one in found)
    assert sum(one.leased for one in found) == LEASED_LOOKED_AT_MAX


def test_every_job_with_an_effect_in_the_database_is_a_bell():
    assert {*ON_CASES, INDEX_AGAIN} == BELLS


def test_who_lost_the_lease_cannot_end_the_job(yard):
    run(yard)
    put(yard, strange(yard))
    engine = yard.house.store.engine
    (job,) = due_jobs(engine, yard.clock.now())
    assert claim(engine, job, owner="slow", now=yard.clock.now())
    assert not claim(engine, job, owner="quick", now=yard.clock.now())
    later(yard, LEASE + timedelta(seconds=1))
    (again,) = due_jobs(engine, yard.clock.now())
    assert claim(engine, again, owner="quick", now=yard.clock.now())
    assert not finish(engine, job, owner="slow")
    assert finish(engine, again, owner="quick")


def test_a_worker_told_to_stop_finishes_and_gives_its_leases_back(yard):
    run(yard)
    put(yard, strange(yard))
    engine = yard.house.store.engine
    (job,) = due_jobs(engine, yard.clock.now())
    assert claim(engine, job, owner="me", now=yard.clock.now())
    rounds = Rounds(yard.house.office, yard.house.store, owner="me")
    rounds.on_beat(rounds.stop)
    assert rounds.run() == 0
    assert [one.id for one in due_jobs(engine, yard.clock.now())] == [job.id]


def test_the_figures_tell_what_waits_and_nobodys_name(yard):
    yard.player().start("P1.1", "intake_clerk", COMPLAINT)
    later(yard, MONTHS)
    said = figures(yard.house.store, yard.clock.now(), process="here").decode()
    told = dict(line.split() for line in said.splitlines() if not line.startswith("#"))
    assert float(told["zhijian_jobs_due"]) > 0
    assert float(told["zhijian_jobs_late_seconds"]) > 0
    assert float(told['zhijian_writes_total{process="here"}']) >= 2
    assert str(COMPLAINT["name"]) not in said
    assert str(COMPLAINT["phone"]) not in said


def test_a_process_is_ready_when_its_database_answers_with_the_right_tables(yard, tmp_path):
    store = yard.house.store
    assert readiness(store, files=tmp_path / "not" / "there").is_ready
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    assert readiness(store, files=Path(tmp_path)).problems == ("database_not_current",)
