"""副本: a masked copy of a document that names the complainant, and blank forms to fill by hand."""

from collections.abc import Mapping

from engine.commands.act import Act
from engine.commands.frozen_content import frozen_values
from engine.commands.refusals import CaseNotFound
from engine.commands.template_choice import template_now, template_of
from engine.definitions.form import Form
from engine.definitions.form_fields import Field
from engine.domain.document import Document
from engine.domain.sight import Sight, sight
from engine.errors import Refusal
from engine.queries.looking import Desk, looking, looking_ahead

MASK = "＊＊＊"  # noqa: RUF001 - full-width stars keep a cell from looking empty


class NoMaskedCopy(Refusal):
    """The document has no masked copy: it names nobody who asked for secrecy, or is a draft."""

    code = "no_masked_copy"
    what = "这份文书没有脱敏件。"
    mend = "只有投诉举报登记表等载有投诉举报人身份的文书，在办毕以后可以打印脱敏件。"


class NoBlankForm(Refusal):
    """No template of that kind here."""

    code = "no_blank_form"
    what = "没有“{kind}”这种文书的样式。"
    mend = "请从文书目录中选择。"


def masked_copy(desk: Desk, case_id: str, document_id: str) -> bytes:
    """脱敏件: the PDF without what could tell who complained; raises `no_masked_copy`."""
    with looking(desk, case_id) as act:
        document = act.case.documents.get(document_id)
        if document is None or sight(act.case, desk.by) is not Sight.WHOLE:
            raise CaseNotFound(where={"case": case_id})
        if document.content_id is None or not has_masked_copy(act, document):
            raise NoMaskedCopy(where={"document": document_id})
        values = masked_values(act.release.forms[document.kind], frozen_values(act, document_id))
        template = template_of(act, document) or b""
    issued_at = document.completed_at or document.drafted_at
    return desk.office.documents.render(template, values, issued_at=issued_at).pdf


def has_masked_copy(act: Act, document: Document) -> bool:
    """Whether its kind names a complainant, so that a copy without him can be printed."""
    definition = act.release.documents.get(document.kind)
    return definition is not None and definition.masked_copy


def blank_kinds(desk: Desk) -> list[tuple[str, str]]:
    """Kinds of which there is a blank form, with their titles."""
    with looking_ahead(desk) as act:
        documents = act.release.documents.items()
        return sorted(
            (kind, one.title) for kind, one in documents if template_now(act, kind) is not None
        )


def blank_form(desk: Desk, kind: str) -> bytes:
    """空白表: the kind's form in force, empty, for printing; raises `no_blank_form`."""
    with looking_ahead(desk) as act:
        template = template_now(act, kind)
        now = act.at
    if template is None:
        raise NoBlankForm(kind=kind)
    return desk.office.documents.render(template, {}, issued_at=now).pdf


def masked_values(form: Form, values: Mapping[str, object]) -> dict[str, object]:
    """`values` with every answer that is the complainant's identity hidden."""
    hidden = dict(values)
    for field in form.fields.values():
        if not field.secret:
            continue
        groups = field.group_labels
        inside = hidden
        for group in groups:
            found = inside.get(group)
            inside[group] = dict(found) if isinstance(found, Mapping) else {}
            inside = inside[group]  # type: ignore[assignment]  # just made a dict
        if inside.get(field.label) is not None:
            inside[field.label] = _hidden(field)
    return hidden


def _hidden(field: Field) -> object:
    return [] if field.is_list else MASK
