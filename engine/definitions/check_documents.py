"""Checks documents: who fills each key, signs and seals; nothing leaks the complainant."""

from collections.abc import Iterator

from engine.definitions.checked_place import CheckedPlace
from engine.definitions.document import (
    ABOUT,
    ALL_OTHER_KEYS,
    DocumentDefinition,
    DocumentStep,
)
from engine.definitions.entry import did_you_mean
from engine.definitions.expression_names import names_read
from engine.definitions.finding import Notes
from engine.definitions.form import Field, Form
from engine.feel import FeelSyntaxRefused

ORGAN = "supervised_org"
ANY_ROLE = "*"


def check_documents(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of document.yaml that needs more than the file."""
    for code, document in place.release.documents.items():
        form = place.release.forms.get(code)
        for found in _faults(document, place):
            notes.error(found[0], document.at(found[3]), found[1], found[2], where=code)
        steps_file = document.at("steps")[0]
        for entry in document.steps:
            for fault in _entry_faults(entry, document, place):
                notes.error(fault[0], (steps_file, entry.line), fault[1], fault[2], where=code)
        if form is not None:
            _check_filled(document, form, notes)
            _check_secrets(document, form, notes)
        elif not any(f.file.startswith("forms") for f in notes.found):
            what = f"文书“{document.title}”没有 form.json。"
            notes.error("form_unknown", (document.file, 1), what, "请补上表单。", where=code)
        if code not in place.release.templates:
            what = f"文书“{document.title}”没有 template.docx。"
            notes.warning(
                "template_missing", (document.file, 0), what, "请补上文书样式。", where=code
            )


Fault = tuple[str, str, str, str]
"""Code, what, mend, and the key of document.yaml it stands at."""


def _faults(document: DocumentDefinition, place: CheckedPlace) -> Iterator[Fault]:
    yield from _signing_faults(document, place)
    yield from _service_faults(document, place)
    form = place.release.forms.get(document.kind)
    for key in document.recipients:
        if form is not None and key not in form.fields:
            what = f"主送“{key}”不是表单里的键。"
            yield "form_key_unknown", what, did_you_mean(key, form.fields), "recipients"


def _signing_faults(document: DocumentDefinition, place: CheckedPlace) -> Iterator[Fault]:
    for step in document.signed_at:
        if step not in place.steps:
            mend = did_you_mean(step, place.steps)
            yield "step_unknown", f"签发步骤“{step}”不存在。", mend, "signed_at"
    for mark in document.numbered_at:
        if mark.step not in place.steps:
            mend = did_you_mean(mark.step, place.steps)
            yield "step_unknown", f"编号步骤“{mark.step}”不存在。", mend, "numbered_at"
        elif mark.role != ANY_ROLE and not place.has_task(mark.step, mark.role):
            what = f"步骤 {mark.step} 没有“{mark.role}”的任务。"
            yield "task_unknown", what, "请改成图中的角色。", "numbered_at"


def _service_faults(document: DocumentDefinition, place: CheckedPlace) -> Iterator[Fault]:
    service, release = document.service, place.release
    if service is None:
        return
    if service.proof and service.proof not in release.documents:
        mend = did_you_mean(service.proof, release.documents)
        yield "document_unknown", f"没有“{service.proof}”这种文书。", mend, "service"
    if service.limit and service.limit not in release.limits:
        mend = did_you_mean(service.limit, release.limits)
        yield "limit_unknown", f"没有“{service.limit}”这个期限。", mend, "service"


def _entry_faults(
    entry: DocumentStep, document: DocumentDefinition, place: CheckedPlace
) -> Iterator[tuple[str, str, str]]:
    roles = place.release.place_info.roles
    if entry.step not in place.steps:
        yield "step_unknown", f"步骤“{entry.step}”不存在。", did_you_mean(entry.step, place.steps)
    elif entry.role not in roles:
        yield "role_unknown", f"没有“{entry.role}”这个角色。", did_you_mean(entry.role, roles)
    elif not place.has_task(entry.step, entry.role):
        yield "task_unknown", f"步骤 {entry.step} 没有“{entry.role}”的任务。", "请改成图中的角色。"
    forms = place.release.forms
    if entry.form is not None and entry.form not in forms:
        yield "form_unknown", f"没有“{entry.form}”这张表单。", did_you_mean(entry.form, forms)
    form = forms.get(document.kind)
    for key in entry.fills:
        if form is not None and key not in form.fields and key != ALL_OTHER_KEYS:
            yield "form_key_unknown", f"表单里没有“{key}”。", did_you_mean(key, form.fields)
    yield from _when_faults(entry, place)


def _when_faults(entry: DocumentStep, place: CheckedPlace) -> Iterator[tuple[str, str, str]]:
    if entry.when is None:
        return
    try:
        names = names_read(entry.when)
    except FeelSyntaxRefused as refusal:
        yield "expression_syntax", refusal.what_text, refusal.mend_text
        return
    for name in sorted(names - set(place.release.facts)):
        yield "fact_unknown", f"没有“{name}”这个事实。", did_you_mean(name, place.release.facts)


def _check_filled(document: DocumentDefinition, form: Form, notes: Notes) -> None:
    """A required key is filled by somebody, and in one step by one entry only.

    Entries with the same keys are alternatives: one of several people does it.
    """
    all_keys = frozenset(form.fields)
    if any(set(entry.fills) - all_keys - {ALL_OTHER_KEYS} for entry in document.steps):
        return  # an unknown key is noted already, and what it should have been is not known
    filled: dict[tuple[str, str], DocumentStep] = {}
    for entry in document.steps:
        for key in document.keys_filled_by(entry, all_keys):
            other = filled.setdefault((entry.step, key), entry)
            alternatives = entry.fills == other.fills or (entry.when and other.when)
            if other is not entry and not alternatives:
                what = f"“{key}”在步骤 {entry.step} 里由两处填写。"
                mend = "每个键只由一处填写；确属不同情形的，两处都写 when。"
                at = (document.at("steps")[0], entry.line)
                notes.error("document_key_twice", at, what, mend, where=key)
    keys = {key for _, key in filled}
    if document.class_ == "proof" and not keys:
        return  # filled whole by whoever serves another document
    for key, field in form.fields.items():
        if key not in keys and _must_be_filled(field):
            what = f"必填的“{field.label}”（{key}）没有人填写。"
            mend = "请在 steps 里写明由哪一步、哪个角色填写。"
            notes.error("document_key_unfilled", document.at("steps"), what, mend, where=key)


def _must_be_filled(field: Field) -> bool:
    return field.required and (field.source is None or field.editable)


def _check_secrets(document: DocumentDefinition, form: Form, notes: Notes) -> None:
    if not {ORGAN, ABOUT} & set(document.visible_to):
        return
    for key, field in form.fields.items():
        if field.secret:
            what = f"被监督机关可见的文书里有保密的“{field.label}”（{key}）。"
            mend = "请从表单里删去这一项，或者从 visible_to 里删去 supervised_org。"
            notes.error("document_secret", document.at("visible_to"), what, mend, where=key)
