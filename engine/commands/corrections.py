"""更正、收回: which document an act is about, who may read it, and what its notice says of it."""

from collections.abc import Mapping

from engine.commands.act import Act
from engine.definitions.document import ABOUT, DocumentDefinition
from engine.domain.document import Document
from engine.domain.plain import Plain
from engine.domain.work_calendar import local_day

NUMBER_KEY = "document_no"
"""The key under which an act names the document it is about, by its number."""


def named_in(act: Act, values: Mapping[str, object]) -> Document | None:
    """The document of the case whose number the values give; void ones too."""
    number = values.get(NUMBER_KEY)
    found = [one for one in act.case.documents.values() if number and one.doc_no == number]
    return found[0] if found else None


def readers_of(act: Act, document: Document) -> tuple[str, ...]:
    """Who may read a document besides its handlers; a notice about another: that one's readers."""
    definition = act.release.documents.get(document.kind)
    readers = definition.visible_to if definition else ()
    about = act.case.documents.get(document.about_id or "")
    if ABOUT not in readers or about is None:
        return readers
    return readers_of(act, about)


def reached_organ(act: Act, document: Document) -> bool:
    """Whether the supervised organ may read it: it is meant for the organ, and was served on it.

    What is proved by a 送达回证 is served on the day the proof says; what is served by its seal or
    its approval (电子送达), and what the organ itself hands in, is there once it is whole.
    """
    definition = act.release.documents.get(document.kind)
    if definition is None or "supervised_org" not in readers_of(act, document):
        return False
    if definition.service is not None and definition.service.proof is not None:
        return document.served_on is not None
    return (document.sealed_at or document.completed_at) is not None


def goes_to_complainant(act: Act, document: Document) -> bool:
    """Whether the complainant reads it: no notice for an organ may then be about it."""
    return "complainant" in readers_of(act, document)


def may_be_about(act: Act, definition: DocumentDefinition, about: Document | None) -> bool:
    """Whether a document of this kind is made about that one."""
    if ABOUT not in definition.visible_to:
        return True
    return about is not None and not goes_to_complainant(act, about)


def about_title(act: Act, document: Document) -> str | None:
    """原文书名称."""
    about = act.case.documents.get(document.about_id or "")
    return about.title if about else None


def about_no(act: Act, document: Document) -> str | None:
    """原文号."""
    about = act.case.documents.get(document.about_id or "")
    return about.doc_no if about else None


def about_date(act: Act, document: Document) -> str | None:
    """原成文日期."""
    about = act.case.documents.get(document.about_id or "")
    return local_day(about.signed_at).isoformat() if about and about.signed_at else None


def about_recipient(act: Act, document: Document) -> Plain:
    """受文机关: whom the document in question was addressed to; the supervised organ by default."""
    about = act.case.documents.get(document.about_id or "")
    keys = act.release.documents[about.kind].recipients if about else ()
    for body in act.bodies_of(about.bodies) if about else ():
        for key in keys:
            if body.values.get(key):
                return body.values[key]
    return act.case.head.organ_name
