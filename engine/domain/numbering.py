"""文号: the pattern language of document and case numbers (FORMATS 2 and 8).

Rule of GB/T 9704: organ code, year in six-angle brackets 〔〕, sequence without leading zeros, 号.
One counter per (issuer, kind, year of numbering); a number is never used twice.
"""

import re
from dataclasses import dataclass

PATTERN_PARTS = frozenset({"org_code", "domain", "yyyy", "seq"})
_PLACEHOLDER = re.compile(r"\{(?P<name>[a-z_]+)(?::(?P<width>0[1-9]))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one counter counts: the number's text with all but the sequence filled in."""

    key: str
    year: int
    pattern: str

    def number(self, sequence: int) -> str:
        """The number that `sequence` (from 1) makes in this series."""

        def part(match: re.Match[str]) -> str:
            width = match["width"]
            return f"{sequence:{width}d}" if width else str(sequence)

        return _PLACEHOLDER.sub(part, self.pattern)

    def sequence_of(self, number: str) -> int | None:
        """Which sequence makes that number in this series; None for a number of another."""
        before, _, after = _PLACEHOLDER.sub("\0", self.pattern).partition("\0")
        digits = number.removeprefix(before).removesuffix(after)
        fits = digits.isascii() and digits.isdigit() and self.number(int(digits)) == number
        return int(digits) if fits else None


def series(pattern: str, *, org_code: str, domain: str, year: int) -> Series:
    """The series of `pattern` in `year`; ValueError for an unknown part or no sequence."""
    names = {match["name"] for match in _PLACEHOLDER.finditer(pattern)}
    unknown = names - PATTERN_PARTS
    if unknown or "seq" not in names:
        message = f"a number pattern needs seq and knows {sorted(PATTERN_PARTS)}: {pattern}"
        raise ValueError(message)
    values = {"org_code": org_code, "domain": domain, "yyyy": str(year)}
    filled = _PLACEHOLDER.sub(lambda match: values.get(match["name"]) or match.group(), pattern)
    return Series(key=filled, year=year, pattern=filled)
