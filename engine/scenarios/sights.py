"""Everything a complainant or the supervised organ gets to see of a case, as one text."""

from engine.commands.corrections import readers_of
from engine.commands.paper_values import values_of
from engine.domain.plain import canonical
from engine.queries.public_status import public_status
from engine.scenarios.player import Player

ORGAN_ROLES = frozenset({"org_liaison", "org_head"})


def complainant_sight(player: Player) -> str:
    """The words of the query page."""
    case = player.case()
    ids = [one for document in case.documents.values() for one in document.bodies]
    with player.office.store.begin(player.place) as tx:
        bodies = tx.bodies(ids)
    page = public_status(case, player.release, bodies)
    return "\n".join((page.status, page.intake_no or "", *page.told))


def organ_sight(player: Player) -> str:
    """The documents meant for the organ, served or under way, and its own tasks' forms."""
    case = player.case()
    seen: list[str] = []
    with player.office.store.begin(player.place) as tx:
        act = player.act_of_nobody(tx, case)
        seen.extend(
            str(values_of(act, document))
            for document in case.documents.values()
            if "supervised_org" in readers_of(act, document) and document.is_issued
        )
        own = [item.id for item in case.items.values() if item.role in ORGAN_ROLES]
        for document in case.documents.values():
            bodies = act.bodies_of(document.bodies)
            seen.extend(canonical(dict(one.values)) for one in bodies if one.item_id in own)
    return "\n".join(seen)
