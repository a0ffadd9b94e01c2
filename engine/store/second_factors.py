"""第二重验证: a code of the moment (TOTP) from the person's own phone, and codes for an emergency.

The secret is sealed with the key that lies outside the database; a code that was used is refused
when it comes again, and an emergency code (备用码) is kept as its hash and works once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
from sqlalchemy import Connection, Engine, delete, insert, select, update

from engine.ports import Clock, IdSource
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.secrecy import Secrecy
from engine.store.sign_ins import end_sessions, hash_of

PERIOD_SECONDS = 30
STEPS_LATE_MAX = 1
"""A phone's clock may go wrong by one period in either direction."""

RECOVERY_CODES = 10
RECOVERY_CHARACTERS = 10
ISSUER = "执监"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What the person's phone has to learn, told once. `address` is what the square code shows."""

    secret: str
    address: str


class SecondFactors:
    """The second factors of all people."""

    def __init__(self, engine: Engine, *, secrecy: Secrecy, clock: Clock, ids: IdSource) -> None:
        self._engine = engine
        self._secrecy = secrecy
        self._clock = clock
        self._ids = ids

    def begin(self, place: str, person_id: str, *, login: str) -> Enrolment | None:
        """A new secret, in force once a code of it was given; None where one is in force."""
        secret = pyotp.random_base32()
        with writing(self._engine) as connection:
            if _row(connection, place, person_id, confirmed=True) is not None:
                return None
            connection.execute(delete(t.second_factors).where(*_of(place, person_id)))
            row = {
                "place": place,
                "person_id": person_id,
                "sealed": self._secrecy.seal(secret, bound_to=_bound(place, person_id)),
                "begun_at": self._clock.now(),
                "last_step": 0,
            }
            connection.execute(insert(t.second_factors), row)
        address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
        return Enrolment(secret=secret, address=address)

    def confirm(self, place: str, person_id: str, code: str) -> Sequence[str] | None:
        """Take the factor into force by its first code; answers the recovery codes, or None."""
        codes = [self._ids.secret(RECOVERY_CHARACTERS) for _ in range(RECOVERY_CODES)]
        now = self._clock.now()
        with writing(self._engine) as connection:
            row = _row(connection, place, person_id, confirmed=False)
            if row is None or not self._spend(connection, row, code):
                return None
            connection.execute(
                update(t.second_factors).where(*_of(place, person_id)).values(confirmed_at=now)
            )
            connection.execute(
                insert(t.recovery_codes),
                [
                    {"place": place, "person_id": person_id, "code_sha256": hash_of(one)}
                    for one in codes
                ],
            )
        return codes

    def accepts(self, place: str, person_id: str, code: str) -> bool:
        """Whether `code` is right and was not used before; from now on it was."""
        written = code.replace(" ", "").replace("-", "").upper()
        table = t.recovery_codes
        with writing(self._engine) as connection:
            row = _row(connection, place, person_id, confirmed=True)
            if row is None:
                return False
            if self._spend(connection, row, written):
                return True
            used = connection.execute(
                delete(table).where(
                    table.c.place == place,
                    table.c.person_id == person_id,
                    table.c.code_sha256 == hash_of(written),
                )
            )
            return bool(used.rowcount)

    def recovery_codes_left(self, place: str, person_id: str) -> int | None:
        """How many emergency codes are left; None without a factor in force."""
        table = t.recovery_codes
        with reading(self._engine) as connection:
            if _row(connection, place, person_id, confirmed=True) is None:
                return None
            query = select(table.c.code_sha256).where(
                table.c.place == place, table.c.person_id == person_id
            )
            return len(connection.execute(query).all())

    def drop(self, place: str, person_id: str, *, keep_token: str = "") -> None:
        """The factor no longer holds; every session but that of `keep_token` ends."""
        with writing(self._engine) as connection:
            drop_factor(connection, place, person_id)
            end_sessions(connection, place, person_id, keep_token=keep_token)

    def _spend(self, connection: Connection, row: Any, code: str) -> bool:  # noqa: ANN401 - a row
        """Whether the code belongs to a period later than the last one used; notes it as used."""
        place, person_id = row["place"], row["person_id"]
        secret = str(self._secrecy.open(row["sealed"], bound_to=_bound(place, person_id)))
        step = _step_of(pyotp.TOTP(secret), code, self._clock.now())
        if step is None:
            return False
        noted = connection.execute(
            update(t.second_factors)
            .where(*_of(place, person_id), t.second_factors.c.last_step < step)
            .values(last_step=step)
        )
        return bool(noted.rowcount == 1)


def drop_factor(connection: Connection, place: str, person_id: str) -> None:
    """Forget the factor and its recovery codes."""
    for table in (t.recovery_codes, t.second_factors):
        connection.execute(
            delete(table).where(table.c.place == place, table.c.person_id == person_id)
        )


def _step_of(totp: pyotp.TOTP, code: str, now: datetime) -> int | None:
    """The period whose code it is: this one, or a neighbour; None for any other code."""
    for late in range(-STEPS_LATE_MAX, STEPS_LATE_MAX + 1):
        moment = now + timedelta(seconds=late * PERIOD_SECONDS)
        if totp.verify(code, for_time=moment):
            return int(moment.timestamp()) // PERIOD_SECONDS
    return None


def _row(connection: Connection, place: str, person_id: str, *, confirmed: bool) -> Any:  # noqa: ANN401 - a row
    at = t.second_factors.c.confirmed_at
    query = select(t.second_factors).where(
        *_of(place, person_id), at.is_not(None) if confirmed else at.is_(None)
    )
    return connection.execute(query).mappings().first()


def _of(place: str, person_id: str) -> tuple[Any, ...]:
    return t.second_factors.c.place == place, t.second_factors.c.person_id == person_id


def _bound(place: str, person_id: str) -> str:
    return f"{place}/second factor/{person_id}"
