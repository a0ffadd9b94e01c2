"""演示案件: registration to archive on the real ports, and what its documents say."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from engine.domain.document import Document
from engine.domain.lights import Light
from engine.domain.work_calendar import SHANGHAI
from engine.queries.inbox import Tab, inbox
from engine.queries.looking import Desk
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, LEFT, PLACE, play_demo
from engine.scenarios.stage import Stage
from engine.store import audit
from engine.store import tables as t
from engine.store.connection import reading
from tests.commands.desk import settings_in
from tests.laws import law

IDENTITY = (COMPLAINT["name"], COMPLAINT["phone"])
ORGAN = "双流区云雀街道办事处"
EXPECTED_NUMBERS = {
    "D01": "双司执监登〔2026〕1号",
    "D02-A": "双府执监反〔2026〕1号",
    "D03": "双司执监审〔2026〕1号",
    "D04": "双府执监立〔2026〕1号",
    "D07": "双府执监交〔2026〕1号",
    "D05": "双府执监查〔2026〕1号",
    "D08": "双府执监移〔2026〕1号",
    "D09b": "双司执监意〔2026〕1号",
    "D11": "双府执监告〔2026〕1号",
    "D12": "双司执监结〔2026〕1号",
}
WITHOUT_NUMBER = {"D13": 6, "D06": 1, "A07": 1, "A11": 1, "A14": 1, "A16": 1}
LEFT_UNDER_WAY = 2
FIND_WORK = ("intake_clerk", "section_head", "lead_handler", "legal_reviewer", "bureau_deputy",
             "seal_keeper", "archivist", "org_liaison", "org_head")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Played:
    """The demo after its last step: its case, what its papers say, what was told on the screen."""

    stage: Stage
    case_id: str
    papers: dict[str, list[str]]
    documents: list[Document]
    told: list[str]

    def rows(self, table):
        with reading(self.stage.house.store.engine) as connection:
            return connection.execute(select(table)).mappings().all()


def text_of(pdf: bytes) -> str:
    """The words of a PDF without white space, as a reader's copy and paste gives them."""
    file = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in file)
    file.close()
    return re.sub(r"\s", "", text)


def play(folder: Path, database: str | None) -> Played:
    told: list[str] = []
    demo = folder / "demo"
    stage = play_demo(settings_in(demo, database), demo, told.append, left=LEFT[-LEFT_UNDER_WAY:])
    with reading(stage.house.store.engine) as connection:
        query = select(t.cases.c.id).where(t.cases.c.status == "archived")
        case_id = connection.execute(query).scalar_one()
    player = stage.player()
    player.case_id = case_id
    documents = list(player.case().documents.values())
    papers: dict[str, list[str]] = {}
    for one in documents:
        if one.file is not None:
            pdf = stage.house.office.files.get(one.file.pdf_sha256)
            papers.setdefault(one.code, []).append(text_of(pdf))
    return Played(stage=stage, case_id=case_id, papers=papers, documents=documents, told=told)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    played = play(tmp_path_factory.mktemp("played"), None)
    yield played
    played.stage.house.store.engine.dispose()


@pytest.fixture
def on_postgres(postgres_address, tmp_path):
    played = play(tmp_path, postgres_address)
    yield played
    played.stage.house.store.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def played(request) -> Played:
    return request.getfixturevalue(f"on_{request.param}")


def test_the_demo_goes_from_registration_to_archive(played):
    head = next(row for row in played.rows(t.cases) if row["id"] == played.case_id)
    assert (head["status"], head["outcome"]) == ("archived", "opinion_and_corrected")
    assert head["ended"]
    assert head["case_no"] == "双执监案〔2026〕1号"
    assert head["registered_at"] == BEGUN_AT
    assert head["accepted_on"] < head["filed_on"] < head["closed_on"]
    states = {row["state"] for row in played.rows(t.visits) if row["case_id"] == played.case_id}
    assert states == {"decided"}
    check_documents(played)
    check_numbers(played)
    check_that_nothing_leaks(played)
    check_what_machines_leave_behind(played)


