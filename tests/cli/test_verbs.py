"""The one command, as an operator or a designer types it: what it prints and what it refuses."""

import shutil
from pathlib import Path

import pytest

from engine.cli import main
from tests.commands.desk import new_desk
from tests.design.board import SHORTER

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "scenarios"
pytestmark = pytest.mark.long  # each verb reads the whole tree of definitions


@pytest.fixture(autouse=True)
def from_the_top(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def place_at(tmp_path, monkeypatch):
    """A database with a registered case, named by the environment."""
    folder = tmp_path / "place"
    desk = new_desk(folder)
    desk.player.start("P1.1", "intake_clerk", {})
    settings = desk.stage.house.settings
    for name in ("database", "files", "key_file"):
        monkeypatch.setenv(f"ZHIJIAN_{name.upper()}", getattr(settings, name))
    yield desk
    desk.engine.dispose()


def said(capsys) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_the_shipped_definitions_have_no_fault(capsys):
    assert main(["check"]) == 0
    assert "0处错误" in said(capsys)


def test_a_folder_without_definitions_is_refused(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 1
    assert "没有国家基准" in said(capsys)


def test_a_limit_is_explained_with_its_article(capsys):
    assert main(["explain", "510116", "filing", "dl_filing_notice", "--on", "2026-03-06"]) == 0
    text = said(capsys)
    assert "适用值：5 日，按自然日计算" in text
    assert "《四川省行政执法监督条例》第三十二条" in text
    assert "2026-03-11（星期三）24:00 届满" in text


def test_an_unknown_limit_is_refused_with_a_way_out(capsys):
    assert main(["explain", "510116", "filing", "dl_filing_notise", "--on", "2026-03-06"]) == 1
    assert "dl_filing_notice" in said(capsys)


def test_a_scenario_reports_each_step(capsys):
    assert main(["scenario", "run", str(CASES / "already-in-litigation.yaml")]) == 0
    text = said(capsys)
    assert "1个场景通过，0个不通过" in text
    assert text.count("通过　") >= 10


def test_a_scenario_that_goes_otherwise_fails_the_command(tmp_path, capsys):
    text = (CASES / "already-in-litigation.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("status: rejected", "status: accepted"), encoding="utf-8")
    assert main(["scenario", "run", str(wrong)]) == 1
    assert "应为 accepted，实为 rejected" in said(capsys)


def test_an_unknown_key_in_a_scenario_is_refused(tmp_path, capsys):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text('place: "510116"\nstepz: []\n', encoding="utf-8")
    assert main(["scenario", "run", str(wrong)]) == 1
    assert "是不是“steps”" in said(capsys)


def test_a_release_is_published_by_two_persons(place_at, capsys):
    order = ["publish", place_at.player.place, "--made-by", "甲", "--changes", "试验"]
    assert main([*order, "--approved-by", "甲"]) == 1
    assert "另一人" in said(capsys)
    assert main([*order, "--approved-by", "乙"]) == 0
    assert "内容与已发布的版本相同" in said(capsys)


def test_what_a_scenario_says_otherwise_is_not_published(place_at, tmp_path, monkeypatch, capsys):
    for top in ("processes", "forms"):
        shutil.copytree(ROOT / top, tmp_path / top)
    own = tmp_path / "processes" / "510116-shuangliu"
    for scenario in tmp_path.glob("processes/*/scenarios/*.yaml"):
        if scenario.name != "filed-on-the-first-national-day.yaml":
            scenario.unlink()
    (own / "filing").mkdir()
    (own / "filing" / "limits.yaml").write_bytes(SHORTER)  # no number for what began before March
    monkeypatch.chdir(tmp_path)
    order = ["publish", place_at.player.place, "--made-by", "甲", "--changes", "试验"]
    assert main([*order, "--approved-by", "乙"]) == 1
    text = said(capsys)
    assert "1 个场景，1 个不通过" in text
    assert "dl_filing_notice" in text


def test_the_log_is_verified_and_a_change_is_told(place_at, capsys):
    assert main(["audit", "verify"]) == 0
    assert "0处问题" in said(capsys)


def test_a_backup_comes_back_in_an_empty_place(place_at, tmp_path, monkeypatch, capsys):
    kept = tmp_path / "kept"
    assert main(["backup", str(kept)]) == 0
    assert "1件案件" in said(capsys)
    monkeypatch.setenv("ZHIJIAN_DATABASE", f"sqlite:///{tmp_path / 'again.db'}")
    monkeypatch.setenv("ZHIJIAN_FILES", str(tmp_path / "again"))
    assert main(["restore", str(kept)]) == 0
    assert "已恢复并核验" in said(capsys)


def test_an_unknown_setting_stops_the_start(monkeypatch, capsys):
    monkeypatch.setenv("ZHIJIAN_DATABSE", "sqlite:///x.db")
    assert main(["migrate"]) == 1
    assert "ZHIJIAN_DATABSE" in said(capsys)


def test_every_place_tells_how_it_differs(capsys):
    assert main(["differences"]) == 0
    assert "## 四川省（510000）" in said(capsys)


def test_a_procedure_is_drawn(capsys):
    assert main(["draw", "national", "filing"]) == 0
    assert "<svg" in said(capsys)
