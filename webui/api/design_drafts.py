"""设计草稿: drafts and their parts, the check, conditions, a trial, diagrams of other tools."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from flask import Response
from marshmallow import fields

from engine.checking import draft_findings, editor_words, part_judgement
from engine.commands.door import Answer
from engine.commands.drafting import (
    BeginDraft,
    DiscardDraft,
    SavePart,
    StepThrough,
    TakeIn,
    begin_draft,
    discard_draft,
    save_part,
    step_through,
    take_in,
)
from engine.commands.part_locks import LockPart, UnlockPart, lock_part, unlock_part
from engine.definitions.bundle import files_of_bundle
from engine.definitions.foreign_diagram import take_foreign
from engine.definitions.own_copy import own_copy, said_beside
from engine.definitions.source_tree import PROCEDURES
from engine.domain.design_draft import STATE_WORDS, DesignDraft
from engine.domain.plain import Plain, to_plain
from engine.feel.condition_tree import OPERATORS, OPERATORS_OF_TYPE, condition_of, source_of
from engine.queries import drawing_board
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, Shape, a_reason, blueprint, text
from webui.refusals import RequestMalformed

api = blueprint("design_drafts", "设计草稿")


class DraftBegun(Deed):
    """A draft to begin."""

    title = text()
    release_id = fields.String(load_default="")


class PartAsked(Shape):
    """Which file of the draft."""

    part = text()


class PartSaved(Shape):
    """A file as the editor leaves it; null takes the place's own file away."""

    part = text()
    content = fields.String(required=True, allow_none=True)
    seen = fields.String(load_default="")


class PartDeed(Deed):
    """A deed on one file."""

    part = text()
    reason = a_reason(required=False)


class DraftUndone(Deed):
    """Undo, or do again."""

    again = fields.Boolean(load_default=False)


class DraftPacked(Deed):
    """A ZIP in base 64."""

    bundle = text()


class DraftForeign(Deed):
    """A diagram of another tool, for one of our procedures."""

    procedure = text()
    content = text()


class DraftCondition(Shape):
    """An expression or the tree of one; the other is answered."""

    source = fields.String(load_default=None)
    tree = fields.Raw(load_default=None)


def _order(sent: Mapping[str, Any], draft_id: str) -> dict[str, Any]:
    desk = the_desk()
    about = {"place": desk.place, "by": desk.by.id, "draft_id": draft_id}
    return {"key": sent.get("key", ""), **about}


@api.get("/design/drafts")
@open_to(Rule.DESIGNER)
@api.response(200)
def drafts() -> dict[str, object]:
    """Every draft of the place, and who edits what."""
    desk = the_desk()
    rows, locks = drawing_board.draft_list(desk), drawing_board.part_locks(desk)
    people = [*(one.owner_id for one in rows), *(one.person_id for one in locks)]
    return {
        "rows": [_told(one) for one in rows],
        "locks": [to_plain(one) for one in locks],
        "people": drawing_board.people_named(desk, people),
    }


@api.post("/design/drafts")
@open_to(Rule.DESIGNER)
@api.arguments(DraftBegun)
@api.response(201)
def begin(sent: dict[str, Any]) -> Answer:
    """Begin a draft."""
    desk = the_desk()
    order = {"key": sent["key"], "place": desk.place, "by": desk.by.id}
    command = BeginDraft(**order, title=sent["title"], release_id=sent["release_id"])
    return begin_draft(desk.office, command)


@api.get("/design/drafts/<draft_id>")
@open_to(Rule.DESIGNER)
@api.response(200)
def one_draft(draft_id: str) -> dict[str, object]:
    """The draft, its files and what can be undone."""
    desk = the_desk()
    found = drawing_board.draft_files(desk, draft_id)
    parts = drawing_board.draft_parts(desk, draft_id)
    locks = drawing_board.part_locks(desk)
    people = [found.draft.owner_id, *(one.person_id for one in locks)]
    return {
        "draft": _told(found.draft),
        "lineage": list(found.base.lineage),
        "parts": [asdict(one) for one in parts],
        "edits": [to_plain(one) for one in drawing_board.draft_edits(desk, draft_id)],
        "locks": [to_plain(one) for one in locks],
        "people": drawing_board.people_named(desk, people),
        "now": desk.office.clock.now(),
    }


