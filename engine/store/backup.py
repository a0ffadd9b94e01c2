"""备份与恢复: all rows at one instant and the files they name; back into an empty place.

The rows of each table are lines of JSON, so a backup of one kind of database can be restored into
the other. It is read in one transaction that sees one state and holds up nobody. The key that opens
identities is not in it: whoever finds a backup reads no name.
"""

import base64
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard
from sqlalchemy import Connection, Engine, Table, insert, inspect, select
from sqlalchemy import column as plain_column
from sqlalchemy import table as plain_table
from sqlalchemy.types import NullType, TypeEngine

from engine.errors import Fault, Refusal
from engine.store import audit, migrate, search_index
from engine.store import tables as t
from engine.store.column_types import Instant, PlainJson
from engine.store.connection import reading, writing

MANIFEST = "manifest.json"
FORMAT = 1
ROWS_AT_ONCE = 1_000
SUFFIX = ".jsonl.zst"


class BackupTargetNotEmpty(Refusal):
    """A backup never overwrites another."""

    code = "backup_target_not_empty"
    what = "备份目录“{folder}”不是空的。"
    mend = "请指定一个新的目录。"


class BackupIncomplete(Refusal):
    """Something of the backup is missing or was altered."""

    code = "backup_incomplete"
    http_status = 422
    what = "备份不完整或者已被改动：{name}。"
    mend = "请改用另一份备份。"


class BackupFromNewerVersion(Refusal):
    """Its tables are not known here yet; leaving out what is unknown would lose it."""

    code = "backup_from_newer_version"
    what = "备份出自更新的版本（{name}），本程序不能恢复。"
    mend = "请先升级本程序，再恢复这份备份。"


class DatabaseNotEmpty(Refusal):
    """A restore never mixes with what is there."""

    code = "database_not_empty"
    what = "目标数据库不是空的，没有恢复。"
    mend = "请指定一个空的数据库。"


class RestoredUnsound(Fault):
    """What was restored does not hold together."""

    code = "restored_unsound"
    what = "恢复后的日志核验发现{faults}处问题。"
    mend = "请不要使用该数据库，改用另一份备份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds. `revision` is the step of the tables it was taken from."""

    taken_at: datetime
    revision: str
    rows: int
    cases: int
    files: int


