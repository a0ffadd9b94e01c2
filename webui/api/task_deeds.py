"""退签收、改派、退回、撤回、催办: what is done with a task besides its form, or with many."""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from engine.commands.claim_task import ClaimTask, ReleaseTask, claim_task, release_task
from engine.commands.door import Answer
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.commands.remind_task import RemindTask, hourly_key, remind_task
from engine.commands.returning import SendBack, TakeBack, send_back, take_back
from engine.errors import Refusal
from engine.queries.task_deeds import step_of, takers
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import (
    ID_CHARACTERS_MAX,
    Deed,
    SeenDeed,
    Shape,
    Told,
    a_reason,
    an_id,
    blueprint,
    many,
    maybe_text,
    text,
)
from webui.api.tasks import About, on_task
from webui.refusal_pages import as_json

api = blueprint("task_deeds", "办理项的签收、退签收、改派、退回、撤回、催办")

BATCH_ITEMS_MAX = 100
BATCH_KEY_CHARACTERS_MAX = 64
STEP_CHARACTERS_MAX = 12


class GivenAway(Deed):
    """To whom, and why."""

    to = an_id(required=True)
    reason = a_reason()


class SentBack(SeenDeed):
    """To which step, and why."""

    to_step = fields.String(required=True, validate=validate.Length(1, STEP_CHARACTERS_MAX))
    reason = a_reason()


class TakenBack(SeenDeed):
    """Why."""

    reason = a_reason(required=False)


class Reminder(Shape):
    """A few words."""

    words = fields.String(load_default="", validate=validate.Length(max=200))


class Batch(Shape):
    """Several tasks, each judged by itself; the key names the whole."""

    items = fields.List(
        fields.String(validate=validate.Length(1, ID_CHARACTERS_MAX)),
        required=True,
        validate=validate.Length(1, BATCH_ITEMS_MAX),
    )
    key = fields.String(required=True, validate=validate.Length(1, BATCH_KEY_CHARACTERS_MAX))


class BatchGivenAway(Batch):
    """Several tasks to one person."""

    to = an_id(required=True)
    reason = a_reason()


class BatchReminder(Batch):
    """A few words for each."""

    words = fields.String(load_default="", validate=validate.Length(max=200))


class BatchRow(Schema):
    """What became of one task: done, or the refusal of it."""

    item_id = text()
    ok = fields.Boolean(required=True)
    refusal = fields.Dict(required=True, allow_none=True)


class BatchDone(Schema):
    """A row per task, in the order asked."""

    rows = many(BatchRow)


class Taker(Schema):
    """Somebody a task may be given to."""

    person_id = text()
    name = text()
    unit = maybe_text()


def _claim(_sent: Mapping[str, Any], key: str, about: About) -> Answer:
    return claim_task(the_desk().office, ClaimTask(key=key, **about))


def _release(_sent: Mapping[str, Any], key: str, about: About) -> Answer:
    return release_task(the_desk().office, ReleaseTask(key=key, **about))


def _reassign(sent: Mapping[str, Any], key: str, about: About) -> Answer:
    given = ReassignTask(key=key, to_person=sent["to"], reason=sent["reason"], **about)
    return reassign_task(the_desk().office, given)


def _remind(sent: Mapping[str, Any], _key: str, about: About) -> Answer:
    office = the_desk().office
    key = hourly_key(office, by=about["by"], item_id=about["item_id"])
    return remind_task(office, RemindTask(key=key, words=sent["words"], **about))


OneDeed = Callable[[Mapping[str, Any], str, About], Answer]


def _one(sent: Mapping[str, Any], item_id: str, deed: OneDeed) -> Answer:
    return on_task(item_id, lambda about: deed(sent, sent.get("key", ""), about))


