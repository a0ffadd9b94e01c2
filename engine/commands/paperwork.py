"""文书: what a task does to the documents of the case, as their document.yaml says.

Before the diagrams move: fill, sign with a number, seal, serve. After: what is whole now, and the
numbers that the last approval of a step allots.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.commands.act import Act
from engine.commands.case_facts import Done
from engine.commands.chains import is_operation
from engine.commands.corrections import may_be_about, named_in, readers_of
from engine.commands.deciding import is_turned_down
from engine.commands.issuing import issuer_of, seal_picture, sign
from engine.commands.paper_sources import take_scan
from engine.commands.service import refuse_unfit
from engine.commands.task_form import call_of, definitions_at
from engine.definitions.document import ABOUT, DocumentDefinition, DocumentStep, TaskMark
from engine.domain import events as ev
from engine.domain.document import Document, DocumentState
from engine.feel import known_expression
from engine.ports import Body, Job

VARIANT_KEY = "reply_kind"
"""The key of D02 whose value names its variant (A 受理 … G 引导)."""

Opened = Collection[tuple[str, str]]
"""(step, role) of the tasks that a move opened."""

JUDGED = frozenset({"approve", "opinion"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of document that the task touches, with the entry that says how."""

    definition: DocumentDefinition
    entry: DocumentStep


def before_move(done: Done, body: Body) -> None:
    """Fill, number, seal and serve what the task is about."""
    about = named_in(done.act, body.values)
    for paper in _papers(done, body):
        document = _document(done, paper, about)
        if document is None:
            continue
        if paper.entry.fills or paper.definition.kind == done.visit.form:
            _fill(done.act, document, body)
        if _numbers_now(paper.definition, done) and not is_turned_down(done.values):
            sign(done.act, document, paper.definition)
        _do_verb(done, paper, document, body)


def after_move(done: Done, opened: Opened, *, step_left: bool) -> None:
    """Allot the numbers of a step's last approval; complete what waits for nobody any more."""
    for definition in definitions_at(done.act.release, done.visit):
        if definition.entry(done.step, done.role) is None:
            continue
        document = _current(done, definition)
        if document is None:
            continue
        if step_left and TaskMark(step=done.step, role="*") in definition.numbered_at:
            sign(done.act, document, definition)
        if _is_whole(done, definition, document, opened):
            complete(done.act, document.id)


def void_drafts(done: Done) -> None:
    """What was drafted for an application that was not granted never becomes a document."""
    for definition in definitions_at(done.act.release, done.visit):
        document = _current(done, definition)
        touches = definition.entry(done.step, done.role) is not None
        if touches and document is not None and document.is_in_draft:
            done.act.record(ev.DocumentVoided(document_id=document.id, reason="申请未获批准"))


def complete(act: Act, document_id: str) -> None:
    """The document is whole: say so, and have its files made; on paper its scan is its file."""
    document = act.case.documents[document_id]
    act.record(ev.DocumentCompleted(document_id=document.id, document=document.code))
    if act.paper is not None:
        take_scan(act, document, act.paper)
        return
    act.unsettled.append(document.id)
    act.jobs.append(
        Job(
            kind="render_document",
            key=f"render:{document.id}:{act.case.new_events[-1].seq}",
            due_at=act.at,
            case_id=act.case.head.id,
            payload={"document_id": document.id},
        )
    )


def _papers(done: Done, body: Body) -> Iterator[Paper]:
    facts = done.act.case.facts.seen_from(done.visit.path)
    for definition in definitions_at(done.act.release, done.visit):
        for entry in definition.entries(done.step, done.role):
            if not _is_about(done, definition, entry, body):
                continue
            if entry.when is None or _holds(entry.when, facts, done):
                yield Paper(definition=definition, entry=entry)
                break


def _is_about(done: Done, definition: DocumentDefinition, entry: DocumentStep, body: Body) -> bool:
    """Whether what was handed in is this document's: an entry that fills shares a key with it.

    Where the form has nothing that must be answered, the keys it asks for decide instead.
    """
    if not entry.fills:
        return True
    fields = frozenset(done.act.release.forms[definition.kind].fields)
    keys = definition.keys_filled_by(entry, fields)
    given = {key for key, value in {**body.values, **body.identity}.items() if value != []}
    return bool(keys & given) or _asks_only_optionally(done, keys)


def _asks_only_optionally(done: Done, keys: Collection[str]) -> bool:
    asked = done.act.release.form_for(done.step, done.role, done.visit.form).fields
    own = [asked[key] for key in keys if key in asked]
    return bool(own) and not any(
        field.required or field.required_if or field.rows is not None for field in own
    )


def _holds(condition: str, facts: Mapping[str, object], done: Done) -> bool:
    return known_expression(condition).evaluate(facts, now=done.act.at) is True


