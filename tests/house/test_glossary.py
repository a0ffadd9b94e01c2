"""One Chinese term, one name: no word outside docs/glossary.yaml."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from engine.domain.events import event_types
from engine.store.tables import metadata
from tests.house.glossary import PAGE, page, strangers, table

PROCESSES = Path(__file__).parents[2] / "processes"


def _keys(pattern: str, *inside: str) -> Iterator[str]:
    for file in PROCESSES.glob(pattern):
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8")) or {}
        for key in inside:
            content = content.get(key) or {}
        yield from content


def _names() -> Iterator[tuple[str, str]]:
    for one in metadata.tables.values():
        yield "table", one.name
        yield from (("column", column.name) for column in one.columns)
    for name, kind in event_types().items():
        yield "event", name
        yield from (("field of an event", field.name) for field in fields(kind))
    yield from (("fact", name) for name in _keys("*/*/facts.yaml"))
    yield from (("limit", name) for name in _keys("*/*/limits.yaml"))
    yield from (("role", name) for name in _keys("*/place.yaml", "roles"))


def test_every_name_is_made_of_the_words_of_the_glossary():
    written = table()
    found = {
        f"{kind} {name}: {', '.join(new)}"
        for kind, name in _names()
        if (new := strangers(name, written))
    }
    assert not found, "words to add to docs/glossary.yaml, or names to mend:\n" + "\n".join(
        sorted(found)
    )


@pytest.mark.parametrize("name", ["biz_flow", "CaseHandled2Pinyin", "anjian"])
def test_a_stranger_is_refused(name):
    assert strangers(name, table())


def test_a_chinese_term_stands_once():
    terms = [chinese for part in table()["terms"].values() for chinese in part]
    assert len(terms) == len(set(terms))


def test_the_page_is_as_its_table_says():
    assert PAGE.read_text(encoding="utf-8") == page(table()), "run: make glossary"