@api.get("/design/drafts/<draft_id>/part")
@open_to(Rule.DESIGNER)
@api.arguments(PartAsked, location="query")
@api.response(200, content_type="application/octet-stream")
def part(sent: dict[str, Any], draft_id: str) -> Response:
    """The content of one file."""
    content = drawing_board.part_content(the_desk(), draft_id, sent["part"])
    return Response(content, mimetype="application/octet-stream")


@api.put("/design/drafts/<draft_id>/part")
@open_to(Rule.DESIGNER)
@api.arguments(PartSaved)
@api.response(200)
def save(sent: dict[str, Any], draft_id: str) -> Answer:
    """Keep one file (autosave). Word templates come in base 64."""
    content = None if sent["content"] is None else _content(sent["part"], sent["content"])
    about = {"part": sent["part"], "content": content, "seen": sent["seen"]}
    command = SavePart(**_order(sent, draft_id), **about)
    return save_part(the_desk().office, command, part_judgement)


@api.post("/design/drafts/<draft_id>/own")
@open_to(Rule.DESIGNER)
@api.arguments(PartDeed)
@api.response(200)
def own(sent: dict[str, Any], draft_id: str) -> Answer:
    """Begin the place's own file of something inherited."""
    desk = the_desk()
    found = drawing_board.draft_files(desk, draft_id)
    path, content = own_copy(sent["part"], found.files, found.base)
    if path not in found.files:
        command = SavePart(**_order(sent, draft_id), part=path, content=content)
        save_part(desk.office, command, part_judgement)
        if beside := said_beside(sent["part"], found.files, found.base):
            order = {**_order(sent, draft_id), "key": ""}
            also = SavePart(**order, part=beside[0], content=beside[1])
            save_part(desk.office, also, part_judgement)
    return {"part": path}


@api.post("/design/drafts/<draft_id>/undo")
@open_to(Rule.DESIGNER)
@api.arguments(DraftUndone)
@api.response(200)
def undo(sent: dict[str, Any], draft_id: str) -> Answer:
    """Undo the last change, or do the last undone one again."""
    command = StepThrough(**_order(sent, draft_id), again=sent["again"])
    return step_through(the_desk().office, command)


@api.post("/design/drafts/<draft_id>/lock")
@open_to(Rule.DESIGNER)
@api.arguments(PartDeed)
@api.response(200)
def lock(sent: dict[str, Any], draft_id: str) -> Answer:
    """Edit a file from now on; with a reason also when somebody else does."""
    about = {"part": sent["part"], "reason": sent.get("reason", "")}
    return lock_part(the_desk().office, LockPart(**_order(sent, draft_id), **about))


@api.post("/design/drafts/<draft_id>/unlock")
@open_to(Rule.DESIGNER)
@api.arguments(PartDeed)
@api.response(200)
def unlock(sent: dict[str, Any], draft_id: str) -> Answer:
    """Stop editing a file."""
    command = UnlockPart(**_order(sent, draft_id), part=sent["part"])
    return unlock_part(the_desk().office, command)


@api.post("/design/drafts/<draft_id>/discard")
@open_to(Rule.DESIGNER)
@api.arguments(Deed)
@api.response(200)
def discard(sent: dict[str, Any], draft_id: str) -> Answer:
    """Throw the draft away."""
    return discard_draft(the_desk().office, DiscardDraft(**_order(sent, draft_id)))


@api.get("/design/drafts/<draft_id>/check")
@open_to(Rule.DESIGNER)
@api.response(200)
def check(draft_id: str) -> dict[str, object]:
    """The findings of the whole check, each with its file, line and element."""
    found = drawing_board.draft_files(the_desk(), draft_id)
    return {"rows": [asdict(one) for one in draft_findings(found.files, found.base.place)]}


