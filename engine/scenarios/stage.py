"""A stage for one case: a fresh database with the place's release, its people and its organs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from engine.definitions.bundle import to_bundle
from engine.definitions.release import Release, load_release
from engine.ports import Documents
from engine.scenarios.cast import Cast, make_cast
from engine.scenarios.hand_clock import HandClock
from engine.scenarios.player import Player
from engine.store import migrate
from engine.store.connection import writing
from engine.store.register import Register
from engine.store.releases import AgreedRelease, enter_place, publish
from engine.wiring import House, Settings, open_house

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The release of a stage is in force from the beginning of time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Everything a case needs to be played."""

    house: House
    release: Release
    cast: Cast
    clock: HandClock

    def player(self) -> Player:
        """Someone to play one more case on this stage."""
        return Player(
            office=self.house.office,
            place=self.release.place,
            release=self.release,
            cast=self.cast,
            clock=self.clock,
            store=self.house.store,
        )


def set_stage(  # noqa: PLR0913 - what a scenario file says of its setting
    settings: Settings,
    place: str,
    organs: Sequence[Mapping[str, str]],
    *,
    at: datetime,
    where: Mapping[str, str] | None = None,
    password_hash: str | None = None,
    documents: Documents | None = None,
    release: Release | None = None,
) -> Stage:
    """Make the tables, publish the place's release and enter cast and organs.

    `release` is played instead of what the folder of definitions says; `documents` may be a
    quicker port than the one that typesets.
    """
    clock = HandClock(at)
    house = open_house(settings, clock=clock)
    if documents is not None:
        house = replace(house, office=replace(house.office, documents=documents))
    migrate.upgrade(house.store.engine)
    release = release or load_release(Path(settings.definitions), place)
    cast = make_cast(release, organs, where=where)
    with writing(house.store.engine) as connection:
        enter_place(connection, place, release.place_info.title)
        publish(
            connection,
            place,
            AgreedRelease(
                release_id=release.id,
                bundle=to_bundle(release),
                in_force_from=ALWAYS,
                made_by="designer",
                approved_by="approver",
                changes="首次发布",
            ),
        )
        register = Register(connection, place)
        register.enter_organs(cast.organs)
        register.enter_people(cast.people.values(), password_hash=password_hash)
    return Stage(house=house, release=release, cast=cast, clock=clock)
