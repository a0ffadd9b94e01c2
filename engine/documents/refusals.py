"""What documents refuse, and what breaks in them."""

from collections.abc import Iterable

from engine.definitions.finding import Finding, in_order
from engine.errors import Fault, Refusal


class TemplateRefused(Refusal):
    """The Word template cannot be used; `findings` names each place."""

    code = "template_refused"
    http_status = 422
    what = "文书模板有 {count} 处不能使用，第一处：{first}"
    mend = "请在 Word 或 WPS 中逐处改正后重新上传。"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        first = self.findings[0] if self.findings else None
        super().__init__(
            where={"file": first.file, "place": first.where} if first else None,
            count=len(self.findings),
            first=f"{first.where}：{first.what}" if first else "",
        )


class DocumentTooLong(Refusal):
    """The values make the document longer than anybody can serve."""

    code = "document_too_long"
    http_status = 422
    what = "填写内容过多，生成的文书超过 {limit} 个字符。"
    mend = "请精简内容，或者把明细改为附件。"


class PictureUnusable(Refusal):
    """A seal or code picture is not a picture we can print."""

    code = "picture_unusable"
    http_status = 422
    what = "图片“{name}”不能用于文书：{reason}。"
    mend = "请换用不超过 {limit} MB 的 PNG 图片。"


class ValueUnprintable(Fault):
    """The caller gave a value of a kind that has no printed form."""

    code = "document_value_unprintable"
    what = "字段“{name}”的值无法印入文书。"
    mend = "请联系管理员；案件没有改动。"


class TypesettingFailed(Fault):
    """The PDF could not be made from a template that had passed its check."""

    code = "typesetting_failed"
    what = "文书排版没有完成：{reason}"
    mend = "请联系管理员；案件没有改动，稍后可以重新生成。"
