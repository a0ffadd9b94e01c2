"""Which number stands where, on what ground, and that proposals never look like law."""

from datetime import date

import pytest

from engine.definitions.articles import OWN_PROPOSAL
from engine.definitions.limits import Limit, LimitValue
from tests.law.shipped import PLACES, release, value_on
from tests.laws import PROPOSAL, law

TODAY = date(2026, 3, 6)
SC, SD = "四川省行政执法监督条例", "山东省行政执法监督条例"

KEYS_OF_STEPS = """
    dl_register dl_accept dl_supplement_notice dl_supplement_reply dl_transfer_out dl_hotline_reply
    dl_filing_decide dl_case_total dl_case_extend dl_filing_notice dl_org_statement dl_plan
    dl_investigate dl_org_opinion dl_assign_sign dl_assign_return dl_assign_result dl_assign_review
    dl_review_legal dl_approve_step dl_committee_meet dl_committee_material dl_service dl_correct
    dl_urging_reply dl_correct_again dl_decision_report dl_objection dl_reexamine dl_verify
    dl_result_notice dl_superior_feedback dl_transfer_reply dl_transfer_feedback dl_callback
    dl_close dl_make_file dl_lookback dl_recusal_decide dl_suspension_check dl_criminal_approve
    dl_criminal_send dl_major_filing_record
""".split()

NATIONAL = """
    dl_register 1 working_days, dl_accept 5 working_days, dl_supplement_notice 5 working_days,
    dl_supplement_reply 10 working_days, dl_filing_decide 7 working_days,
    dl_case_total 60 calendar_days, dl_case_extend 30 calendar_days, dl_plan 3 working_days,
    dl_investigate 30 working_days, dl_org_opinion 5 working_days, dl_assign_sign 2 working_days,
    dl_assign_return 5 working_days, dl_assign_result 15 working_days,
    dl_assign_result_urgent 5 working_days, dl_assign_review 5 working_days,
    dl_review_legal 3 working_days, dl_approve_step 2 working_days,
    dl_committee_meet 15 working_days, dl_committee_material 3 working_days,
    dl_service 5 working_days, dl_correct_again 10 working_days, dl_verify 10 working_days,
    dl_result_notice 7 working_days, dl_transfer_reply 5 working_days,
    dl_transfer_feedback 10 working_days, dl_callback 10 working_days, dl_close 5 working_days,
    dl_make_file 10 working_days, dl_lookback 90 calendar_days, dl_recusal_decide 3 working_days,
    dl_suspension_check 30 calendar_days
"""


def _all_values(limit: Limit) -> tuple[LimitValue, ...]:
    return (*limit.values, *limit.promised)


def test_every_limit_of_the_step_table_has_its_key() -> None:
    assert set(KEYS_OF_STEPS) <= set(release("national").limits)


@law(PROPOSAL)
@pytest.mark.parametrize("line", [line.strip() for line in NATIONAL.split(",")])
def test_the_national_number_is_the_proposed_one_and_says_so(line: str) -> None:
    key, amount, unit = line.split()
    value = value_on("national", key, TODAY)
    assert value is not None
    assert (value.amount, value.unit) == (int(amount), unit)
    assert value.article is None
    assert value.source == OWN_PROPOSAL


@law("行政执法监督条例")
def test_no_number_of_the_national_files_pretends_to_come_from_the_national_regulation() -> None:
    for limit in release("national").limits.values():
        for value in _all_values(limit):
            assert value.article is None or value.article.startswith(("YS-", "MS-"))


