"""A connection that died while it rested is not handed to anybody."""

import pytest
from sqlalchemy import text

from engine.store import connection as connecting
from engine.store.connection import open_database, reading

BACKEND = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:backend)")


def test_one_that_died_while_it_rested_is_replaced(
    postgres_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "TRUSTED_SECONDS", 0.0)
    engine, another = open_database(postgres_address), open_database(postgres_address)
    with reading(engine) as connection:
        backend = connection.execute(BACKEND).scalar_one()
    with reading(another) as connection:
        assert connection.execute(END, {"backend": backend}).scalar_one()
    with reading(engine) as connection:
        assert connection.execute(BACKEND).scalar_one() != backend
    engine.dispose()
    another.dispose()
