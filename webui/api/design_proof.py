"""场景试验: the scenarios are played by a job; whoever waits asks how far it is."""

from typing import Any

from engine.commands.door import Answer
from engine.commands.proving import AskProof, ask_proof
from engine.queries import drawing_board
from webui.access import Rule, open_to, the_desk
from webui.api.shapes import Deed, blueprint

api = blueprint("design_proof", "场景试验")


@api.post("/design/drafts/<draft_id>/proof")
@open_to(Rule.DESIGNER)
@api.arguments(Deed)
@api.response(202)
def ask(sent: dict[str, Any], draft_id: str) -> Answer:
    """Let every scenario be played on what the draft says now."""
    desk = the_desk()
    about = {"place": desk.place, "by": desk.by.id, "draft_id": draft_id}
    return ask_proof(desk.office, AskProof(key=sent["key"], **about))


@api.get("/design/drafts/<draft_id>/proof")
@open_to(Rule.DESIGNER)
@api.response(200)
def proof(draft_id: str) -> dict[str, object]:
    """How far the playing is, how each scenario went, what of the drawings was passed."""
    return drawing_board.proof_standing(the_desk(), draft_id)
