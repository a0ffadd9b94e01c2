"""The names a form gives its template: labels, nested as the form nests them."""

from collections.abc import Iterable, Mapping

from engine.definitions.document import ABOUT, DocumentDefinition
from engine.definitions.form import Form
from engine.definitions.form_fields import Field
from engine.documents.template_fields import MANY, VALUE, TemplateField, TemplateFields

_ORGAN = "supervised_org"


def fields_of(form: Form, document: DocumentDefinition, *, file: str = "") -> TemplateFields:
    """The names that may stand in a document's template; `file` names the template in findings."""
    return TemplateFields(
        labels=labels_of(form),
        sealed=document.seal is not None,
        hides_identity=bool({_ORGAN, ABOUT} & set(document.visible_to)),
        file=file or f"{document.folder}/template.docx",
    )


def labels_of(form: Form) -> dict[str, TemplateField]:
    """The labels of a form, nested as a template writes them."""
    return _tree(form.fields.values())


def _tree(fields: Iterable[Field]) -> dict[str, TemplateField]:
    tree: dict[str, TemplateField] = {}
    groups: dict[str, dict[str, TemplateField]] = {}
    for field in fields:
        if field.group_labels:
            groups.setdefault(field.group_labels[-1], {})[field.label] = _named(field)
        else:
            tree[field.label] = _named(field)
    for label, parts in groups.items():
        tree[label] = TemplateField(shape="group", parts=parts)
    return tree


def _named(field: Field) -> TemplateField:
    if field.rows is not None:
        return TemplateField(shape="rows", parts=_rows(field.rows), secret=field.secret)
    shape = MANY if field.is_list else VALUE
    return TemplateField(shape=shape.shape, secret=field.secret)


def _rows(rows: Mapping[str, Field]) -> dict[str, TemplateField]:
    return {field.label: _named(field) for field in rows.values()}
