"""Which names a template may use: the Chinese labels of a form, nested as the form nests them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

FieldShape = Literal["value", "many", "group", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField:
    """One label: a value, a list of values (``many``), a group of labels, or rows of labels.

    `secret` marks the complainant's identity (``secret: identity`` of the form).
    """

    shape: FieldShape = "value"
    parts: Mapping[str, "TemplateField"] = field(default_factory=lambda: MappingProxyType({}))
    secret: bool = False


VALUE = TemplateField()
MANY = TemplateField(shape="many")


def rows(*labels: str) -> TemplateField:
    """Rows whose labels all hold plain values."""
    return TemplateField(shape="rows", parts=MappingProxyType(dict.fromkeys(labels, VALUE)))


ALWAYS_THERE: Mapping[str, TemplateField] = MappingProxyType(
    {
        "文号": VALUE,
        "成文日期": VALUE,
        "署名": VALUE,
        "审批意见": rows("环节", "意见", "结果", "签名", "时间"),
        "承办人员": rows("姓名", "证号", "单位", "角色"),
    }
)
"""Names every document has, whatever its form; a label of the form with the same name wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFields:
    """The labels of one form and what the document's definition says about them.

    `sealed`: the kind carries a seal, so its number must stand in it (文号). `hides_identity`: the
    supervised organ (被监督机关) may see it, so no secret label may stand in it. `file` names the
    template in findings.
    """

    labels: Mapping[str, TemplateField]
    sealed: bool = False
    hides_identity: bool = False
    file: str = "template.docx"

    @property
    def names(self) -> dict[str, TemplateField]:
        """All names a template may use at its top level."""
        return {**ALWAYS_THERE, **self.labels}
