"""Names, instruments, approvals and measures of the shipped places."""

from datetime import date

import pytest

from engine.definitions.check import check_tree
from tests.law.shipped import PLACES, ROOT, release
from tests.laws import PROPOSAL, law

N, SC, SD = "行政执法监督条例", "四川省行政执法监督条例", "山东省行政执法监督条例"


@pytest.mark.parametrize(
    ("place", "filed_on", "instruments"),
    [
        ("510116", date(2026, 2, 1), "national_2026"),
        ("510116", date(2026, 1, 31), "sichuan_2021"),
        ("510116", date(2021, 8, 1), "sichuan_2021"),
        ("370200", date(2026, 2, 1), "national_2026"),
        ("370100", date(2026, 1, 31), "shandong_2014"),
        ("440700", date(2026, 2, 1), "national_2026"),
        ("national", date(2026, 2, 1), "national_2026"),
    ],
)
@law(N, 26)
@law(SC, 33)
@law(SD, 28)
def test_the_instruments_are_those_of_the_place_on_the_day_of_filing(
    place: str, filed_on: date, instruments: str
) -> None:
    chosen = release(place).place_info.instrument_set_on(filed_on)
    assert chosen is not None
    assert chosen.key == instruments
    assert not chosen.confirmed


@law(N, 29)
def test_the_decision_is_the_governments_and_no_place_may_change_who_decides() -> None:
    approval = release("510116").place_info.approvals["decision"]
    assert [(link.role, link.act) for link in approval.chain][-3:] == [
        ("bureau_head", "propose"),
        ("gov_deputy", "opinion"),
        ("gov_head", "decide"),
    ]
    assert (approval.article, approval.local_may) == ("N-29", "nothing")
    chosen = release("510116").place_info.instrument_sets["national_2026"]
    assert chosen.issuer["D10"] == "government"


@law(SC, 34)
@law(SD, 29)
@pytest.mark.parametrize(
    ("place", "key", "role"),
    [("510116", "decision_sichuan", "gov_deputy"), ("370200", "decision_shandong", "bureau_head")],
)
def test_under_the_provincial_instruments_the_authority_issues_the_decision(
    place: str, key: str, role: str
) -> None:
    info = release(place).place_info
    assert info.approvals[key].chain[-1].role == role
    older = info.instrument_set_on(date(2026, 1, 31))
    assert older is not None
    assert older.issuer["D10"] == "authority"


@law(N, 29)
@law(SC, 34)
@law(SD, 29, 34)
@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        ("national", "order_correct"),
        ("440700", "order_correct"),
        ("510116", "annul order_correct order_perform redo_act"),
        ("370200", "annul declare_illegal declare_void order_correct order_perform"),
    ],
)
def test_a_decision_orders_what_the_places_law_knows(place: str, kinds: str) -> None:
    assert sorted(release(place).place_info.enums["decision_kind"]) == kinds.split()


@law(SC, 27)
def test_only_sichuan_may_withhold_a_certificate() -> None:
    for place in PLACES:
        expected = "SC-27" if place.startswith("51") else None
        assert release(place).place_info.measures["withhold_cert"] == expected


def test_a_place_that_publishes_states_its_own_names_codes_and_seal() -> None:
    national = release("national").place_info
    for place in ("510116", "370100", "370200", "210000", "440700"):
        info = release(place).place_info
        assert info.government != national.government
        assert info.tiers["T1"] != national.tiers["T1"]
        assert info.organ_codes["authority"] != national.organ_codes["authority"]
        assert info.seals["special"] != national.seals["special"]


def test_jinan_supervises_in_the_name_of_its_supervision_bureau() -> None:
    assert release("370100").place_info.tiers["T1"].authority == "济南市人民政府行政执法监督局"


@law(PROPOSAL)
def test_shuangliu_has_its_committee_under_the_national_rules() -> None:
    committee = release("510116").place_info.committee
    assert committee.enabled
    assert committee.name == "双流区行政执法协调监督委员会"
    national = release("national").place_info.committee
    assert not national.enabled
    assert (committee.quorum, committee.passes) == (national.quorum, national.passes)


@law(SC, 29)
@law(SD, 22)
@pytest.mark.parametrize(
    ("place", "article"), [("510116", "SC-29"), ("370200", "SD-22"), ("440700", PROPOSAL)]
)
def test_questioning_takes_two_people(place: str, article: str) -> None:
    step = release(place).required["P3.3"]
    assert (step.persons_min, step.article) == (2, article)


@law(SC, 31, 32)
def test_in_sichuan_nothing_is_served_on_the_organ_before_filing_is_approved() -> None:
    required = release("510116").required
    assert required["P2.4"].article == "SC-31"
    assert "P2.6" in required["P2.4"].must_precede
    assert required["P2.6"].article == "SC-32"


@law(PROPOSAL)
def test_every_handling_document_passes_the_legal_review_before_it_is_signed_and_sealed() -> None:
    for place in PLACES:
        assert set(release(place).required["P6.2"].must_precede) >= {"P6.3", "P6.6", "P6.7"}


def test_the_check_finds_no_fault_in_limits_places_required_steps_and_calendars() -> None:
    ours = ("limits.yaml", "place.yaml", "required.yaml")
    faults = [
        (finding.file, finding.line, finding.what)
        for finding in check_tree(ROOT)
        if finding.level == "error"
        and (finding.file.endswith(ours) or "/calendar/" in finding.file)
    ]
    assert faults == []