def check_documents(played: Played) -> None:
    numbers = {one.code: one.doc_no for one in played.documents if one.doc_no}
    assert numbers == EXPECTED_NUMBERS
    unnumbered = [one.code for one in played.documents if not one.doc_no]
    assert {code: unnumbered.count(code) for code in unnumbered} == WITHOUT_NUMBER
    assert all(one.file and one.completed_at for one in played.documents)
    order = [one.code for one in played.documents if one.doc_no]
    assert order == list(EXPECTED_NUMBERS)


def check_numbers(played: Played) -> None:
    """Every paper shows its own number, the organ, and the day on which it was signed."""
    for one in played.documents:
        [*texts] = played.papers[one.code]
        if one.doc_no:
            assert one.doc_no in texts[0], one.code
        if one.kind in {"D04", "D05", "D09b"}:
            assert ORGAN in texts[0], one.code
            day = one.signed_at
            assert f"{day.year}年{day.month}月{day.day}日" in texts[0], one.code
            assert one.issuer_name in texts[0], one.code
    [registration] = played.papers["D01"]
    for word in (*IDENTITY, ORGAN, COMPLAINT["fact_place"], COMPLAINT["requests"]):
        assert word in registration
    approval = played.papers["D03"][0]
    for who in ("section_head", "bureau_deputy"):
        assert played.stage.cast.person(who).name in approval
    opinion = played.papers["D09b"][0]
    assert "三十日" in opinion or "30日" in opinion
    for served in ("D04", "D05", "D07", "D08", "D09b", "D11"):
        assert any(EXPECTED_NUMBERS[served] in proof for proof in played.papers["D13"]), served


def check_that_nothing_leaks(played: Played) -> None:
    release = played.stage.release
    for one in played.documents:
        if "supervised_org" in release.documents[one.kind].visible_to:
            text = played.papers[one.code][0]
            assert [word for word in IDENTITY if word in text] == [], one.code
            assert COMPLAINT["fact_place"] not in text, one.code
    proofs_to_the_organ = played.papers["D13"][:3]
    assert [word for word in IDENTITY for text in proofs_to_the_organ if word in text] == []
    logged = "".join(row["payload"] for row in played.rows(t.case_log))
    assert [word for word in IDENTITY if word in logged] == []


def check_what_machines_leave_behind(played: Played) -> None:
    report = audit.verify(played.stage.house.store.engine)
    assert (report.cases, report.faults) == (1 + LEFT_UNDER_WAY, ())
    assert report.lines == len(played.rows(t.case_log))
    waiting = [row for row in played.rows(t.jobs) if row["kind"] == "render_document"]
    assert waiting == []
    assert not any(row["dead"] for row in played.rows(t.jobs))
    assert [line for line in played.told if "查询码" in line]


@law("行政执法监督条例", 27)
def test_the_opinion_letter_names_what_was_found_what_is_asked_and_by_when(on_sqlite):
    [text] = on_sqlite.papers["D09b"]
    assert "依法纠正并报告" in text
    assert "违法" in text


def test_every_service_of_a_document_is_proven_by_a_receipt_of_its_own(on_sqlite):
    served = [one for one in on_sqlite.documents if one.served_on is not None]
    proofs = [one.about_id for one in on_sqlite.documents if one.kind == "D13"]
    assert proofs == [one.id for one in served]


def test_a_newcomer_finds_work_in_every_inbox_under_different_lights(tmp_path):
    until = datetime(2026, 11, 22, 8, 0, tzinfo=SHANGHAI)
    demo = tmp_path / "demo"
    stage = play_demo(settings_in(demo, None), demo, lambda _line: None, until=until)
    assert stage.clock.now() < until
    lights = set()
    for role in FIND_WORK:
        desk = Desk(
            office=stage.house.office,
            store=stage.house.store,
            place=PLACE,
            by=stage.cast.person(role),
        )
        rows = [row for tab in (Tab.TODO, Tab.CLAIM) for row in inbox(desk, tab).rows]
        assert rows, role
        lights |= {row.light for row in rows}
    stage.house.store.engine.dispose()
    assert {Light.GREEN, Light.YELLOW, Light.RED, Light.BLACK} <= lights
