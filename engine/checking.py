"""`zhijian check` whole: definition files, diagrams the engine would run wrongly, templates."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from engine.bpmn.bounds import DIAGRAM_NODES_MAX
from engine.bpmn.diagram_check import check_diagrams
from engine.bpmn.diagram_file import ALLOWED_NODES
from engine.definitions.check import check_one, check_tree
from engine.definitions.drawing_words import drawing_words
from engine.definitions.finding import Finding
from engine.definitions.part_reading import part_findings
from engine.definitions.places import NATIONAL
from engine.definitions.release import Release
from engine.definitions.source_tree import SourceTree
from engine.documents.archive import open_archive
from engine.documents.form_names import fields_of
from engine.documents.template_check import check_template
from engine.documents.template_fields import TemplateFields

TEMPLATES_REMEMBERED_MAX = 256


def check_everything(root: Path) -> list[Finding]:
    """All findings of a folder of definitions, by file and line; what two rules see comes once."""
    found = check_tree(root, hooks=(diagram_findings, template_findings))
    return list({(one.file, one.line, one.what): one for one in found}.values())


def draft_findings(files: Mapping[str, bytes], place: str) -> tuple[Finding, ...]:
    """All findings of one place as a draft leaves its files; what two rules see comes once."""
    found = check_one(
        SourceTree(files=files),
        place,
        hooks=(diagram_findings, template_findings),
        to_publish=place != NATIONAL,
    )
    return tuple({(one.file, one.line, one.what): one for one in found}.values())


def part_judgement(files: Mapping[str, bytes], place: str, path: str) -> tuple[Finding, ...]:
    """What keeps one file of a draft from being stored."""
    found = part_findings(files, place, path)
    if found or not path.endswith(".docx"):
        return found
    wrong = open_archive(files[path])[1]
    mend = "请另存为不含宏、链接和嵌入对象的 .docx 后上传。"
    return tuple(
        Finding(code="template_file", file=path, what=f"{one}。", mend=mend) for one in wrong
    )


def editor_words(release: Release) -> dict[str, object]:
    """What the editor of diagrams offers and knows: names, messages, and what may be drawn."""
    bounds = {"nodes": sorted(ALLOWED_NODES), "most": DIAGRAM_NODES_MAX}
    return {**drawing_words(release), **bounds}


def diagram_findings(release: Release) -> Iterator[Finding]:
    """What SpiffWorkflow would run wrongly, or not at all."""
    for one in check_diagrams(release.processes, release.decisions):
        definition = release.process_definitions.get(one.process)
        yield Finding(
            code=one.code,
            level="error",
            file=definition.file if definition else one.process,
            line=one.line,
            what=one.what,
            mend=one.mend,
            where=one.element,
        )


def template_findings(release: Release) -> Iterator[Finding]:
    """Word templates against the labels of their forms."""
    for kind, template in release.templates.items():
        fields = fields_of(release.forms[kind], release.documents[kind])
        for one in _template_findings(template, _Names(fields)):
            yield Finding(
                code=one.code,
                level="error",
                file=f"forms/{release.documents[kind].folder}/template.docx",
                line=0,
                what=one.what,
                mend=one.mend,
                where=one.where,
            )


class _Names:
    """The names of a template, told apart by what they say: the key of what is remembered."""

    def __init__(self, fields: TemplateFields) -> None:
        self.fields = fields
        self.said = repr(fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Names) and other.said == self.said

    def __hash__(self) -> int:
        return hash(self.said)


@lru_cache(maxsize=TEMPLATES_REMEMBERED_MAX)
def _template_findings(template: bytes, names: _Names) -> tuple[Finding, ...]:
    """A designer checks after every change: a template that did not change is read once."""
    return tuple(check_template(template, names.fields))
