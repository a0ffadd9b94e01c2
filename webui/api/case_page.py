"""案件: cover, parties, open tasks, timeline, periods, documents, diagrams and log of one case."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from engine.commands.refusals import CaseNotFound
from engine.commands.unmask import UnmaskComplainant, unmask_complainant
from engine.domain.case import ON_PAPER
from engine.domain.sight import Sight
from engine.queries.case_file import (
    CaseFile,
    DocumentLine,
    PeriodLine,
    VisitLine,
    case_file,
    complainant_in_full,
)
from webui.access import Rule, open_to, the_desk
from webui.api.attachments import AttachmentShown, shown
from webui.api.case_list import CaseRowShown
from webui.api.case_papers import VOLUMES
from webui.api.circulations import CirculationShown
from webui.api.shapes import Deed, blueprint, day, many, maybe_text, moment, text
from webui.api.wording import LightWords, light_words
from webui.diagram_svg import Marked, draw
from webui.words import document_state

api = blueprint("case_page", "一个案件")

SVG = "image/svg+xml"


class Labelled(Schema):
    """A label and what stands under it."""

    label = text()
    words = text()


class CaseCover(Schema):
    """The cover."""

    case_id = text()
    case_no = maybe_text()
    title = text()
    state = text()
    flags = fields.List(fields.String(), required=True)
    ended = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    whole = fields.Boolean(required=True)
    may_print_receipt = fields.Boolean(required=True)
    may_enter_paper = fields.Boolean(required=True)
    lines = many(Labelled)
    reported = many(Labelled)


class Party(Schema):
    """Somebody the case is about; `may_unmask` where more is told when it is asked for."""

    role = text()
    name = text()
    masked = fields.Boolean(required=True)
    may_unmask = fields.Boolean(required=True)
    details = many(Labelled)


class ItemOfVisit(Schema):
    """One slot of a visit: who, and what was said."""

    item_id = text()
    person = text()
    role = text()
    open = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    may_take_back = fields.Boolean(required=True)
    closed_at = moment()
    reason = maybe_text()
    result = maybe_text()
    text = maybe_text()


class VisitShown(Schema):
    """One visit of the timeline."""

    title = text()
    step = text()
    procedure = text()
    opened_at = moment()
    ended_at = moment()
    open = fields.Boolean(required=True)
    items = many(ItemOfVisit)


class PeriodShown(Schema):
    """One clock; `due_on` is null while a pause keeps it open."""

    title = text()
    amount = text()
    started_on = day()
    due_on = day()
    light = fields.Nested(LightWords, required=True)
    source = text()
    stopped = fields.Boolean(required=True)
    stopped_on = day()


class DocumentShown(Schema):
    """One document of the case, which one it proves, and which files there are of it."""

    document_id = text()
    kind = text()
    title = text()
    doc_no = maybe_text()
    state = text()
    state_words = text()
    drafted_at = moment()
    signed_at = moment()
    sealed_at = moment()
    about = maybe_text()
    served_on = day()
    service_mode = maybe_text()
    verify_code = maybe_text()
    files = fields.List(fields.String(), required=True)
    has_masked_copy = fields.Boolean(required=True)


class RelatedCase(CaseRowShown):
    """Another case, and what it has to do with this one."""

    relation = text()


class DiagramNamed(Schema):
    """A procedure the case went through; `here` is where it stands in it."""

    process = text()
    title = text()
    here = maybe_text()


class ActNamed(Schema):
    """An act outside the diagram that the person may apply for now."""

    id = text()
    step = text()
    title = text()


class CaseShown(Schema):
    """Everything the page of a case shows at once; the log is asked for apart."""

    case = fields.Nested(CaseCover, required=True)
    parties = many(Party)
    open_items = many(VisitShown)
    timeline = many(VisitShown)
    periods = many(PeriodShown)
    documents = many(DocumentShown)
    diagrams = many(DiagramNamed)
    acts = many(ActNamed)
    attachments = many(AttachmentShown)
    circulations = many(CirculationShown)
    related = many(RelatedCase)
    volume = fields.List(fields.String(), required=True)


@api.get("/cases/<case_id>")
@open_to(Rule.CASE_READER)
@api.response(200, CaseShown)
def show(case_id: str) -> dict[str, object]:
    """The case; for the organ's people only their tasks and documents."""
    desk = the_desk()
    file = case_file(desk, case_id)
    today = desk.office.clock.now().date()
    visits = [_visit(one) for one in file.visits]
    return {
        "case": _cover(file),
        "parties": list(_parties(file)),
        "open_items": [one for one in visits if one["open"]],
        "timeline": visits,
        "periods": [_period(one, today) for one in file.periods],
        "documents": [_document(one, file) for one in file.documents],
        "diagrams": [
            {"process": one.definition.key, "title": one.definition.name, "here": one.here}
            for one in file.tracks
        ],
        "related": list(_related(file)),
        "volume": list(VOLUMES) if _has_volume(file) else [],
        "attachments": [shown(one) for one in file.attachments],
        "circulations": [asdict(one) for one in file.circulations],
        "acts": [{"id": one.verb, "step": one.step, "title": one.title} for one in file.acts],
    }


