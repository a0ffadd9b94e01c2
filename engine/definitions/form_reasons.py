"""Why a value was refused: a code and Chinese sentences per reason; the refusal of a body."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import Refusal

PATH_CHARACTERS_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What is wrong with a value and how to mend it; ``{label}`` is the field's label."""

    what: str
    mend: str


REASONS: Mapping[str, Reason] = {
    "required": Reason(what="“{label}”没有填写。", mend="请补填。"),
    "unknown": Reason(
        what="“{label}”不在此时可填的项目之内。", mend="请刷新页面后重新填写；不要提交这一项。"
    ),
    "wrong_type": Reason(what="“{label}”的写法不对。", mend="请按这一项的种类填写：{kind}。"),
    "too_short": Reason(what="“{label}”字数太少。", mend="请至少写{min_length}个字。"),
    "too_long": Reason(what="“{label}”字数太多。", mend="请不超过{max_length}个字。"),
    "pattern": Reason(what="“{label}”的格式不对。", mend="{hint}"),
    "check_digit": Reason(what="“{label}”校验不符，可能抄错了。", mend="请对照证件原件逐位核对。"),
    "forbidden_characters": Reason(
        what="“{label}”中有不能使用的字符（控制符、换向符或者表情）。",
        mend="请删去这些字符；从别处粘贴的，请重新键入。",
    ),
    "identity_leak": Reason(
        what="“{label}”中有投诉举报人的身份信息。",
        mend="请删去姓名、电话、证件号、住址、店名等，改用中性的说法。",
    ),
    "out_of_range": Reason(what="“{label}”超出允许的范围。", mend="请填{min}到{max}之间的数。"),
    "not_an_option": Reason(
        what="“{label}”所选不在可选项之内。", mend="请在列出的选项中选，不要重复。"
    ),
    "too_few": Reason(what="“{label}”项数太少。", mend="请至少填{min_items}项。"),
    "too_many": Reason(what="“{label}”项数太多。", mend="请不超过{max_items}项。"),
    "in_future": Reason(what="“{label}”晚于现在。", mend="请填已经发生的时间。"),
    "before_start": Reason(what="“{label}”早于开始的时间。", mend="请检查先后，改正其中一个时间。"),
    "not_allowed": Reason(
        what="“{label}”与已经查明的情况矛盾。", mend="请改选，或者先更正前面的结论。"
    ),
}
"""By code, in the order in which several reasons for one field are reported."""

KINDS: Mapping[str, str] = {
    "text": "文字",
    "whole": "整数",
    "decimal": "数字",
    "boolean": "是或者否",
    "choice": "选一项",
    "choices": "选一项或者几项",
    "date": "日期，如 2026-03-05",
    "datetime": "日期和时间，如 2026-03-05 09:30",
    "time": "时间，如 09:30",
    "files": "已上传的文件",
    "rows": "若干行",
}

HINTS: Mapping[str, str] = {
    "uscc": "应为 18 位统一社会信用代码，不含字母 I、O、S、V、Z。",
    "id_no": "应为 18 位居民身份证号码，末位可以是 X；15 位的旧号码请换成 18 位。",
    "mobile": "应为 11 位手机号码。",
    "telephone": "应为 11 位手机号码，或者带区号的固定电话，如 028-85551234。",
    "postcode": "应为 6 位邮政编码。",
    "email": "应为电子邮箱，如 name@example.cn。",
    "cert_no": "应为 5 到 32 位的证号：字母、数字、汉字、横线或者括号。",
    "doc_no": "应为文号，如 双执监案〔2026〕12号。",
    "money": "应为金额：不小于 0，至多 12 位整数、2 位小数。",
}
"""By `format`: what a value should look like."""


class FormInvalid(Refusal):
    """A body that the form does not accept; nothing was stored.

    `fields` maps each faulty place (``material_list[0].name``) to its reason code, in the order of
    the form; `reasons` holds the same places with Chinese sentences. `facts` fill the sentences:
    by place, the field's label, bounds and hint.
    """

    code = "form_invalid"
    http_status = 422
    what = "表单有{count}处需要更正：{labels}。"
    mend = "请按各处的提示更正后重新提交。"

    def __init__(
        self,
        fields: Mapping[str, str],
        *,
        facts: Mapping[str, Mapping[str, object]] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> None:
        self.fields = {place[:PATH_CHARACTERS_MAX]: reason for place, reason in fields.items()}
        self.reasons = {
            place[:PATH_CHARACTERS_MAX]: _sentences(place, reason, (facts or {}).get(place, {}))
            for place, reason in fields.items()
        }
        labels = dict.fromkeys(_label(place, (facts or {}).get(place, {})) for place in fields)
        named = "、".join(list(labels)[:_LABELS_NAMED])
        super().__init__(
            where=where,
            count=len(self.fields),
            labels=f"{named}等" if len(labels) > _LABELS_NAMED else named,
        )


_LABELS_NAMED = 10


def _label(place: str, facts: Mapping[str, object]) -> str:
    return str(facts.get("label") or place or "表单")[:PATH_CHARACTERS_MAX]


def _sentences(place: str, reason: str, facts: Mapping[str, object]) -> Reason:
    known = REASONS.get(reason, REASONS["wrong_type"])
    filled = {
        "min_length": 1,
        "min_items": 1,
        "max_items": "规定的",
        "max_length": "规定的",
        "min": "规定的下限",
        "max": "规定的上限",
        "hint": "请按要求的格式填写。",
        "kind": "见说明",
        **facts,
        "label": _label(place, facts),
    }
    return Reason(what=known.what.format_map(filled), mend=known.mend.format_map(filled))
