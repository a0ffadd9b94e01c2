"""The way in for what belongs to a place and to no case: calendar, incidents.

Answer a repeated key as before, see who asks and whether he may, let the deed decide, keep the
answer with its effect in one commit. A refusal changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

from engine.commands.door import Answer, Command, nothing_to_lock, once
from engine.commands.office import Office
from engine.commands.refusals import NotYourTask
from engine.domain.people import Person
from engine.domain.plain import to_plain
from engine.ports import Transaction

PlaceDeed = Callable[[Transaction, Person], Answer]


def change_place(
    office: Office, command: Command, deed: PlaceDeed, *, roles: frozenset[str], task: str
) -> Answer:
    """Let somebody in one of `roles` do `deed`; the key makes it once."""

    def admitted(tx: Transaction, by: Person, _at: datetime, _held: None) -> Answer:
        if not by.roles & roles:
            raise NotYourTask(where={"place": command.place}, task=task)
        return deed(tx, by)

    return once(office, command, admitted, asked=to_plain(command), lock=nothing_to_lock)
