"""暂存: keep what was typed so far; invisible to others, no event, no version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from engine.commands.act import Act
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import refuse_unless_holding
from engine.commands.office import Office
from engine.commands.refusals import DraftNotPlain
from engine.domain.plain import Plain, canonical

DRAFT_BYTES_MAX = 1_500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(CaseCommand):
    """Keep the values of a form that is not finished yet."""

    item_id: str
    body: Mapping[str, object] = field(default_factory=dict)


def save_draft(office: Office, command: SaveDraft) -> Answer:
    """Keep the draft; refuses `draft_not_plain` for what is no JSON or too large."""

    def deed(act: Act) -> Answer:
        item, _visit = refuse_unless_holding(act, command.item_id)
        values = cast("Mapping[str, Plain]", command.body)
        try:
            size = len(canonical(dict(values)).encode())  # half a character cannot be encoded
        except (TypeError, ValueError, RecursionError) as error:
            raise DraftNotPlain(where={"item": item.id}) from error
        if size > DRAFT_BYTES_MAX:
            raise DraftNotPlain(where={"item": item.id})
        act.tx.save_draft(item.id, act.by.id, values)
        return {"saved": True}

    return change_case(office, command, deed)
