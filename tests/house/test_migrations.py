"""A migrated database has the tables the code means, and every step goes both ways."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from engine.store.connection import open_database, reading
from engine.store.migrate import current, downgrade, newest, refuse_unless_current, upgrade
from engine.store.search_tables import is_kept_by_the_database
from engine.store.tables import metadata

NO_FUNCTIONAL_INDEX = pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified")
"""SQLite cannot tell of an index that only PostgreSQL has."""


@pytest.fixture
def engine(database_address):
    opened = open_database(database_address)
    yield opened
    opened.dispose()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tables of SQLite's own full-text index are not ours to describe."""
    return kind != "table" or name is None or not is_kept_by_the_database(name)


def _differences(engine: Engine) -> list[object]:
    with reading(engine) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _ours}
        )
        return list(compare_metadata(context, metadata))


def _checks(engine: Engine) -> set[tuple[str, str]]:
    """Table and name of every check; alembic does not compare these."""
    seen = inspect(engine)
    return {
        (table, str(check["name"]))
        for table in seen.get_table_names()
        for check in seen.get_check_constraints(table)
    }


@NO_FUNCTIONAL_INDEX
def test_migrating_makes_the_tables_the_code_means(engine):
    upgrade(engine)
    assert not _differences(engine)
    refuse_unless_current(engine)


def test_migrating_makes_the_rules_the_code_means(engine, tmp_path):
    upgrade(engine)
    migrated = _checks(engine)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    assert migrated == _checks(engine)


@NO_FUNCTIONAL_INDEX
def test_every_step_goes_both_ways(engine):
    upgrade(engine)
    downgrade(engine)
    assert current(engine) is None
    left = set(inspect(engine).get_table_names()) - {"alembic_version"}
    assert not left
    upgrade(engine)
    assert current(engine) == newest()
    assert not _differences(engine)


def test_migrating_twice_is_migrating_once(engine):
    upgrade(engine)
    upgrade(engine)
    assert current(engine) == newest()


def test_every_rule_of_a_table_has_a_name(engine):
    """A constraint's name is its rule; one without a name could not be dropped again."""
    upgrade(engine)
    assert not [name for _table, name in _checks(engine) if not name.startswith("ck_")]
