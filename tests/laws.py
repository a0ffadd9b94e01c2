"""`@law("四川省行政执法监督条例", 34)` says which article a test guards.

`pytest -p tests.laws --laws` lists every article with its tests.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

Test = Callable[..., Any]
PROPOSAL = "本系统建议值"
"""Cited where no law says the number or the rule, only this product proposes it."""


def law(title: str, *articles: int) -> Callable[[Test], Test]:
    """Mark a test as guarding these articles of that law; may be given several times."""

    def cite(test: Test) -> Test:
        cited: list[tuple[str, tuple[int, ...]]] = getattr(test, "laws", [])
        test.laws = [*cited, (title, articles)]  # type: ignore[attr-defined] # a mark of our own
        return test

    return cite


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--laws", action="store_true", help="list every article with its tests")


def pytest_collection_finish(session: pytest.Session) -> None:
    if not session.config.getoption("--laws"):
        return
    guards: dict[tuple[str, int], set[str]] = defaultdict(set)
    for item in session.items:
        test = getattr(item, "function", None)
        for title, articles in getattr(test, "laws", []):
            for article in articles or (0,):
                guards[title, article].add(item.nodeid.split("[")[0])
    for (title, article), tests in sorted(guards.items()):
        print(f"《{title}》第{article}条" if article else title)  # noqa: T201 - this is the listing
        for test in sorted(tests):
            print(f"  {test}")  # noqa: T201 - this is the listing
