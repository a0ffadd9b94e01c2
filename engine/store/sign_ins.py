"""登录: sessions and failed attempts. A token is kept as its hash; nothing tells who tried."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from engine.domain.people import Person
from engine.ports import Clock, IdSource
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.register import ROLE_OF_PERSON, Register, people_in

SESSION_HOURS = 8
"""A session ends so long after it began, whatever happens."""

SESSION_IDLE_MINUTES = 30
"""A session ends when nothing was asked for so long."""

SEEN_SECONDS = 60
"""How exactly it is noted when a session was last used: a row is not written for every page."""

TOKEN_CHARACTERS = 40
"""200 bits in Crockford's base 32."""

SESSIONS_SHOWN_MAX = 50
BROWSER_CHARACTERS_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person with the hash of the password; None = may not log in by one."""

    person: Person
    password_hash: str | None
    has_second_factor: bool = False
    has_first_password: bool = False
    """Whether the password was made by an administrator, and is to be changed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who holds a session; `limited` until he has chosen a password of his own."""

    person: Person
    limited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as its owner sees it."""

    id: str
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    browser: str
    is_this: bool


READ_VISITOR = (
    select(t.sessions.c.seen_at, t.sessions.c.limited, t.people, t.people_roles.c.role)
    .join(
        t.people,
        (t.people.c.place == t.sessions.c.place) & (t.people.c.id == t.sessions.c.person_id),
    )
    .outerjoin(t.people_roles, ROLE_OF_PERSON)
    .where(
        t.sessions.c.place == bindparam("place"),
        t.sessions.c.token_sha256 == bindparam("token"),
        t.sessions.c.ends_at > bindparam("now"),
        t.sessions.c.seen_at > bindparam("idle_since"),
    )
)
"""Asked with every request, so it is built once: one row per role of who holds the session."""


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
            return None if person is None else _account(connection, place, person)

    def account_of(self, place: str, person_id: str) -> Account | None:
        """The account of a person."""
        with reading(self._engine) as connection:
            person = Register(connection, place).person(person_id)
            return None if person is None else _account(connection, place, person)

    def person_of_subject(self, place: str, issuer: str, subject: str) -> Person | None:
        """Who was matched with that subject of a single sign-on (统一身份认证)."""
        table = t.sign_on_subjects
        query = select(table.c.person_id).where(
            table.c.place == place, table.c.issuer == issuer, table.c.subject == subject
        )
        with reading(self._engine) as connection:
            person_id = connection.execute(query).scalar()
            return Register(connection, place).person(person_id) if person_id else None

    def note_sign_on(self, place: str, issuer: str, subject: str) -> None:
        """The provider has just vouched for that subject, and he is in."""
        table = t.sign_on_subjects
        with writing(self._engine) as connection:
            connection.execute(
                update(table)
                .where(table.c.place == place, table.c.issuer == issuer, table.c.subject == subject)
                .values(used_at=self._clock.now())
            )

    # --- sessions --------------------------------------------------------------------------------

    def begin(self, place: str, person_id: str, *, browser: str = "", limited: bool = False) -> str:
        """Begin a session; answers its token, told only to the browser."""
        token = self._ids.secret(TOKEN_CHARACTERS)
        now = self._clock.now()
        with writing(self._engine) as connection:
            connection.execute(delete(t.sessions).where(_over(now)))
            connection.execute(
                insert(t.sessions),
                {
                    "place": place,
                    "token_sha256": hash_of(token),
                    "id": self._ids.next(),
                    "person_id": person_id,
                    "begun_at": now,
                    "seen_at": now,
                    "ends_at": now + timedelta(hours=SESSION_HOURS),
                    "browser": browser[:BROWSER_CHARACTERS_MAX],
                    "limited": limited,
                },
            )
        return token

    def visitor(self, place: str, token: str, *, by_itself: bool = False) -> Visitor | None:
        """Who holds the session of that token, now in use; None once it has ended.

        What an open page asks `by_itself` is no use of the session by a person.
        """
        now = self._clock.now()
        table = t.sessions
        token_sha256 = hash_of(token)
        asked = {
            "place": place,
            "token": token_sha256,
            "now": now,
            "idle_since": now - timedelta(minutes=SESSION_IDLE_MINUTES),
        }
        with reading(self._engine) as connection:
            rows = connection.execute(READ_VISITOR, asked).mappings().all()
        if not rows:
            return None
        row, person = rows[0], people_in(rows)[0]
        if not by_itself and now - row["seen_at"] >= timedelta(seconds=SEEN_SECONDS):
            this = (table.c.place == place, table.c.token_sha256 == token_sha256)
            with writing(self._engine) as connection:
                connection.execute(update(table).where(*this).values(seen_at=now))
        return Visitor(person=person, limited=row["limited"])

    def sessions(self, place: str, person_id: str, *, token: str) -> Sequence[Session]:
        """The person's sessions, the latest used first; `token` is that of who asks."""
        table = t.sessions
        query = (
            select(table)
            .where(
                table.c.place == place, table.c.person_id == person_id, ~_over(self._clock.now())
            )
            .order_by(table.c.seen_at.desc(), table.c.id.desc())
            .limit(SESSIONS_SHOWN_MAX)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).mappings().all()
        mine = hash_of(token)
        return [
            Session(
                is_this=row["token_sha256"] == mine,
                **{name: row[name] for name in Session.__slots__ if name != "is_this"},
            )
            for row in rows
        ]

    def end(self, place: str, token: str) -> None:
        """End the session."""
        self._end(place, t.sessions.c.token_sha256 == hash_of(token))

    def revoke(self, place: str, person_id: str, session_id: str) -> bool:
        """End one of the person's sessions; False when there is none of that id."""
        return self._end(place, t.sessions.c.person_id == person_id, t.sessions.c.id == session_id)

    def set_password(
        self, place: str, person_id: str, password_hash: str, *, keep_token: str = ""
    ) -> None:
        """Take a new password, and end every session but that of `keep_token`."""
        with writing(self._engine) as connection:
            connection.execute(
                update(t.people)
                .where(t.people.c.place == place, t.people.c.id == person_id)
                .values(password_hash=password_hash, first_password=False)
            )
            end_sessions(connection, place, person_id, keep_token=keep_token)
            connection.execute(
                update(t.sessions)
                .where(t.sessions.c.place == place, t.sessions.c.person_id == person_id)
                .values(limited=False)
            )

    def _end(self, place: str, *which: Any) -> bool:  # noqa: ANN401 - SQL conditions
        with writing(self._engine) as connection:
            gone = connection.execute(delete(t.sessions).where(t.sessions.c.place == place, *which))
        return bool(gone.rowcount)

    # --- failures --------------------------------------------------------------------------------

    def failures(self, place: str, subject: str, *, since: datetime) -> int:
        """How often `subject` failed at or after `since`."""
        with reading(self._engine) as connection:
            return _failures(connection, place, subject, since)

    def note_failure(self, place: str, subject: str) -> None:
        """Note one more failure, and forget those of earlier days."""
        with writing(self._engine) as connection:
            self._note(connection, place, subject)

    def may_try(self, place: str, subject: str, *, most: int, since: datetime) -> bool:
        """Note a try as a failure before it is made, unless there were `most` since `since`.

        Those who try at the same time wait for one another, so never more than `most` are made;
        who succeeds calls `forget_failures`.
        """
        queue = select(t.places.c.code).where(t.places.c.code == place).with_for_update()
        with writing(self._engine) as connection:
            connection.execute(queue)
            if _failures(connection, place, subject, since) >= most:
                return False
            self._note(connection, place, subject)
        return True

    def forget_failures(self, place: str, subject: str) -> None:
        """Somebody succeeded: count from nought again."""
        table = t.login_failures
        with writing(self._engine) as connection:
            connection.execute(
                delete(table).where(
                    table.c.place == place, table.c.subject_sha256 == hash_of(subject)
                )
            )

    def _note(self, connection: Connection, place: str, subject: str) -> None:
        now = self._clock.now()
        table = t.login_failures
        connection.execute(delete(table).where(table.c.failed_at < now - timedelta(days=1)))
        row = {
            "place": place,
            "id": self._ids.next(),
            "subject_sha256": hash_of(subject),
            "failed_at": now,
        }
        connection.execute(insert(table), row)


