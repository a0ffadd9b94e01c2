"""Which Word template a document is printed from: its release's, or an approved revision of it.

A case keeps its release; the wording on paper may be mended meanwhile (样式修订). A revision is
taken by the next document of a case whose form has every label that the revision uses.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from engine.commands.act import Act
from engine.definitions.document import ABOUT, DocumentDefinition
from engine.definitions.form import Form
from engine.definitions.form_fields import Field
from engine.definitions.release import Release
from engine.domain.document import Document

EVERYWHERE = frozenset(
    {
        *("文号", "成文日期", "署名", "审批意见", "承办人员"),
        *(f"审批意见[].{label}" for label in ("环节", "意见", "结果", "签名", "时间")),
        *(f"承办人员[].{label}" for label in ("姓名", "证号", "单位", "角色")),
    }
)
"""Labels every document has, whatever its form."""

ORGAN = "supervised_org"


def template_of(act: Act, document: Document) -> bytes | None:
    """The template a frozen document is printed from, now and for ever.

    Once its files were made it is named; until then it is what was in force when it was frozen.
    """
    own = act.release.templates.get(document.kind)
    named = document.template_sha256
    if named is None and document.content_id is not None:
        frozen_at = act.bodies_of([document.content_id])[0].given_at
        return _in_force(act, document.kind, at=frozen_at)
    if named is None or own is None or named == sha256_of(own):
        return own
    return act.tx.templates.content(named)


def template_now(act: Act, kind: str) -> bytes | None:
    """The template that a document of the kind frozen now would take."""
    return _in_force(act, kind, at=act.at)


def _in_force(act: Act, kind: str, *, at: datetime) -> bytes | None:
    own = act.release.templates.get(kind)
    if own is None:
        return None
    found = act.tx.templates.newest(kind, release_id=act.release.id, replaces=sha256_of(own), at=at)
    for revision in found:
        if not missing_names(act.release, kind, revision.names):
            return act.tx.templates.content(revision.sha256)
    return own


def missing_names(release: Release, kind: str, names: Iterable[str]) -> list[str]:
    """Labels that a template uses and the release's form of that kind does not have."""
    form, definition = release.forms.get(kind), release.documents.get(kind)
    if form is None or definition is None:
        return sorted(names)
    return sorted(set(names) - EVERYWHERE - set(names_of(form, definition)))


def names_of(form: Form, definition: DocumentDefinition) -> Iterator[str]:
    """The labels of a form as templates name them, less those its readers must not see."""
    hides = bool({ORGAN, ABOUT} & set(definition.visible_to))
    for field in form.fields.values():
        if field.secret and hides:
            continue
        yield from field.group_labels[:1]
        yield from _names(field, field.template_name)


def _names(field: Field, path: str) -> Iterator[str]:
    yield path
    rows: Mapping[str, Field] = field.rows or {}
    for part in rows.values():
        yield from _names(part, f"{path}[].{part.label}")


def sha256_of(template: bytes) -> str:
    """What names a template."""
    return hashlib.sha256(template).hexdigest()
