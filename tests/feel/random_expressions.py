"""Random expressions of the part of the language in which browser and server must agree.

Every operand has the type its operator wants, or is null; numbers are halves and quarters, which
binary and decimal hold alike. What lies outside is listed in README.md and pinned in cases.json.
"""

import re
from random import Random

DEEPEST = 4

CONTEXT = {
    "n": 5,
    "m": -2.5,
    "zero": 0,
    "yes": True,
    "no": False,
    "nothing": None,
    "word": "abc",
    "text": "行政执法监督",
    "emoji": "a😀b",
    "empty": "",
    "day": {"@date": "2026-03-06"},
    "eve": {"@date": "2025-12-31"},
    "numbers": [1, 2.5, -3],
    "holes": [1, None, 3],
    "words": ["甲", "乙", "abc"],
    "none": [],
    "rows": [
        {"name": "笔录", "pages": 3, "on": {"@date": "2026-03-01"}},
        {"name": "照片", "pages": None, "on": None},
        {"name": None, "pages": 0.5, "on": {"@date": "2026-04-30"}},
    ],
}

LEAVES = {
    "boolean": ["true", "false", "null", "yes", "no", "nothing", "unwritten"],
    "number": [
        "0",
        "1",
        "2",
        "7",
        "0.5",
        "2.25",
        "n",
        "m",
        "zero",
        "nothing",
        "day.year",
        "eve.day",
    ],
    "text": ["word", "text", "emoji", "empty", "nothing", "unwritten", '"a"', '"执"', '"b\\"\\\\"'],
    "date": ['@"2024-02-29"', '@"2026-03-31"', "day", "eve", "nothing", "today()"],
    "list": ["numbers", "holes", "none", "nothing", "rows.pages", "[]", "[1, n, null, 0.5]"],
    "order": ["<", "<=", ">", ">="],
    "equality": ["=", "!="],
    "range": ["[0..3]", "(0..3]", "[-1..1)", "(2.25..5)", "[-1..n]"],
    "span": ['duration("P1D")', 'duration("P40D")', 'duration("P1M")', 'duration("P2Y")'],
}

FORMS = {
    "boolean": [
        "(<boolean>) and (<boolean>)",
        "(<boolean>) or (<boolean>) or no",
        "not(<boolean>)",
        "(<number>) <order> <number>",
        "(<number>) <equality> <number>",
        "(<text>) <order> (<text>)",
        "(<text>) <equality> (<text>)",
        "(<date>) <order> (<date>)",
        "(<date>) <equality> (<date>)",
        '(<date>) - (<date>) <order> duration("P4D")',
        "<number> between -1 and 2 + 2",
        "(<number> in <range>)",
        "<number> in (<number>, <order> <number>, <range>)",
        "(<number> in <list>)",
        "((<text>) in words)",
        '(<text>) in ("a", "执", <text>)',
        "list contains(<list>, <number>)",
        "list contains(words, <text>)",
        "contains(<text>, <text>)",
        "starts with(<text>, <text>)",
        "ends with(<text>, <text>)",
        "(some <x> in <list> satisfies <number:x> <order> <number:x>)",
        "(every <x> in <list> satisfies <boolean> or <number> <order> <number:x>)",
        "(some <x> in rows satisfies (<boolean>) and <x>.pages <order> <number>)",
        "(every <x> in rows satisfies <x>.name <equality> (<text>) or <x>.on <order> (<date>))",
        "(if <boolean> then <boolean> else <boolean>)",
    ],
    "number": [
        "<number> + <number>",
        "<number> - <number>",
        "(<number>) * (<number>)",
        "(<number>) / 2",
        "-(<number>)",
        "abs(<number>)",
        "floor(<number>)",
        "ceiling(<number>)",
        "round half up(<number>, 0)",
        "count(<list>)",
        "sum(<list>)",
        "min(<list>)",
        "max(<number>, <number>)",
        "string length(<text>)",
        "(<date>).month",
        "(if <boolean> then <number> else <number>)",
    ],
    "text": [
        "<text> + <text>",
        "upper case(<text>)",
        "lower case(<text>)",
        "substring(<text>, 2)",
        "substring(<text>, 1, 2)",
        "string(<boolean>)",
        "string(<date>)",
        "string(count(<list>))",
        "(if <boolean> then <text> else <text>)",
    ],
    "date": [
        "(<date>) + <span>",
        "(<date>) - <span>",
        "date(<date>)",
        "(if <boolean> then <date> else <date>)",
    ],
}

_HOLE = re.compile(r"<(\w+)(?::x)?>")
_TYPES = ("boolean", "boolean", "boolean", "number", "text", "date")


def seeded(seed: int) -> Random:
    """Chance that can be repeated."""
    return Random(seed)


class Writer:
    """Writes one random expression after another; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = seeded(seed)
        self.loops = 0

    def expression(self) -> str:
        """One expression of a random type."""
        return self._filled(self._pick(_TYPES), DEEPEST)

    def _filled(self, kind: str, depth: int) -> str:
        leaf = depth == 0 or kind not in FORMS or self.random.randrange(DEEPEST * 2) == 0
        form = self._pick(LEAVES[kind] if leaf else FORMS[kind])
        self.loops += 1
        loop = f"x{self.loops}"

        def fill(hole: re.Match[str]) -> str:
            if hole[1] == "x" or (hole[0].endswith(":x>") and self.random.random() < 1 / 2):
                return loop
            return self._filled(hole[1], depth - 1)

        return _HOLE.sub(fill, form)

    def _pick(self, options):
        return options[self.random.randrange(len(options))]