def end_sessions(
    connection: Connection, place: str, person_id: str, *, keep_token: str = ""
) -> None:
    """End the person's sessions but that of `keep_token`."""
    table = t.sessions
    connection.execute(
        delete(table).where(
            table.c.place == place,
            table.c.person_id == person_id,
            table.c.token_sha256 != hash_of(keep_token),
        )
    )


def hash_of(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _account(connection: Connection, place: str, person: Person) -> Account:
    kept = (
        connection.execute(
            select(t.people.c.password_hash, t.people.c.first_password).where(
                t.people.c.place == place, t.people.c.id == person.id
            )
        )
        .mappings()
        .one()
    )
    factor = t.second_factors
    confirmed = connection.execute(
        select(factor.c.person_id).where(
            factor.c.place == place,
            factor.c.person_id == person.id,
            factor.c.confirmed_at.is_not(None),
        )
    ).scalar()
    return Account(
        person=person,
        password_hash=kept["password_hash"],
        has_second_factor=confirmed is not None,
        has_first_password=kept["first_password"],
    )


def _failures(connection: Connection, place: str, subject: str, since: datetime) -> int:
    table = t.login_failures
    found = connection.execute(
        select(func.count()).where(
            table.c.place == place,
            table.c.subject_sha256 == hash_of(subject),
            table.c.failed_at >= since,
        )
    ).scalar()
    return int(found or 0)


def _over(now: datetime) -> Any:  # noqa: ANN401 - an SQL condition
    """Ended by its age, or because it lay idle."""
    idle_since = now - timedelta(minutes=SESSION_IDLE_MINUTES)
    return (t.sessions.c.ends_at <= now) | (t.sessions.c.seen_at <= idle_since)
