"""Checks a Word template before it may be published; a finding says where and how to mend."""

from dataclasses import dataclass

from engine.definitions.finding import Finding
from engine.documents.archive import Entries, open_archive
from engine.documents.docx_to_typst import translate_entries
from engine.documents.ooxml import W
from engine.documents.template_fields import TemplateFields
from engine.documents.template_tags import Parts, parts_of, report_on_tags

NUMBER_NAME = "文号"
_CHANGES = ("ins", "del", "moveFrom", "moveTo")


LAYOUT = "template_layout_unsupported"
"""Code of what our typesetter cannot set, and an office suite perhaps can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What must be mended, what our typesetter cannot set, and the labels that are used."""

    faults: tuple[Finding, ...]
    unset: tuple[Finding, ...]
    paths: frozenset[str]


def check_template(docx: bytes, fields: TemplateFields) -> list[Finding]:
    """What must be mended in a template; empty = it can be published.

    Looks at the file (size, entries, macros, links), the tags and their names, and at what the
    typesetter cannot set.
    """
    judged = judge_template(docx, fields)
    return [*judged.faults, *judged.unset]


def judge_template(docx: bytes, fields: TemplateFields) -> Judgement:
    """The same, with what only our typesetter cannot do kept apart."""
    entries, wrong = open_archive(docx)
    if wrong:
        mend = "请另存为不含宏、链接和嵌入对象的 .docx 后上传。"
        faults = [_finding(fields, "template_file", "文件", f"{text}。", mend) for text in wrong]
        return Judgement(faults=tuple(faults), unset=(), paths=frozenset())
    parts = parts_of(entries)
    report = report_on_tags(
        parts, fields.names, file=fields.file, hides_identity=fields.hides_identity
    )
    faults = [*report.findings, *_tracked_changes(parts, fields)]
    if fields.sealed and NUMBER_NAME not in report.used:
        what, mend = "盖章的文书没有文号。", "请在标题下方写上 {{ 文号 }}。"
        faults.append(_finding(fields, "template_number_missing", "全文", what, mend))
    unset = tuple(_unset(entries, fields))
    return Judgement(faults=tuple(faults), unset=unset, paths=report.paths)


def _tracked_changes(parts: Parts, fields: TemplateFields) -> list[Finding]:
    changes = [
        _finding(
            fields, "template_tracked_changes", part, "留有修订痕迹。", "请接受全部修订后重新上传。"
        )
        for part, root in parts.items()
        if any(root.find(f".//{W}{name}") is not None for name in _CHANGES)
    ]
    return changes[:1]


def _unset(entries: Entries, fields: TemplateFields) -> list[Finding]:
    return [
        _finding(
            fields,
            LAYOUT,
            found.place,
            f"排版不支持：{found.what}。",
            "请改用普通段落、表格和图片。",
        )
        for found in translate_entries(entries).findings
    ]


def _finding(fields: TemplateFields, code: str, where: str, what: str, mend: str) -> Finding:
    return Finding(code=code, file=fields.file, where=where, what=what, mend=mend)