def write_backup(engine: Engine, *, files: Path, target: Path, at: datetime) -> BackupReport:
    """Take a backup into `target`, a new folder; refuses `backup_target_not_empty`.

    The manifest is written last: a folder without it is no backup.
    """
    if target.exists() and any(target.iterdir()):
        raise BackupTargetNotEmpty(folder=str(target))
    (target / "rows").mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    with reading(_one_state(engine)) as connection:
        revision = migrate.revision_of(connection)
        for table in t.metadata.sorted_tables:
            with (target / "rows" / f"{table.name}{SUFFIX}").open("wb") as file:
                counts[table.name] = _write_rows(connection, table, file)
    copied = _copy_files(files, target / "files")
    manifest = {
        "format": FORMAT,
        "taken_at": at.isoformat(),
        "revision": revision,
        "rows": counts,
        "files": copied,
        "sha256": {name: _sha256(target / "rows" / f"{name}{SUFFIX}") for name in counts},
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return _report(manifest)


def read_backup(source: Path, engine: Engine, *, files: Path) -> BackupReport:
    """Restore the backup into an empty database and the folder `files`, and verify every log.

    Refuses `backup_incomplete`, `backup_from_newer_version` and `database_not_empty`; raises
    `restored_unsound` (Fault).
    """
    manifest = _checked_manifest(source)
    _refuse_unknown(manifest)
    with reading(engine) as connection:
        if set(inspect(connection).get_table_names()) - {"alembic_version"}:
            raise DatabaseNotEmpty
    migrate.upgrade(engine, str(manifest["revision"]))
    with writing(engine) as connection:
        for table in t.metadata.sorted_tables:
            if table.name in manifest["rows"]:
                _read_rows(connection, table, source / "rows" / f"{table.name}{SUFFIX}")
    migrate.upgrade(engine)
    with writing(engine) as connection:
        search_index.rebuild_all(connection)
    _copy_files(source / "files", files)
    found = audit.verify(engine)
    if found.faults:
        raise RestoredUnsound(faults=len(found.faults))
    return _report(manifest)


def _one_state(engine: Engine) -> Engine:
    """On PostgreSQL every statement of the transaction must see the same state; SQLite's do."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def _write_rows(connection: Connection, table: Table, file: BinaryIO) -> int:
    count = 0
    with zstandard.ZstdCompressor().stream_writer(file, closefd=False) as packed:
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
        for row in rows.mappings():
            plain = {name: _to_text(value) for name, value in row.items()}
            packed.write(json.dumps(plain, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _read_rows(connection: Connection, table: Table, path: Path) -> None:
    lines = _lines(path)
    while some := list(islice(lines, ROWS_AT_ONCE)):
        connection.execute(insert(_as_backed_up(table, some)), some)


def _as_backed_up(table: Table, rows: Sequence[Mapping[str, object]]) -> Any:  # noqa: ANN401
    """The table with the columns it had then: fewer, or some that were dropped since."""
    known = {column.name: column for column in table.c}
    columns = [
        plain_column(name, known[name].type if name in known else _type_by_value(name, rows))
        for name in rows[0]
    ]
    return plain_table(table.name, *columns)


def _type_by_value(name: str, rows: Sequence[Mapping[str, object]]) -> TypeEngine[Any]:
    """How a column that this program no longer has was written; its first value tells."""
    value = next((row[name] for row in rows if row[name] is not None), None)
    if isinstance(value, datetime):
        return Instant()
    return PlainJson() if isinstance(value, dict | list) else NullType()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield {name: _from_text(value) for name, value in json.loads(line).items()}


def _to_text(value: object) -> object:
    """A column's value as JSON that keeps its type."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return {"plain": value} if isinstance(value, dict) else value


def _from_text(value: Any) -> object:  # noqa: ANN401 - JSON
    if not isinstance(value, dict):
        return cast("object", value)
    ((kind, inner),) = value.items()
    readers: dict[str, Callable[[str], object]] = {
        "bytes": base64.b64decode,
        "instant": datetime.fromisoformat,
        "day": date.fromisoformat,
    }
    return readers[kind](inner) if kind in readers else inner


def _copy_files(source: Path, target: Path) -> int:
    """Files are named by their hash and never change: what is there already is left."""
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    for file in sorted(source.glob("??/*")) if source.exists() else ():
        if len(file.name) != len(hashlib.sha256().hexdigest()):
            continue  # one that is just being written
        aim = target / file.parent.name / file.name
        aim.parent.mkdir(exist_ok=True)
        if not aim.exists():
            shutil.copyfile(file, aim)
        if _sha256(aim) != file.name:
            raise BackupIncomplete(name=file.name)
        count += 1
    return count


def _checked_manifest(source: Path) -> dict[str, Any]:
    path = source / MANIFEST
    if not path.exists():
        raise BackupIncomplete(name=MANIFEST)
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name, sha256 in manifest["sha256"].items():
        file = source / "rows" / f"{name}{SUFFIX}"
        if not file.exists() or _sha256(file) != sha256:
            raise BackupIncomplete(name=file.name)
    return manifest


def _refuse_unknown(manifest: Mapping[str, Any]) -> None:
    unknown = sorted(set(manifest["rows"]) - set(t.metadata.tables))
    if manifest["revision"] not in migrate.known():
        unknown.insert(0, str(manifest["revision"]))
    if unknown or manifest["format"] != FORMAT:
        raise BackupFromNewerVersion(name="、".join(unknown) or manifest["format"])


def _report(manifest: Mapping[str, Any]) -> BackupReport:
    return BackupReport(
        taken_at=datetime.fromisoformat(manifest["taken_at"]),
        revision=manifest["revision"],
        rows=sum(manifest["rows"].values()),
        cases=manifest["rows"]["cases"],
        files=manifest["files"],
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