@pytest.mark.parametrize(
    ("place", "key", "amount", "article"),
    [
        pytest.param(*row, id=f"{row[0]}-{row[1]}")
        for row in [
            ("510116", "dl_transfer_out", 10, "SC-31"),
            ("510116", "dl_filing_notice", 5, "SC-32"),
            ("510116", "dl_org_statement", 10, "SC-32"),
            ("510116", "dl_correct", 30, "SC-34"),
            ("510116", "dl_objection", 15, "SC-34"),
            ("510116", "dl_reexamine", 15, "SC-34"),
            ("510116", "dl_decision_report", 30, "SC-34"),
            ("510116", "dl_major_filing_record", 15, "SC-36"),
            ("370200", "dl_correct", 30, "SD-28"),
            ("370200", "dl_decision_report", 30, "SD-29"),
        ]
    ],
)
@law(SC, 31, 32, 34, 36)
@law(SD, 28, 29)
def test_a_provincial_number_holds_in_its_cities_with_article_and_unconfirmed_unit(
    place: str, key: str, amount: int, article: str
) -> None:
    value = value_on(place, key, TODAY)
    assert value is not None
    assert (value.amount, value.unit, value.article) == (amount, "calendar_days", article)
    assert not value.unit_confirmed
    province = {"SC": "processes/510000-sichuan/", "SD": "processes/370000-shandong/"}
    assert value.file.startswith(province[article[:2]])


@law("济南市12345市民服务热线条例", 24)
def test_jinan_answers_the_hotline_in_five_working_days_and_its_neighbours_have_no_number() -> None:
    value = value_on("370100", "dl_hotline_reply", TODAY)
    assert value is not None
    assert (value.amount, value.unit, value.article) == (5, "working_days", "JNRX-24")
    assert value_on("370200", "dl_hotline_reply", TODAY) is None
    assert value_on("370000", "dl_hotline_reply", TODAY) is None


@law(SC)
@law(SD)
@pytest.mark.parametrize("place", PLACES)
def test_a_provinces_articles_are_cited_nowhere_outside_the_province(place: str) -> None:
    at_home = {"SC": ("510000", "510116"), "SD": ("370000", "370100", "370200")}
    for limit in release(place).limits.values():
        for value in _all_values(limit):
            key = (value.article or "").split("-")[0]
            assert place in at_home.get(key, (place,))


@pytest.mark.parametrize("place", ["510116", "510000"])
def test_no_provincial_number_holds_before_the_regulation_was_in_force(place: str) -> None:
    for limit in release(place).limits.values():
        for value in limit.values:
            if value.article and value.article.startswith("SC-"):
                assert value.valid_from >= date(2021, 8, 1)
    assert value_on(place, "dl_filing_notice", date(2021, 7, 31)) is None


@law("行政执法机关移送涉嫌犯罪案件的规定", 5)
def test_the_enforcement_organs_own_periods_for_criminal_cases_are_kept_with_the_transfer() -> None:
    approve = value_on("national", "dl_criminal_approve", TODAY)
    send = value_on("national", "dl_criminal_send", TODAY)
    assert approve is not None
    assert send is not None
    assert (approve.amount, approve.unit) == (3, "calendar_days")
    assert (send.amount, send.unit) == (24, "hours")
    assert release("national").limits["dl_criminal_send"].counts_from == ()


@law(PROPOSAL)
def test_the_total_limit_stops_for_supplement_expertise_and_rectification_only() -> None:
    limits = release("national").limits
    assert limits["dl_case_total"].stops_during == ("supplement", "expertise", "rectification")
    assert limits["dl_accept"].stops_during == ("supplement",)
    assert limits["dl_decision_report"].stops_during == ()


@law(PROPOSAL)
def test_the_total_limit_alone_names_its_extension_once_approved_by_the_head() -> None:
    extension = release("national").limits["dl_case_total"].extension
    assert extension is not None
    assert (extension.adds, extension.times_max) == ("dl_case_extend", 1)
    chain = release("national").place_info.approvals[extension.approval].chain
    assert [(link.role, link.act) for link in chain] == [
        ("section_head", "opinion"),
        ("bureau_head", "decide"),
    ]


@pytest.mark.parametrize(
    "key", ["dl_correct", "dl_urging_reply", "dl_correct_again", "dl_decision_report"]
)
def test_the_organ_is_reminded_five_working_days_before_its_limit_ends(key: str) -> None:
    before = release("national").limits[key].remind_before
    assert before is not None
    assert (before.amount, before.unit) == (5, "working_days")
