"""登录: sessions and failed attempts. A token is kept as its hash; nothing tells who tried."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, insert, select

from engine.domain.people import Person
from engine.ports import Clock, IdSource
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.register import Register

SESSION_HOURS = 8
TOKEN_CHARACTERS = 40
"""200 bits in Crockford's base 32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with the hash of the password; None = may not log in."""

    person: Person
    password_hash: str | None


class SignIns:
    """Who is logged in, and how often somebody failed."""

    def __init__(self, engine: Engine, *, clock: Clock, ids: IdSource) -> None:
        self._engine = engine
        self._clock = clock
        self._ids = ids

    def places(self) -> Sequence[tuple[str, str]]:
        """Code and title of every place of this installation, by code."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(t.places.c.code, t.places.c.title))
            return sorted((str(code), str(title)) for code, title in rows)

    def account(self, place: str, login: str) -> Account | None:
        """The person who logs in by that name."""
        with reading(self._engine) as connection:
            person = Register(connection, place).person_of_login(login)
            if person is None:
                return None
            kept = connection.execute(
                select(t.people.c.password_hash).where(
                    t.people.c.place == place, t.people.c.id == person.id
                )
            ).scalar()
            return Account(person=person, password_hash=kept)

    def begin(self, place: str, person_id: str) -> str:
        """Begin a session of `SESSION_HOURS`; answers its token, told only to the browser."""
        token = self._ids.secret(TOKEN_CHARACTERS)
        now = self._clock.now()
        with writing(self._engine) as connection:
            connection.execute(delete(t.sessions).where(t.sessions.c.ends_at <= now))
            connection.execute(
                insert(t.sessions),
                {
                    "place": place,
                    "token_sha256": hash_of(token),
                    "person_id": person_id,
                    "begun_at": now,
                    "ends_at": now + timedelta(hours=SESSION_HOURS),
                },
            )
        return token

    def person(self, place: str, token: str) -> Person | None:
        """Who holds the session of that token; None once it has ended."""
        with reading(self._engine) as connection:
            person_id = connection.execute(
                select(t.sessions.c.person_id).where(
                    t.sessions.c.place == place,
                    t.sessions.c.token_sha256 == hash_of(token),
                    t.sessions.c.ends_at > self._clock.now(),
                )
            ).scalar()
            return Register(connection, place).person(person_id) if person_id else None

    def end(self, place: str, token: str) -> None:
        """End the session."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(t.sessions).where(
                    t.sessions.c.place == place, t.sessions.c.token_sha256 == hash_of(token)
                )
            )

    def failures(self, place: str, subject: str, *, since: datetime) -> int:
        """How often `subject` failed at or after `since`."""
        table = t.login_failures
        with reading(self._engine) as connection:
            found = connection.execute(
                select(func.count()).where(
                    table.c.place == place,
                    table.c.subject_sha256 == hash_of(subject),
                    table.c.failed_at >= since,
                )
            ).scalar()
        return int(found or 0)

    def note_failure(self, place: str, subject: str) -> None:
        """Note one more failure, and forget those of earlier days."""
        now = self._clock.now()
        table = t.login_failures
        with writing(self._engine) as connection:
            connection.execute(delete(table).where(table.c.failed_at < now - timedelta(days=1)))
            connection.execute(
                insert(table),
                {
                    "place": place,
                    "id": self._ids.next(),
                    "subject_sha256": hash_of(subject),
                    "failed_at": now,
                },
            )

    def forget_failures(self, place: str, subject: str) -> None:
        """Somebody succeeded: count from nought again."""
        table = t.login_failures
        with writing(self._engine) as connection:
            connection.execute(
                delete(table).where(
                    table.c.place == place, table.c.subject_sha256 == hash_of(subject)
                )
            )


def hash_of(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()
