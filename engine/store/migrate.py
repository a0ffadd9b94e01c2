"""Brings a database to the newest shape of the tables, or back to an older one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from engine.errors import Fault
from engine.store.connection import reading, reshaping

FOLDER = Path(__file__).parent / "migrations"


class DatabaseNotCurrent(Fault):
    """The tables are older or newer than this program."""

    code = "database_not_current"
    what = "数据库的表结构是“{found}”，本程序需要“{needed}”。"
    mend = "请先运行 zhijian migrate；如数据库更新，请升级程序。"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the steps up to `to`; a database that is there already is left as it is."""
    with reshaping(engine) as connection:
        command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Run the steps back to `to`."""
    with reshaping(engine) as connection:
        command.downgrade(_config(connection), to)


def current(engine: Engine) -> str | None:
    """The step the database stands at, or None for an empty one."""
    with reading(engine) as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The step the database stands at, as this transaction sees it."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The newest step this program knows."""
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def known() -> frozenset[str]:
    """Every step this program knows."""
    steps = ScriptDirectory.from_config(_config(None)).walk_revisions()
    return frozenset(step.revision for step in steps)


def refuse_unless_current(engine: Engine) -> None:
    """Raise `database_not_current` (Fault) unless the tables are those of this program."""
    found, needed = current(engine), newest()
    if found != needed:
        raise DatabaseNotCurrent(found=found or "空", needed=needed)


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
