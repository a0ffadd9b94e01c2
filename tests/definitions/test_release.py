"""A release: which files hold for a place, its name, and what it answers."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.finding import DefinitionRefused
from engine.definitions.places import PlaceUnknown, codes_upward, lineage_of
from engine.definitions.release import FormMissing, Release, load_release, release_from, release_id
from engine.definitions.source_tree import belongs_to_release
from tests.definitions.conftest import GOLDEN

FOLDERS = ("national", "510000-sichuan", "510116-shuangliu")


@pytest.fixture(scope="module")
def shuangliu(golden_files: Mapping[str, bytes]) -> Release:
    return release_from(golden_files, "510116")


def test_the_code_gives_the_parent():
    assert codes_upward("510116") == ("510116", "510100", "510000", "national")
    assert codes_upward("510000") == ("510000", "national")
    assert codes_upward("513221") == ("513221", "513200", "510000", "national")


def test_a_place_without_a_folder_uses_its_nearest_ancestor():
    assert lineage_of("510117", FOLDERS) == ("510000-sichuan", "national")
    assert lineage_of("370100", FOLDERS) == ("national",)


@pytest.mark.parametrize(
    "code", ["51011", "5101160", "shuangliu", "", "010000", "\uff15\uff11\uff10\uff11\uff11\uff16"]
)
def test_what_is_no_division_code_is_refused(code: str):
    with pytest.raises(PlaceUnknown):
        lineage_of(code, FOLDERS)


def test_the_result_for_a_district_is_that_of_the_format_description(shuangliu: Release):
    info = shuangliu.place_info
    assert shuangliu.lineage == ("510116-shuangliu", "510000-sichuan", "national")
    assert set(info.instrument_sets) == {"national_2026", "sichuan_2021"}
    assert info.measures["withhold_cert"] == "SC-27"
    assert info.tiers["T3"].acting_body == "{department}法制机构"
    assert info.tiers["T2"].assists == "司法所"
    assert info.committee.enabled
    assert str(info.committee.quorum.fraction) == "2/3"
    assert info.organ_codes["domain"] == "执监"
    assert info.organ_codes["case"] == "双"


def test_the_instrument_set_is_that_of_the_filing_date(shuangliu: Release):
    day = shuangliu.place_info.instrument_sets["national_2026"].valid_from
    before = day.replace(month=1, day=31)
    assert shuangliu.place_info.instrument_set_on(day).key == "national_2026"
    assert shuangliu.place_info.instrument_set_on(before).key == "sichuan_2021"
    assert shuangliu.place_info.instrument_set_on(day.replace(year=2020)) is None


def test_a_province_gives_the_number_the_nation_has_not(shuangliu: Release):
    limit = shuangliu.limits["dl_filing_notice"]
    value = limit.values[0]
    assert (value.amount, value.unit, value.article) == (5, "calendar_days", "SC-32")
    assert (value.file, value.line) == ("processes/510000-sichuan/filing/limits.yaml", 4)
    assert limit.value_on(value.valid_from) is value
    assert limit.value_on(value.valid_from.replace(year=2020)) is None
    assert limit.met_by[0].document == "D04"


def test_the_value_in_force_is_the_latest_begun(golden_files: Mapping[str, bytes]):
    path = "processes/national/acceptance/limits.yaml"
    later = "\n    - {from: 2026-05-01, amount: 3, unit: working_days, source: 本系统建议值}\n"
    files = {**golden_files, path: golden_files[path].rstrip() + later.encode()}
    limit = release_from(files, "national").limits["dl_accept"]
    begun = limit.values[1].valid_from
    assert limit.value_on(begun).amount == 3
    assert limit.value_on(begun.replace(month=4, day=30)).amount == 5


def test_a_province_draws_a_procedure_anew(golden_files: Mapping[str, bytes]):
    national = release_from(golden_files, "national").process_definitions["proc_acceptance"]
    province = release_from(golden_files, "510000").process_definitions["proc_acceptance"]
    assert national.based_on is None
    assert province.based_on == national.sha256
    assert national.tasks["decide"].basis is None
    assert province.tasks["decide"].basis == "SC-8"


def test_a_task_is_read_with_its_defaults(shuangliu: Release):
    checked = shuangliu.tasks["proc_acceptance", "check_form"]
    assert (checked.step, checked.roles, checked.form) == ("P1.2", ("intake_clerk",), "P1.2")
    assert (checked.mandatory, checked.visit, checked.returns) == (False, "single", ())
    decided = shuangliu.tasks["proc_acceptance", "decide"]
    assert (decided.limit, decided.mandatory, decided.public) == ("dl_accept", True, "已登记")
    assert decided.returns == ("P1.3", "P1.2")


def test_a_diagram_says_which_facts_it_reads(shuangliu: Release):
    diagram = shuangliu.process_definitions["proc_acceptance"]
    assert diagram.facts_read["f_accepted"] == ("in_remedy_procedure", "proposal")
    timer = diagram.nodes["remind"]
    assert (timer.attached_to, timer.interrupting, timer.remind) == (
        "decide",
        False,
        ("holder", "section_head"),
    )
    assert shuangliu.process_definitions["proc_case_main"].called == (
        "proc_acceptance",
        "proc_filing",
    )


def test_a_document_is_merged_over_the_lineage(shuangliu: Release):
    notice = shuangliu.documents["D04"]
    assert dict(notice.copies) == {"recipient": 1, "file": 2}
    assert notice.signed_at == ("P2.4",)
    assert (notice.numbered_at[0].step, notice.numbered_at[0].role) == ("P2.6", "lead_handler")
    assert notice.at("title")[0] == "forms/national/D04-filing-notice/document.yaml"
    assert notice.service.modes == ("直接", "留置", "电子", "邮寄", "委托", "转交")


def test_a_value_knows_where_it_was_written(shuangliu: Release):
    own, province = (f"processes/{folder}/" for folder in ("510116-shuangliu", "510000-sichuan"))
    document = "forms/510116-shuangliu/D04-filing-notice/document.yaml"
    assert shuangliu.explain_source("place.yaml", "title") == (own + "place.yaml", 1)
    assert shuangliu.explain_source("place.yaml", "measures", "question") == (
        province + "place.yaml",
        4,
    )
    assert shuangliu.explain_source("filing/limits.yaml", "dl_filing_notice", "values") == (
        province + "filing/limits.yaml",
        3,
    )
    assert shuangliu.explain_source("D04/document.yaml", "copies", "file") == (document, 1)


def test_each_role_gets_its_own_part_of_a_form(shuangliu: Release):
    def keys(step: str, role: str, form: str) -> set[str]:
        return set(shuangliu.form_for(step, role, form).fields)

    assert keys("P1.2", "intake_clerk", "D01") == {"matter"}
    assert keys("P1.4", "section_head", "D01") == {"proposal", "opinion"}
    assert keys("P2.4", "bureau_deputy", "D01") == {"result", "opinion"}
    assert keys("P2.6", "seal_keeper", "D04") == {"seal_code", "copies"}
    assert keys("P2.6", "service_clerk", "D04") == {"service_date"}
    assert keys("P2.6", "service_clerk", "D13") == {"service_date"}
    assert keys("P2.3", "intake_clerk", "D01") == set()
    assert keys("P1.3", "intake_clerk", "P1.3") >= {"is_in_scope", "has_jurisdiction"}


def test_a_form_of_one_role_goes_before_that_of_the_step(golden_files: Mapping[str, bytes]):
    form = golden_files["forms/national/tasks/P1.2.json"]
    own = form.replace(b"is_complete", b"is_whole")
    files = {**golden_files, "forms/national/tasks/P1.2.section_head.json": own}
    release = release_from(files, "national")
    assert set(release.form_for("P1.2", "section_head", "P1.2").fields) == {"is_whole"}
    assert set(release.form_for("P1.2", "intake_clerk", "P1.2").fields) == {"is_complete"}


def test_a_missing_form_is_our_fault(shuangliu: Release):
    with pytest.raises(FormMissing):
        shuangliu.form_for("P9.9", "intake_clerk", "P9.9")


def test_facts_of_the_transfer_alone_are_kept_per_call(golden_files: Mapping[str, bytes]):
    transfer = (
        "transfer_kind: {type: text, label: 移送种类, writer: assign}\n"
        "proposal: {type: enum, label: 处理方式, writer: case}\n"
    )
    files = {**golden_files, "processes/national/transfer/facts.yaml": transfer.encode()}
    assert release_from(files, "national").local_facts == {"transfer_kind"}


def test_a_local_scenario_of_the_same_name_replaces(golden_files: Mapping[str, bytes]):
    own = "processes/510116-shuangliu/scenarios/straight-through.yaml"
    files = {**golden_files, own: b"title: x\n"}
    assert release_from(files, "510116").scenarios == {"straight-through.yaml": b"title: x\n"}
    national = release_from(files, "national").scenarios
    assert national["straight-through.yaml"].startswith("title: 平常走法".encode())


def test_the_release_is_named_by_its_content(golden_files: Mapping[str, bytes]):
    release = release_from(golden_files, "510116")
    assert release.id.startswith("sha256:")
    assert set(release.files) == {path for path in golden_files if belongs_to_release(path)}
    shuffled = {path: golden_files[path] for path in sorted(golden_files, reverse=True)}
    assert release_from(shuffled, "510116") == release
    neighbours = {release_from(golden_files, code).id for code in ("510117", "510118")}
    assert len({release.id, *neighbours}) == 3


def test_calendar_and_scenarios_are_no_part_of_the_name(golden_files: Mapping[str, bytes]):
    files = dict(golden_files)
    del files["processes/calendar/2026.yaml"]
    del files["processes/national/scenarios/straight-through.yaml"]
    assert release_from(files, "510116").id == release_from(golden_files, "510116").id


def test_files_of_other_places_are_no_part_of_a_release(golden_files: Mapping[str, bytes]):
    assert not any("510000" in path for path in release_from(golden_files, "national").files)


PATHS = st.dictionaries(st.text("ab/.", min_size=1, max_size=4), st.text("01", max_size=3))


@given(PATHS, st.text("ab/.", min_size=1, max_size=4), st.text("01", min_size=1, max_size=3))
def test_the_name_changes_with_any_file(files: dict[str, str], path: str, content: str):
    before = release_id("national", ("national",), files)
    backwards = dict(reversed(files.items()))
    assert release_id("national", ("national",), backwards) == before
    if files.get(path) != content:
        changed = release_id("national", ("national",), {**files, path: content})
        assert changed != before


def test_unreadable_files_are_refused_all_at_once(golden_files: Mapping[str, bytes]):
    files = {
        **golden_files,
        "processes/national/place.yaml": b"a: [",
        "processes/national/filing/facts.yaml": b"x: no\n",
    }
    with pytest.raises(DefinitionRefused) as refused:
        release_from(files, "510116")
    assert {f.file for f in refused.value.findings} == {
        "processes/national/place.yaml",
        "processes/national/filing/facts.yaml",
    }
    assert "第一处" in refused.value.what_text


def test_an_unknown_key_names_the_nearest_known_one(golden_files: Mapping[str, bytes]):
    path = "processes/national/place.yaml"
    files = {**golden_files, path: golden_files[path].replace(b"seals:", b"seels:")}
    with pytest.raises(DefinitionRefused) as refused:
        release_from(files, "national")
    mends = [f.mend for f in refused.value.findings if f.code == "key_unknown"]
    assert mends == ["最接近的是“seals”。"]


def test_a_release_is_loaded_from_a_folder(golden_files: Mapping[str, bytes]):
    assert load_release(GOLDEN, "510116") == release_from(golden_files, "510116")
