"""A place with a million open items: filled by COPY, kept in a folder for the next run.

Cases are copied from one that was really begun. Each has two open items: four of five are in
somebody's hand, the fifth waits to be claimed by five people; one clerk belongs to the pool of
every twentieth of these. For every fourth item in hand somebody has finished another one.
"""

import contextlib
import functools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from argon2 import PasswordHasher
from sqlalchemy import Table, select, text

from bench import complete_task as bench
from bench import measuring
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, PLACE
from engine.scenarios.hand_clock import HandClock
from engine.store import search_index
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.desk_rows import NEVER
from engine.wiring import House, Settings, open_house

ITEMS_OF_A_CASE = 2
POOL_EVERY, POOL_PEOPLE = 5, 5
CLERK, CLERK_EVERY = 0, 100
DONE_EVERY = 4
AT_ONCE = 20_000
PASSWORD = "a long password of a bench"  # noqa: S105 - guards nothing

FIRST = "云晴松柳河星石竹林雪海沙金银玉梅兰菊桃杏"
SECOND = "雀鹤桥溪山谷湾岭泉峰湖岸村镇塘坪坡台关口"
KINDS = ("街道办事处", "综合行政执法局")
MATTERS = [
    f"涉嫌{how}{what}"
    for how in ("违法", "超期", "重复", "越权", "不文明")
    for what in ("处罚", "检查", "查封", "扣押", "收费", "许可", "强制拆除", "责令停业")
]
TABLES = (
    *(t.people, t.people_roles, t.cases, t.visits, t.work_items),
    *(t.item_candidates, t.case_people, t.search_rows),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The filled place behind an open house."""

    house: House
    place: str
    items: int
    people: int
    folder: Path

    def server_cpu(self) -> float:
        """CPU seconds so far of the one PostgreSQL behind it; SQLite works in our own process."""
        kept = self.folder / "data" / "postmaster.pid"
        if not kept.exists():
            return 0.0
        first = kept.read_text().split()[0]
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                words = stat.read_text().rpartition(")")[2].split()
                ticks += (words[1] == first) * (int(words[11]) + int(words[12]))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def filled(name: str, items: int, people: int, kept: str | None) -> Iterator[Place]:
    """The place, made unless it lies in `kept` already."""
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(kept or passing) / f"{name}-{items}-{people}"
        folder.mkdir(parents=True, exist_ok=True)
        with measuring.DATABASES[name](folder) as address:
            ready = folder / "ready"
            if not ready.exists():
                stage = bench.stage_on(address, folder)
                stage.player().start("P1.1", "intake_clerk", COMPLAINT)
                fill(stage.house.store.engine, items, people)
                stage.house.store.engine.dispose()
                ready.touch()
            settings = Settings(
                database=address,
                files=str(folder / "files"),
                key_file=str(folder / "identity.key"),
                definitions=str(measuring.ROOT),
            )
            house = open_house(settings, clock=HandClock(BEGUN_AT))
            yield Place(house=house, place=PLACE, items=items, people=people, folder=folder)
            house.store.engine.dispose()


def fill(engine, items: int, people: int) -> None:
    with reading(engine) as connection:
        old = {
            table: dict(connection.execute(select(table).limit(1)).mappings().one())
            for table in (t.people, t.cases, t.visits, t.work_items)
        }
    for name in ("readings_of", "words_of"):
        setattr(search_index, name, functools.lru_cache(100_000)(getattr(search_index, name)))
    made = Made(old, people)
    driver = engine.raw_connection()
    write = _copy if engine.dialect.name == "postgresql" else _insert
    try:
        with _unwatched(engine, driver):
            for table, rows in made.batches(items):
                write(driver, table, rows, engine.dialect)
        driver.commit()
    finally:
        driver.close()
    analyze = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(analyze))


@contextmanager
def _unwatched(engine, driver):
    """Without looking up every key, and with the index of words made at the end."""
    cursor = driver.cursor()
    if engine.dialect.name == "postgresql":
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("DROP INDEX ix_search_rows_pairs")
        yield
        cursor.execute("CREATE INDEX ix_search_rows_pairs ON search_rows USING gin (pairs)")
        return
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("BEGIN")
    cursor.execute("DELETE FROM search_words")
    yield
    cursor.execute("INSERT INTO search_words (rowid, words) SELECT row_no, pairs FROM search_rows")


def _copy(driver, table: Table, rows: list[dict], dialect) -> None:
    columns, bound = _columns(table, rows, dialect)
    names = ", ".join(f'"{one}"' for one in columns)
    with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in bound:
            copy.write_row(row)


def _insert(driver, table: Table, rows: list[dict], dialect) -> None:
    columns, bound = _columns(table, rows, dialect)
    marks = ", ".join("?" * len(columns))
    names = ", ".join(f'"{one}"' for one in columns)
    driver.cursor().executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", bound)  # noqa: S608


def _columns(table: Table, rows: list[dict], dialect):
    columns = list(rows[0])
    binds = [table.c[one].type.dialect_impl(dialect).bind_processor(dialect) for one in columns]
    own = [(one, bind) for one, bind in zip(columns, binds, strict=True)]
    return columns, (
        tuple(bind(row[one]) if bind else row[one] for one, bind in own) for row in rows
    )


def person_id(number: int) -> str:
    return f"{0xBEEF0000 + number:032x}"


class Made:
    """The rows, table by table, in an order in which each finds what it refers to."""

    def __init__(self, old: dict, people: int) -> None:
        self.old, self.people = old, people
        self.place = old[t.cases]["place"]

    def batches(self, items: int):
        """Table and rows, some thousands at a time."""
        yield t.people, [self.person(one) for one in range(self.people)]
        yield (
            t.people_roles,
            [
                {"place": self.place, "role": "co_handler", "person_id": person_id(one)}
                for one in range(self.people)
            ],
        )
        for begin in range(0, items, AT_ONCE):
            rows = {table: [] for table in TABLES}
            for number in range(begin, min(begin + AT_ONCE, items), ITEMS_OF_A_CASE):
                self.add_case(rows, number)
            yield from ((table, new) for table, new in rows.items() if new)

    def person(self, number: int) -> dict:
        """Somebody of the bureau."""
        hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        return {
            **self.old[t.people],
            "id": person_id(number),
            "login": f"person{number}",
            "name": f"测{FIRST[number % 20]}{SECOND[number // 20 % 20]}",
            "password_hash": hashed.hash(PASSWORD) if number < 2 else None,
            "first_password": False,
            "certificate_no": None,
        }

    def add_case(self, rows: dict, number: int) -> None:
        """A case with its items and all that is kept beside them."""
        case_id = f"{0xCA5E00000000 + number // ITEMS_OF_A_CASE:032x}"
        kind = number // ITEMS_OF_A_CASE
        organ = f"双流区{FIRST[kind % 20]}{SECOND[kind // 20 % 20]}{KINDS[kind % 2]}"
        case = {
            **self.old[t.cases],
            "id": case_id,
            "case_no": f"川双流执监〔2026〕{kind}号",
            "intake_no": f"JS2026{kind:07}",
            "title": f"{organ}{MATTERS[kind * 7919 % len(MATTERS)]}",
            "organ_name": organ,
            "query_code_hash": case_id,
        }
        rows[t.cases].append(case)
        rows[t.search_rows] += (
            search_index._row(self.place, one)  # noqa: SLF001 - as the store writes it
            for one in search_index._of_case(SimpleNamespace(**case))  # noqa: SLF001
        )
        knows = set()
        for one in range(number, number + ITEMS_OF_A_CASE):
            knows |= self.add_item(rows, one, case_id)
        rows[t.case_people] += (
            {"place": self.place, "person_id": person_id(one), "case_id": case_id, "ended": False}
            for one in knows
        )

    def add_item(self, rows: dict, number: int, case_id: str) -> set[int]:
        """An open item, perhaps one that is done; answers whom it concerns."""
        holder = (number * 2_654_435_761 >> 9) % self.people
        due_on = BEGUN_AT.date() + timedelta(days=number % 97 - 20)
        if number % POOL_EVERY:
            self.put(rows, number, case_id, person_id(holder), due_on)
            if number % DONE_EVERY == 0:
                self.put(rows, number, case_id, person_id(holder), None)
            return {holder}
        self.put(rows, number, case_id, None, due_on)
        pool = {(holder + one) % self.people for one in range(POOL_PEOPLE)}
        pool |= {CLERK} if number % CLERK_EVERY == 0 else set()
        item_id = rows[t.work_items][-1]["id"]
        rows[t.item_candidates] += (
            {
                "place": self.place,
                "person_id": person_id(one),
                "item_id": item_id,
                "sort_on": due_on,
            }
            for one in pool
        )
        return pool

    def put(self, rows: dict, number: int, case_id: str, holder: str | None, due_on) -> None:
        """An item with its visit: open with a last day, done without one."""
        item_id = f"{(0x17E000000000 if due_on else 0xD0E000000000) + number:032x}"
        own = {"id": item_id, "case_id": case_id}
        opened_at = BEGUN_AT - timedelta(seconds=number % 5_000_000)
        ends_at = BEGUN_AT + timedelta(days=number % 97 - 19)
        done = {"state": "done", "shelf": "done", "closed_at": opened_at, "close_reason": "已办结"}
        waits = {
            "state": "in_hand" if holder else "to_claim",
            "shelf": "todo" if holder else "claim",
            "closed_at": None,
            "close_reason": None,
            "due_on": due_on,
            "sort_on": due_on,
            "limit_title": "受理审查",
            "limit_held_by": "us",
            "yellow_at": ends_at - timedelta(days=3),
            "red_at": ends_at,
            "black_at": ends_at + timedelta(days=7),
        }
        rows[t.visits].append(
            {**self.old[t.visits], **own, "state": "open", "ended_at": None, "decision": None}
        )
        rows[t.work_items].append(
            {
                **self.old[t.work_items],
                "visit_id": item_id,
                "assignee": holder,
                "opened_at": opened_at,
                "outcome": None,
                **(waits if due_on else {**dict.fromkeys(waits), "sort_on": NEVER, **done}),
                **own,
            }
        )
