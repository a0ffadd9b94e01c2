"""The cases that the demonstration leaves under way, each told in a sentence of its own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftCase:
    """A further case: how long ago it was brought, before which step it is left, what it is."""

    days_ago: int
    before: str
    form: Mapping[str, object]


def _left(days_ago: int, before: str, kind: str, problem: str, **told: object) -> LeftCase:
    form = {"act_kind": [kind], "problem_type": [problem], **told}
    return LeftCase(days_ago=days_ago, before=before, form=form)


LEFT = (
    _left(
        20,
        "R3",
        "行政处罚",
        "procedure_illegal",
        fact_place="云雀街道虚构路2号示例修理铺",
        facts="执法队未听取店主陈述申辩，当场作出罚款决定。",
    ),
    _left(
        15,
        "P3.1",
        "行政强制",
        "procedure_illegal",
        fact_place="云雀街道示例巷5号",
        facts="拆除临时棚屋以前没有催告，也没有送达强制执行决定书。",
    ),
    _left(
        13,
        "C5",
        "行政检查",
        "rude_enforcement",
        fact_place="云雀街道虚构路12号",
        facts="执法队员辱骂经营者，事后已经道歉。",
    ),
    _left(
        11,
        "P6.2",
        "行政处罚",
        "arbitrary_fine",
        fact_place="云雀街道虚构路31号示例超市",
        facts="同一违法行为被罚款两次，票据编号不连续。",
    ),
    _left(
        8,
        "P1.4",
        "行政强制",
        "arbitrary_seizure",
        fact_place="云雀街道示例广场",
        facts="执法人员扣押三轮车后没有开具扣押清单。",
        channel="来信",
    ),
    _left(
        5,
        "P2.7",
        "行政登记",
        "delay",
        fact_place="云雀街道虚构路8号",
        facts="申请登记三个月没有办理，也没有答复。",
        channel="来电",
    ),
    _left(
        4,
        "P2.4",
        "行政检查",
        "cert_or_uniform",
        fact_place="云雀街道示例农贸市场",
        facts="检查时没有出示执法证件，拒绝说明检查依据。",
    ),
    _left(
        3,
        "P6.7",
        "行政处罚",
        "decision_illegal",
        fact_place="云雀街道虚构路66号示例茶楼",
        facts="行政处罚决定书没有写明救济途径。",
    ),
    _left(
        1,
        "P1.2",
        "行政强制",
        "procedure_illegal",
        fact_place="云雀街道示例小区南门",
        facts="正在强制拆除，没有任何手续。",
        is_urgent=True,
    ),
)
"""In the order in which they were brought."""
