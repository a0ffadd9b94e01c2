"""Every article of a law that is cited, in data, in sentences and by tests, exists."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from engine.definitions.articles import OWN_PROPOSAL, han
from tests.house.tracked import ROOT, text_of, tracked_files

_CITED_BY_KEY = re.compile(r"\barticles?: \[?(?P<law>[A-Z]{1,6})-(?P<number>[0-9]+)\b")
_CITED_IN_WORDS = re.compile(
    r"《(?P<title>[^》《]{4,40})》第(?P<number>[一二三四五六七八九十百千零]+)条"
)
_HAN_NUMBERS = {han(number): number for number in range(1, 1400)}

LAST_ARTICLE = {
    # How many articles a law has, where the full text is known; else only the title counts.
    "行政执法监督条例": 44,
    "中华人民共和国行政复议法": 90,
    "中华人民共和国行政处罚法": 86,
    "中华人民共和国行政强制法": 71,
    "中华人民共和国行政许可法": 83,
    "中华人民共和国民事诉讼法": 306,
    "中华人民共和国民法典": 1260,
    "信访工作条例": 50,
    "行政执法机关移送涉嫌犯罪案件的规定": 19,
    "全国年节及纪念日放假办法": 8,  # ground of the calendars, not of a place
}


@cache
def _laws() -> dict[str, str]:
    """Titles by key of the laws that places name."""
    found: dict[str, str] = {}
    for path in (ROOT / "processes").glob("*/place.yaml"):
        place = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        found |= {key: law["title"] for key, law in (place.get("laws") or {}).items()}
    return found


def _shipped() -> Iterator[tuple[Path, str]]:
    for path in tracked_files():
        if path.parts[0] in {"processes", "forms", "engine", "webui", "docs"}:
            yield path, text_of(path)


def _exists(title: str, number: int) -> bool:
    known = title in LAST_ARTICLE or title in _laws().values()
    return known and 1 <= number <= LAST_ARTICLE.get(title, number)


def test_an_article_cited_by_key_exists():
    wrong = set()
    for path, text in _shipped():
        if path.suffix not in {".yaml", ".json"}:
            continue
        for found in _CITED_BY_KEY.finditer(text):
            title = _laws().get(found["law"])
            if title is None or not _exists(title, int(found["number"])):
                wrong.add(f"{path}: {found.group()}")
    assert not wrong


def test_an_article_cited_in_words_exists():
    wrong = set()
    for path, text in _shipped():
        for found in _CITED_IN_WORDS.finditer(text):
            number = _HAN_NUMBERS.get(found["number"])
            if number is None or not _exists(found["title"], number):
                wrong.add(f"{path}: {found.group()}")
    assert not wrong


def _cited_by_tests() -> Iterator[tuple[Path, str, list[int]]]:
    for path in tracked_files():
        if path.parts[0] != "tests" or path.suffix != ".py" or "@law(" not in text_of(path):
            continue
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "law":
                values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                titles = [value for value in values if isinstance(value, str)]
                numbers = [value for value in values if isinstance(value, int)]
                yield from ((path, title, numbers) for title in titles)


def test_an_article_cited_by_a_test_exists():
    wrong = {
        f"{path}: 《{title}》{numbers}"
        for path, title, numbers in _cited_by_tests()
        if title != OWN_PROPOSAL and not all(_exists(title, number) for number in numbers or [1])
    }
    assert not wrong


@pytest.mark.parametrize(("title", "number"), [("行政执法监督条例", 45), ("没有这部条例", 1)])
def test_an_article_that_does_not_exist_is_found_out(title, number):
    assert not _exists(title, number)
