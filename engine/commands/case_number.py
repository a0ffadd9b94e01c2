"""案件编号: the series a place numbers its cases in."""

from engine.commands.act import Act
from engine.commands.paper_sources import case_number
from engine.definitions.release import Release
from engine.domain.numbering import Series, series
from engine.domain.work_calendar import local_day

PATTERN = "{org_code}{domain}案〔{yyyy}〕{seq}号"


def case_series(release: Release, year: int) -> Series:
    """What cases filed in that year are numbered in."""
    codes = release.place_info.organ_codes
    return series(
        PATTERN, org_code=codes.get("case", ""), domain=codes.get("domain", ""), year=year
    )


def next_case_number(act: Act) -> str:
    """The next number, taken in this transaction; on paper the one the paper has."""
    if act.paper is not None:
        return case_number(act, act.paper, lambda year: case_series(act.release, year))
    counted = case_series(act.release, local_day(act.at).year)
    return counted.number(act.tx.next_in_series(counted.key, counted.year))
