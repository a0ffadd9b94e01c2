"""LibreOffice as fallback: its command line, a profile of its own, a limit of time, no guessing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.documents.office_suite import OfficeSuite, found_office_suite
from engine.documents.refusals import TypesettingFailed
from engine.documents.typst_documents import TypstDocuments
from tests.documents.office_suite_double import write_soffice
from tests.documents.word_files import in_body, word
from tests.waiting import until

NUMBERED = in_body(
    word("由{{ 事由 }}而来"), '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
)
ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


def test_what_our_typesetter_cannot_set_is_set_by_libreoffice(tmp_path: Path) -> None:
    documents = TypstDocuments(office_suite=OfficeSuite(write_soffice(tmp_path)))
    made = documents.render(NUMBERED, {"事由": "举报"}, issued_at=ISSUED)
    assert "由举报而来" in made.pdf.decode()
    assert not made.reproducible
    told = (tmp_path / "told").read_text().splitlines()
    assert told[0].startswith("-env:UserInstallation=file:///")
    assert {"--headless", "--convert-to", "--outdir"} <= set(told)
    profile, source = told[0].removeprefix("-env:UserInstallation=file://"), told[-1]
    assert Path(profile).parent == Path(source).parent
    assert not Path(source).exists(), "nothing is left behind"


def test_what_it_can_set_itself_never_goes_there(tmp_path: Path) -> None:
    documents = TypstDocuments(office_suite=OfficeSuite(write_soffice(tmp_path)))
    assert documents.render(word("{{ 事由 }}"), {"事由": "甲"}, issued_at=ISSUED).reproducible
    assert not (tmp_path / "told").exists()


def test_without_libreoffice_nothing_is_guessed() -> None:
    with pytest.raises(TypesettingFailed, match=r"自动编号.*LibreOffice"):
        TypstDocuments().render(NUMBERED, {}, issued_at=ISSUED)


def test_one_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    suite = OfficeSuite(write_soffice(tmp_path, hangs=True), seconds_max=3)
    with pytest.raises(TypesettingFailed, match="超过3秒"):
        suite.to_pdf(word("甲"))
    child = int((tmp_path / "child").read_text())
    until(lambda: _ended(child), "the child lives on")


def _ended(process: int) -> bool:
    """Gone, or dead and only not yet fetched by whoever inherited it."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_one_that_fails_or_is_not_there_is_our_fault(tmp_path: Path) -> None:
    with pytest.raises(TypesettingFailed, match="以 1 结束"):
        OfficeSuite(write_soffice(tmp_path, fails=True)).to_pdf(word("甲"))
    with pytest.raises(TypesettingFailed, match="不能启动"):
        OfficeSuite(tmp_path / "nowhere").to_pdf(word("甲"))
    assert found_office_suite(str(tmp_path / "nowhere")) is None
