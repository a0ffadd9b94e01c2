"""`zhijian check` whole: definition files, diagrams the engine would run wrongly, templates."""

from collections.abc import Iterator
from pathlib import Path

from engine.bpmn.diagram_check import check_diagrams
from engine.definitions.check import check_tree
from engine.definitions.finding import Finding
from engine.definitions.release import Release
from engine.documents.form_names import fields_of
from engine.documents.template_check import check_template


def check_everything(root: Path) -> list[Finding]:
    """All findings of a folder of definitions, by file and line; what two rules see comes once."""
    found = check_tree(root, hooks=(diagram_findings, template_findings))
    return list({(one.file, one.line, one.what): one for one in found}.values())


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
        document = release.documents[kind]
        for one in check_template(template, fields_of(release.forms[kind], document)):
            yield Finding(
                code=one.code,
                level="error",
                file=f"forms/{document.folder}/template.docx",
                line=0,
                what=one.what,
                mend=one.mend,
                where=one.where,
            )