@api.post("/cases/<case_id>/complainant")
@open_to(Rule.CASE_INSIDER)
@api.arguments(Deed)
@api.response(200, Labelled(many=True))
def complainant(sent: Mapping[str, Any], case_id: str) -> list[dict[str, str]]:
    """投诉举报人的身份信息: in full, and on record; refuses `complainant_kept`."""
    desk = the_desk()
    order = UnmaskComplainant(key=sent["key"], place=desk.place, by=desk.by.id, case_id=case_id)
    unmask_complainant(desk.office, order)
    found = complainant_in_full(desk, case_id)
    return [{"label": label, "words": words} for label, words in found]


@api.get("/cases/<case_id>/diagrams/<process>.svg")
@open_to(Rule.CASE_INSIDER)
@api.response(200, content_type=SVG)
def diagram(case_id: str, process: str) -> Response:
    """One procedure with what is done and where the case stands."""
    for track in case_file(the_desk(), case_id).tracks:
        if track.definition.key == process:
            marked = Marked(done=track.done, current=track.current)
            return Response(draw(track.definition, track.drawing, marked), mimetype=SVG)
    raise CaseNotFound(where={"case": case_id})


def _has_volume(file: CaseFile) -> bool:
    """What ended on paper is bound on paper; its scan stands among the attachments."""
    head = file.case.head
    return file.sight is Sight.WHOLE and head.closed_on is not None and head.entry != ON_PAPER


def _cover(file: CaseFile) -> dict[str, object]:
    head = file.case.head
    return {
        "case_id": head.id,
        "case_no": head.case_no or head.intake_no,
        "title": head.title,
        "state": file.status,
        "flags": list(file.flags),
        "ended": head.ended,
        "version": head.version,
        "whole": file.sight is Sight.WHOLE,
        "may_print_receipt": file.may_print_receipt,
        "may_enter_paper": file.may_enter_paper,
        "lines": [{"label": label, "words": words} for label, words in file.cover],
        "reported": [{"label": label, "words": words} for label, words in file.reported],
    }


def _parties(file: CaseFile) -> Iterator[dict[str, object]]:
    if file.complainant:
        details = [{"label": label, "words": words} for label, words in file.complainant]
        yield {
            "role": "投诉举报人",
            "name": details[0]["words"],
            "masked": True,
            "may_unmask": file.may_unmask,
            "details": details,
        }
    if file.case.head.organ_name:
        name = file.case.head.organ_name
        organ = {"role": "被监督机关", "name": name, "masked": False}
        yield {**organ, "may_unmask": False, "details": []}


def _visit(line: VisitLine) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(line, name) for name in VisitLine.__slots__}
    return kept


def _period(line: PeriodLine, today: date) -> dict[str, object]:
    kept: dict[str, object] = {name: getattr(line, name) for name in PeriodLine.__slots__}
    return {**kept, "light": light_words(line.light, line.due_on, today)}


def _document(line: DocumentLine, file: CaseFile) -> dict[str, object]:
    one = line.document
    proved = file.case.documents.get(one.about_id or "")
    whole = file.sight is Sight.WHOLE
    docx = ["docx"] if whole and one.file is not None and not one.file.is_scan else []
    files = ["pdf", *docx] if line.has_files else []
    same = ("kind", "title", "doc_no", "drafted_at", "signed_at", "sealed_at")
    return {
        **{name: getattr(one, name) for name in (*same, "served_on", "service_mode")},
        "document_id": one.id,
        "about": proved.title if proved else None,
        "state": one.state.value,
        "state_words": document_state(one.state.value),
        "verify_code": one.verify_code,
        "files": files,
        "has_masked_copy": one.id in file.has_masked_copy,
    }


def _related(file: CaseFile) -> Iterator[dict[str, object]]:
    for linked in file.linked:
        yield {**asdict(linked.case), "relation": linked.relation}
    known = {linked.case.case_id for linked in file.linked}
    for one in file.related:
        if one.case_id not in known:
            yield {**asdict(one), "relation": "同一被监督机关"}
