"""The one table of words (docs/glossary.yaml): which words a name may be made of, and its page.

`python -m tests.house.glossary` writes docs/glossary.md.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DOCS = Path(__file__).parents[2] / "docs"
TABLE = DOCS / "glossary.yaml"
PAGE = DOCS / "glossary.md"
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HEAD = """# 词汇表

一个中文术语，一个名字。本页由 `docs/glossary.yaml` 生成（`make glossary`），请勿直接修改。
表、列、事件、事实、期限和角色的名字只能由这些词和日常英语组成；家规测试拒绝生词。
"""


def table() -> dict[str, Any]:
    """The table as written."""
    written: dict[str, Any] = YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))
    return written


def words_of(name: str) -> list[str]:
    """The words of a name in snake case or in capitals: `filed_on`, `CaseFiled`."""
    return [word.lower() for word in _WORD.findall(name)]


def _roots(word: str, irregular: dict[str, str]) -> Iterator[str]:
    """The word and what it may be a plural, a past or a present participle of."""
    yield word
    if word in irregular:
        yield irregular[word]
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead
    if word.endswith("ed") and word[-3:-2] == word[-4:-3]:
        yield word[:-3]  # dropped -> drop


def strangers(name: str, written: dict[str, Any]) -> list[str]:
    """The words of `name` that stand neither in the terms nor among the plain words."""
    known = {
        word
        for part in written["terms"].values()
        for one in part.values()
        for word in words_of(one)
    }
    known |= {word for one in written["plain"].split() for word in words_of(one)}
    return [
        word
        for word in words_of(name)
        if not known.intersection(_roots(word, written["irregular"]))
    ]


def page(written: dict[str, Any]) -> str:
    """docs/glossary.md."""
    lines = [_HEAD]
    for heading, terms in written["terms"].items():
        lines += [f"\n## {heading}\n", "| 中文 | 名字 |", "|---|---|"]
        lines += [f"| {chinese} | `{name}` |" for chinese, name in terms.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(table()), encoding="utf-8")