@api.get("/design/drafts/<draft_id>/changes")
@open_to(Rule.DESIGNER)
@api.response(200)
def changes(draft_id: str) -> dict[str, object]:
    """What the draft changes, in words, with the elements to colour."""
    found = drawing_board.draft_changes(the_desk(), draft_id)
    return {"rows": [{**asdict(one), "sentence": one.sentence} for one in found]}


@api.get("/design/drafts/<draft_id>/bundle.zip")
@open_to(Rule.DESIGNER)
@api.response(200, content_type="application/zip")
def bundle(draft_id: str) -> Response:
    """The draft as a ZIP, the same bytes for the same content."""
    content = drawing_board.exported_draft(the_desk(), draft_id)
    return Response(content, mimetype="application/zip")


@api.post("/design/drafts/<draft_id>/bundle")
@open_to(Rule.DESIGNER)
@api.arguments(DraftPacked)
@api.response(200)
def unpack(sent: dict[str, Any], draft_id: str) -> Answer:
    """Lay the files of a ZIP over the draft."""
    _place, files = files_of_bundle(_bytes(sent["bundle"]))
    command = TakeIn(**_order(sent, draft_id), files=files)
    return take_in(the_desk().office, command, part_judgement)


@api.post("/design/drafts/<draft_id>/foreign")
@open_to(Rule.DESIGNER)
@api.arguments(DraftForeign)
@api.response(200)
def foreign(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """A diagram of another tool becomes a file of the draft; the report says how."""
    desk = the_desk()
    if sent["procedure"] not in PROCEDURES:
        raise RequestMalformed
    found = drawing_board.draft_files(desk, draft_id)
    own = f"processes/{found.base.lineage[0]}/{sent['procedure']}/process.bpmn"
    above = found.base.process_definitions.get(PROCEDURES[sent["procedure"]])
    taken = take_foreign(
        sent["content"].encode(),
        key=PROCEDURES[sent["procedure"]],
        file=own,
        based_on=above.sha256 if above and above.file != own else None,
    )
    order = {**_order(sent, draft_id), "key": ""}
    command = SavePart(**order, part=own, content=taken.xml)
    saved = save_part(desk.office, command, part_judgement)
    return {**saved, "part": own, "vendor": taken.vendor, "lines": [asdict(x) for x in taken.lines]}


@api.get("/design/drafts/<draft_id>/facts")
@open_to(Rule.DESIGNER)
@api.response(200)
def facts(draft_id: str) -> dict[str, object]:
    """What a condition may be built of: facts with their values, and the comparisons."""
    release = drawing_board.draft_files(the_desk(), draft_id).release
    return {
        "facts": [to_plain(one) for one in release.facts.values()],
        "operators": dict(OPERATORS),
        "operators_of_type": {name: list(ops) for name, ops in OPERATORS_OF_TYPE.items()},
    }


@api.get("/design/drafts/<draft_id>/words")
@open_to(Rule.DESIGNER)
@api.response(200)
def words(draft_id: str) -> dict[str, object]:
    """What a diagram may name, in words; and the messages the editor shows while somebody draws."""
    release = drawing_board.draft_files(the_desk(), draft_id).release
    return editor_words(release)


@api.post("/design/condition")
@open_to(Rule.DESIGNER)
@api.arguments(DraftCondition)
@api.response(200)
def condition(sent: dict[str, Any]) -> dict[str, object]:
    """An expression as a tree, or a tree as an expression."""
    source = sent["source"] if sent["source"] is not None else source_of(sent["tree"])
    return {"source": source, "tree": condition_of(source)}


def _told(draft: DesignDraft) -> dict[str, Plain]:
    return {**cast("dict[str, Plain]", to_plain(draft)), "state_words": STATE_WORDS[draft.state]}


def _content(path: str, content: str) -> bytes:
    return _bytes(content) if path.endswith(".docx") else content.encode()


def _bytes(text_in_base64: str) -> bytes:
    try:
        return base64.b64decode(text_in_base64, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestMalformed from error