def _each(sent: Mapping[str, Any], deed: OneDeed) -> dict[str, object]:
    """The deed for every task, one transaction each; a refusal stops only its own."""
    rows: list[dict[str, object]] = []
    for item_id in dict.fromkeys(sent["items"]):
        key = f"{sent['key']}:{item_id}"[:120]
        refusal: dict[str, object] | None = None
        try:
            on_task(item_id, lambda about, key=key: deed(sent, key, about))  # type: ignore[misc]  # a default is no argument
        except Refusal as refused:
            refusal = as_json(refused)
        rows.append({"item_id": item_id, "ok": refusal is None, "refusal": refusal})
    return {"rows": rows}


@api.post("/items/<item_id>/release")
@open_to(Rule.TASK_HOLDER)
@api.arguments(Deed)
@api.response(200, Told)
def release(sent: Mapping[str, Any], item_id: str) -> Answer:
    """退签收."""
    return _one(sent, item_id, _release)


@api.get("/items/<item_id>/takers")
@open_to(Rule.TASK_HOLDER)
@api.response(200, Taker(many=True))
def may_take(item_id: str) -> list[Any]:
    """Who may have the task instead."""
    return list(takers(the_desk(), item_id))


@api.post("/items/<item_id>/reassign")
@open_to(Rule.TASK_HOLDER)
@api.arguments(GivenAway)
@api.response(200, Told)
def reassign(sent: Mapping[str, Any], item_id: str) -> Answer:
    """改派、转办."""
    return _one(sent, item_id, _reassign)


@api.post("/items/<item_id>/remind")
@open_to(Rule.CASE_INSIDER)
@api.arguments(Reminder)
@api.response(200, Told)
def remind(sent: Mapping[str, Any], item_id: str) -> Answer:
    """催办: at most once an hour."""
    return _one(sent, item_id, _remind)


@api.post("/items/<item_id>/send-back")
@open_to(Rule.TASK_HOLDER)
@api.arguments(SentBack)
@api.response(200, Told)
def back(sent: Mapping[str, Any], item_id: str) -> Answer:
    """退回: to a step the task allows, with a reason."""

    def deed(about: About) -> Answer:
        order = SendBack(
            key=sent["key"],
            seen_version=sent["seen_version"],
            to_step=sent["to_step"],
            reason=sent["reason"],
            **about,
        )
        return send_back(the_desk().office, order)

    return on_task(item_id, deed)


@api.post("/items/<item_id>/take-back")
@open_to(Rule.TASK_HOLDER)
@api.arguments(TakenBack)
@api.response(200, Told)
def taken(sent: Mapping[str, Any], item_id: str) -> Answer:
    """撤回: take one's own act back while nobody has acted on it."""
    desk = the_desk()
    case_id, step = step_of(desk, item_id)
    order = TakeBack(
        key=sent["key"],
        place=desk.place,
        by=desk.by.id,
        case_id=case_id,
        seen_version=sent["seen_version"],
        step=step,
        reason=sent.get("reason", ""),
    )
    return take_back(desk.office, order)


@api.post("/items/claim")
@open_to(Rule.TASK_HOLDER)
@api.arguments(Batch)
@api.response(200, BatchDone)
def claim_each(sent: Mapping[str, Any]) -> dict[str, object]:
    """签收 several tasks."""
    return _each(sent, _claim)


@api.post("/items/release")
@open_to(Rule.TASK_HOLDER)
@api.arguments(Batch)
@api.response(200, BatchDone)
def release_each(sent: Mapping[str, Any]) -> dict[str, object]:
    """退签收 several tasks."""
    return _each(sent, _release)


@api.post("/items/reassign")
@open_to(Rule.TASK_HOLDER)
@api.arguments(BatchGivenAway)
@api.response(200, BatchDone)
def reassign_each(sent: Mapping[str, Any]) -> dict[str, object]:
    """改派 several tasks to one person."""
    return _each(sent, _reassign)


@api.post("/items/remind")
@open_to(Rule.CASE_INSIDER)
@api.arguments(BatchReminder)
@api.response(200, BatchDone)
def remind_each(sent: Mapping[str, Any]) -> dict[str, object]:
    """催办 several tasks."""
    return _each(sent, _remind)
