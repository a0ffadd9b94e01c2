"""Every last day of the acceptance scenarios, from the shipped limits of the scenario's place."""

from datetime import date

import pytest

from tests.law.shipped import due_on
from tests.laws import PROPOSAL, law

SC = "四川省行政执法监督条例"
SD = "山东省行政执法监督条例"


def _dates(text: str) -> list[tuple[str, str, date, date]]:
    rows = [line.split() for line in text.strip().splitlines()]
    return [(p, key, date.fromisoformat(a), date.fromisoformat(b)) for p, key, a, b in rows]


@law(PROPOSAL)
@pytest.mark.parametrize(
    ("place", "key", "start", "due"),
    _dates("""
        210000 dl_accept            2026-06-17 2026-06-25
        510116 dl_accept            2026-09-16 2026-09-22
        510116 dl_supplement_notice 2026-09-16 2026-09-22
        510116 dl_supplement_reply  2026-09-18 2026-10-09
        510116 dl_accept            2026-03-02 2026-03-09
        510116 dl_filing_decide     2026-03-04 2026-03-13
        510116 dl_case_total        2026-03-04 2026-05-06
        510116 dl_assign_result     2026-03-19 2026-04-10
        510116 dl_case_total        2026-03-26 2026-05-25
        510116 dl_investigate       2026-03-27 2026-05-13
        510116 dl_committee_meet    2026-04-14 2026-05-08
        national dl_case_total      2026-07-03 2026-09-01
        national dl_investigate     2026-07-03 2026-08-14
        440700 dl_case_total        2026-05-08 2026-07-07
        440700 dl_review_legal      2026-05-18 2026-05-21
        440700 dl_review_legal      2026-05-20 2026-05-25
    """),
)
def test_a_proposed_limit_ends_on_the_day_the_scenario_expects(
    place: str, key: str, start: date, due: date
) -> None:
    assert due_on(place, key, start) == due


@law(SC, 32, 34)
@pytest.mark.parametrize(
    ("place", "key", "start", "due"),
    _dates("""
        510116 dl_filing_notice     2026-03-06 2026-03-11
        510116 dl_org_statement     2026-03-11 2026-03-23
        510116 dl_objection         2026-04-09 2026-04-24
        510116 dl_decision_report   2026-04-28 2026-05-28
        510116 dl_objection         2026-04-28 2026-05-13
        510116 dl_reexamine         2026-05-12 2026-05-27
        510116 dl_correct           2026-04-09 2026-05-09
    """),
)
def test_a_limit_of_the_sichuan_regulation_ends_on_the_day_the_scenario_expects(
    place: str, key: str, start: date, due: date
) -> None:
    assert due_on(place, key, start) == due


@law(SD, 28, 29)
@pytest.mark.parametrize(
    ("key", "start", "due"),
    [
        ("dl_correct", date(2026, 3, 10), date(2026, 4, 9)),
        ("dl_decision_report", date(2026, 4, 28), date(2026, 5, 28)),
    ],
)
def test_a_limit_of_the_shandong_regulation_ends_on_the_day_the_scenario_expects(
    key: str, start: date, due: date
) -> None:
    assert due_on("370200", key, start) == due


@law("行政执法监督条例", 28)
@pytest.mark.parametrize(
    ("place", "key", "stated", "start", "due"),
    [
        ("370200", "dl_correct", 30, date(2026, 3, 10), date(2026, 4, 9)),
        ("510116", "dl_correct", 30, date(2026, 4, 9), date(2026, 5, 9)),
        ("440700", "dl_correct", 20, date(2026, 5, 25), date(2026, 6, 15)),
        ("national", "dl_urging_reply", 15, date(2026, 4, 28), date(2026, 5, 21)),
        ("510116", "dl_org_statement", 7, date(2026, 3, 11), date(2026, 3, 18)),
    ],
)
def test_the_days_written_in_the_document_go_before_the_places_number(
    place: str, key: str, stated: int, start: date, due: date
) -> None:
    assert due_on(place, key, start, stated=stated) == due


@law(PROPOSAL)
@pytest.mark.parametrize(
    ("place", "start", "due"),
    [
        ("510116", date(2026, 3, 26), date(2026, 6, 24)),
        ("national", date(2026, 7, 3), date(2026, 10, 8)),
    ],
)
def test_the_total_limit_is_lengthened_by_the_places_extension(
    place: str, start: date, due: date
) -> None:
    assert due_on(place, "dl_case_total", start, added=30) == due


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ("370200", "dl_objection"),
        ("370200", "dl_filing_notice"),
        ("370200", "dl_org_statement"),
        ("national", "dl_correct"),
        ("440700", "dl_filing_notice"),
        ("210000", "dl_hotline_reply"),
    ],
)
def test_a_limit_nobody_gave_a_number_does_not_exist(place: str, key: str) -> None:
    assert due_on(place, key, date(2026, 4, 28)) is None