def _document(done: Done, paper: Paper, about: Document | None) -> Document | None:
    """The document the entry is about: the one under way, or a new one if it may begin one."""
    current = _current(done, paper.definition)
    begins = bool(paper.entry.fills) and (_is_its_own(done, paper) or _is_first_filler(paper))
    if current is not None and not (begins and not current.is_in_draft):
        return current
    if not begins or not may_be_about(done.act, paper.definition, about):
        return None
    document = Document(
        id=done.act.office.ids.next(),
        kind=paper.definition.kind,
        path=call_of(done.act.release, done.visit),
        title=paper.definition.title,
        drafted_at=done.act.at,
        about_id=about.id if about and ABOUT in paper.definition.visible_to else None,
    )
    done.act.record(ev.DocumentDrafted(document=document))
    return document


def _is_its_own(done: Done, paper: Paper) -> bool:
    """Whether the task is there for this very document, beside the diagrams (另制)."""
    return is_operation(done.visit) and done.visit.form == paper.definition.kind


def _is_first_filler(paper: Paper) -> bool:
    """Whether no earlier entry of another step fills it: that one began the document."""
    fillers = [entry for entry in paper.definition.steps if entry.fills]
    whole = all("*" in entry.fills for entry in fillers)
    return (
        whole or not fillers or fillers[0].step == paper.entry.step or paper.entry.when is not None
    )


def _current(done: Done, definition: DocumentDefinition) -> Document | None:
    """The latest document of the kind that is still being made or served."""
    path = call_of(done.act.release, done.visit)
    document = done.act.case.latest_document(definition.kind, path=path)
    if document is None or document.state is DocumentState.VOID:
        return None
    if document.state is DocumentState.SERVED:
        return None
    if document.completed_at is not None and definition.service is None:
        return None
    return document


def _fill(act: Act, document: Document, body: Body) -> None:
    variant = body.values.get(VARIANT_KEY)
    act.record(
        ev.DocumentFilled(
            document_id=document.id,
            body_id=body.id,
            variant=str(variant) if variant is not None else None,
        )
    )


def _numbers_now(definition: DocumentDefinition, done: Done) -> bool:
    return TaskMark(step=done.step, role=done.role) in definition.numbered_at


def _do_verb(done: Done, paper: Paper, document: Document, body: Body) -> None:
    verb = paper.entry.does
    if verb == "seal":
        _seal(done.act, document, paper.definition, body.values)
    elif verb == "serve":
        _serve(done.act, document, paper, body)
    elif verb == "sign":
        complete(done.act, document.id)


def _seal(
    act: Act, document: Document, definition: DocumentDefinition, values: Mapping[str, object]
) -> None:
    copies = values.get("copies") or sum(definition.copies.values())
    act.record(
        ev.DocumentSealed(
            document_id=document.id,
            document=act.case.documents[document.id].code,
            seal=str(values.get("seal_code") or definition.seal or ""),
            copies=int(str(copies)),
            picture_sha256=seal_picture(act, definition),
        )
    )
    complete(act, document.id)
    served_by_sealing = definition.service is not None and definition.service.proof is None
    if served_by_sealing and "complainant" in readers_of(act, document):
        act.record(
            ev.ComplainantAnswered(
                document_id=document.id, document=act.case.documents[document.id].code
            )
        )


def _serve(act: Act, document: Document, paper: Paper, body: Body) -> None:
    """送达: the document is served and its proof (送达回证) made, both by the same form."""
    refuse_unfit(act, document, paper.definition, body.values)
    served_on = date.fromisoformat(str(body.values["service_date"]))
    code = act.case.documents[document.id].code
    act.record(
        ev.DocumentServed(
            document_id=document.id,
            document=code,
            served_on=served_on,
            service_mode=str(body.values["service_mode"]),
        )
    )
    if "complainant" in readers_of(act, document):
        act.record(ev.ComplainantAnswered(document_id=document.id, document=code))
    if paper.entry.form is not None:
        _prove(act, document, paper.entry.form, body)


def _prove(act: Act, document: Document, kind: str, body: Body) -> None:
    definition = act.release.documents[kind]
    issuer, issuer_name = issuer_of(act, definition)
    proof = Document(
        id=act.office.ids.next(),
        kind=kind,
        path=document.path,
        title=definition.title,
        drafted_at=act.at,
        about_id=document.id,
        issuer=issuer,
        issuer_name=issuer_name,
    )
    act.record(ev.DocumentDrafted(document=proof))
    _fill(act, proof, body)
    complete(act, proof.id)


def _is_whole(
    done: Done, definition: DocumentDefinition, document: Document, opened: Opened
) -> bool:
    """Forms at the last approval the path reached, records when the last hand is off them."""
    now = done.act.case.documents[document.id]
    if now.completed_at is not None or definition.seal is not None:
        return False
    waiting = {(entry.step, entry.role) for entry in definition.steps} & set(opened)
    if waiting:
        return False
    judges = [entry for entry in definition.steps if entry.does in JUDGED]
    entry = definition.entry(done.step, done.role)
    if judges:
        return entry is not None and entry.does in JUDGED
    return definition.class_ in {"record", "form", "handling", "notice", "letter"} and (
        entry is definition.steps[-1]
    )
