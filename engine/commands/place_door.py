"""The way in for what belongs to a place and to no case: calendar, incidents.

Answer a repeated key as before, see who asks and whether he may, let the deed decide, keep the
answer with its effect in one commit. A refusal changes nothing.
"""

from collections.abc import Callable

from engine.commands.door import (
    Answer,
    Command,
    answered_before,
    person_acting,
    refuse_malformed_key,
    remember,
    until_through,
)
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
    refuse_malformed_key(command)
    asked = to_plain(command)

    def attempt() -> Answer:
        with office.store.begin(command.place) as tx:
            before = answered_before(tx, command, asked)
            if before is not None:
                return before
            by = person_acting(tx, command, office.clock.now())
            if not by.roles & roles:
                raise NotYourTask(where={"place": command.place}, task=task)
            answer = deed(tx, by)
            remember(tx, command, answer, asked=asked, case_id=None)
            return answer

    return until_through(office, attempt)
