"""`zhijian explain` prints what the format description shows."""

from collections.abc import Mapping
from datetime import date

import pytest

from engine.definitions.explain import LimitUnknown, explain_limit
from engine.definitions.release import Release, release_from
from tests.definitions.seeded_faults import one_value

PRINTED = """\
dl_filing_notice 立案通知被监督机关
  适用值：5 日，按自然日计算（原文只写“日”，种类待确认）
  出处：《四川省行政执法监督条例》第三十二条；自 2021-08-01 起；写在：\
processes/510000-sichuan/filing/limits.yaml 第 4 行
  覆盖：national（未规定期限）；510116-shuangliu 未作改动；地方可以：缩短
  核对：尚未与正式文本核对
  试算：2026-03-06 立案，当日不计，2026-03-11（星期三）24:00 届满；\
届满日是工作日，不顺延；中止期间不计入"""


@pytest.fixture(scope="module")
def release(golden_files: Mapping[str, bytes]) -> Release:
    return release_from(golden_files, "510116")


def told(release: Release, key: str, on: date) -> str:
    procedure = release.limits[key].procedure
    return explain_limit(release, procedure=procedure, key=key, on=on)


def test_the_example_of_the_format_description_is_printed_as_it_stands(release: Release):
    printed = explain_limit(
        release, procedure="filing", key="dl_filing_notice", on=date(2026, 3, 6)
    )
    assert printed == PRINTED


def test_a_last_day_on_a_rest_day_says_so(release: Release):
    text = told(release, "dl_filing_notice", date(2026, 3, 2))
    assert "2026-03-09（星期一）24:00 届满；原届满日 2026-03-07 是休息日，已顺延" in text


def test_working_days_leave_out_the_holiday(release: Release):
    text = told(release, "dl_accept", date(2026, 9, 24))
    assert "适用值：5 个工作日" in text
    assert "2026-10-09（星期五）24:00 届满；其间的休息日不计；补正、中止期间不计入" in text
    assert "核对：没有条文，不是法定期限" in text


def test_a_limit_without_a_number_says_there_is_none(release: Release):
    text = told(release, "dl_org_statement", date(2026, 3, 6))
    assert text.splitlines()[1] == "  适用值：没有规定，不设此期限"


def test_a_number_stated_in_the_document_goes_first(release: Release):
    assert "以文书写明的日数（correct_days）为准" in told(release, "dl_correct", date(2026, 3, 6))


def test_an_extension_is_told(release: Release):
    assert "延期：至多 1 次，每次加 dl_case_extend" in told(
        release, "dl_case_total", date(2026, 3, 6)
    )


def test_an_override_names_what_it_overrides(golden_files: Mapping[str, bytes]):
    path = "processes/510116-shuangliu/case-handling/limits.yaml"
    own = one_value("dl_case_total", 45, "calendar_days")
    release = release_from({**golden_files, path: own.encode()}, "510116")
    text = told(release, "dl_case_total", date(2026, 3, 6))
    assert f"写在：{path} 第 3 行" in text
    assert "覆盖：national（60 日，按自然日计算）；510000-sichuan 未作改动；地方可以：缩短" in text


def test_a_year_without_a_notice_is_provisional(release: Release):
    assert "（暂定，放假通知发布后重算）" in told(release, "dl_accept", date(2027, 3, 1))


def test_an_unknown_limit_names_the_nearest(release: Release):
    with pytest.raises(LimitUnknown) as refused:
        explain_limit(release, procedure="filing", key="dl_filing_notic", on=date(2026, 3, 6))
    assert "dl_filing_notice" in refused.value.mend_text


def test_a_limit_of_another_procedure_says_where_it_is(release: Release):
    with pytest.raises(LimitUnknown) as refused:
        explain_limit(release, procedure="filing", key="dl_accept", on=date(2026, 3, 6))
    assert refused.value.mend_text.endswith("它在 acceptance 里。")
