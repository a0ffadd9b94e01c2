"""另制文书: documents made beside the diagrams, each by the people its own document.yaml names."""

from collections.abc import Mapping

from engine.commands import chains
from engine.commands.act import Act
from engine.commands.chains import Link
from engine.commands.corrections import goes_to_complainant, named_in
from engine.commands.refusals import OperationUnderWay
from engine.definitions.document import ALL_OTHER_KEYS, DocumentStep

STEP = "EX16"
KIND_KEY = "document_kind"
"""Key of the application that names the kind of document."""

TALK, TALK_NOTICE, TALK_STEP = "约谈", "A09a", "P2.8"
CORRECTION, CORRECTION_STEP = "A19", "EX13"
LETTER = "D02"
DEEDS = {"approve": "审批", "opinion": "审核", "seal": "用印", "serve": "送达", "sign": "确认"}

Values = Mapping[str, object]


def document_links(act: Act, kind: str, step: str, *, after: str | None = None) -> list[Link]:
    """Who works on a document in a step, in the order of its entries; those after role `after`."""
    definition = act.release.documents[kind]
    entries = [one for one in definition.steps if one.step == step]
    begins = next((at for at, one in enumerate(entries, 1) if one.role == after), 0)
    return [
        Link(
            role=one.role,
            form=kind,
            title=definition.title + _deed(one),
        )
        for one in entries[begins:]
    ]


def _deed(entry: DocumentStep) -> str:
    """拟制 for whoever fills it (and signs it in one go), else what is done to it."""
    drafts = len(entry.fills) > 1 or ALL_OTHER_KEYS in entry.fills or entry.does is None
    return "拟制" if drafts else DEEDS.get(entry.does or "", "")


def of_the_kind_chosen(act: Act, values: Values) -> list[Link]:
    """另制: the entries of the chosen kind at EX16."""
    return document_links(act, str(values.get(KIND_KEY)), STEP)


def of_the_talk(act: Act, values: Values) -> list[Link]:
    """约谈: the notice is drafted, approved, sealed and served after the urging that chose it."""
    if values.get("urge_kind") != TALK:
        return []
    return document_links(act, TALK_NOTICE, TALK_STEP)


def of_the_correction(act: Act, values: Values) -> list[Link]:
    """更正、收回: seal and serve the notice; the complainant gets a new letter instead."""
    about = named_in(act, values)
    if about is None:
        return []
    if not goes_to_complainant(act, about):
        return document_links(act, CORRECTION, CORRECTION_STEP, after="bureau_deputy")
    return document_links(act, LETTER, CORRECTION_STEP) if about.kind == LETTER else []


def refuse_twice_at_once(act: Act, values: Values) -> None:
    """One document of a kind at a time is made beside the diagrams."""
    kind = str(values.get(KIND_KEY))
    waiting = any(one.form == kind and chains.is_operation(one) for one in act.case.open_visits)
    if waiting:
        title = act.release.documents[kind].title
        raise OperationUnderWay(where={"step": STEP, "field": KIND_KEY}, title=title)
