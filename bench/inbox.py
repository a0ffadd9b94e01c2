"""How long does the list of a person take with a million open items of five thousand people?

Asks the statements of the product's own list (`engine.queries.to_do_list`) for people chosen at
random, each tab. Cost must not depend on how many items there are in all: a tenth of the size is
measured in the same run.

    python bench/inbox.py [--items 1000000] [--people 5000] [--asks 200] [--only postgres]
"""

import argparse
import random
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, text

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import complete_task as bench
from bench import measuring
from engine.domain.people import Person
from engine.queries.looking import Desk
from engine.queries.to_do_list import Tab, to_do_list
from engine.scenarios.demo import BEGUN_AT, COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing

AT_ONCE = 5_000
ITEMS_OF_A_CASE = 2
POOL_SHARE = 5
"""Every fifth item waits to be claimed by one of five people."""


def person_id(number: int) -> str:
    return f"{0xBEEF0000 + number:032x}"


def fill(stage, first: int, items: int, people: int) -> None:
    """Cases copied from one that is really there, each with two open items."""
    engine = stage.house.store.engine
    with reading(engine) as connection:
        rows = {
            table: dict(connection.execute(select(table).limit(1)).mappings().one())
            for table in (t.cases, t.case_states, t.visits, t.work_items)
        }
    for begin in range(first, first + items, AT_ONCE):
        made = {table: [] for table in (*rows, t.item_candidates)}
        for number in range(begin, min(begin + AT_ONCE, first + items)):
            add(made, rows, number, people)
        with writing(engine) as connection:
            for table, new in made.items():
                if new:
                    connection.execute(insert(table), new)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def add(made, rows, number: int, people: int) -> None:
    case_id = f"{0xCA5E00000000 + number // ITEMS_OF_A_CASE:032x}"
    own = {"id": f"{0x17E000000000 + number:032x}", "case_id": case_id}
    if number % ITEMS_OF_A_CASE == 0:
        made[t.cases].append(
            {**rows[t.cases], "id": case_id, "case_no": case_id, "query_code_hash": case_id}
        )
        made[t.case_states].append({**rows[t.case_states], "case_id": case_id})
    made[t.visits].append(
        {**rows[t.visits], **own, "state": "open", "ended_at": None, "decision": None}
    )
    pooled = number % POOL_SHARE == 0
    holder = person_id(number * 7919 % people)
    made[t.work_items].append(
        {
            **rows[t.work_items],
            **own,
            "visit_id": own["id"],
            "state": "to_claim" if pooled else "in_hand",
            "assignee": None if pooled else holder,
            "opened_at": BEGUN_AT + timedelta(seconds=number % 5_000_000),
            "closed_at": None,
            "close_reason": None,
            "outcome": None,
        }
    )
    if pooled:
        made[t.item_candidates].extend(
            {
                "place": rows[t.cases]["place"],
                "person_id": person_id((number * 7919 + k) % people),
                "item_id": own["id"],
            }
            for k in range(POOL_SHARE)
        )


def ask(stage, people: int, asks: int) -> dict[str, dict[str, float]]:
    chance, found = random.Random(1), {}
    for tab in (Tab.IN_HAND, Tab.TO_CLAIM):
        samples = []
        for _ in range(asks):
            person = Person(
                id=person_id(chance.randrange(people)),
                login="",
                name="",
                organ_id="",
                roles=frozenset(),
            )
            desk = Desk(
                office=stage.house.office,
                store=stage.house.store,
                place=stage.release.place,
                by=person,
            )
            begun = time.perf_counter()
            to_do_list(desk, tab)
            samples.append((time.perf_counter() - begun) * 1000)
        found[tab.value] = measuring.spread(samples, 1)
    return found


def measure(name: str, arguments) -> dict[str, object]:
    with measuring.DATABASES[name]() as address, tempfile.TemporaryDirectory() as scratch:
        stage = bench.stage_on(address, Path(scratch))
        stage.player().start("P1.1", "intake_clerk", COMPLAINT)
        tenth = arguments.items // 10
        small_people = max(1, arguments.people // 10)
        fill(stage, 0, tenth, small_people)
        small = ask(stage, small_people, arguments.asks)
        fill(stage, tenth, arguments.items - tenth, arguments.people)
        large = ask(stage, arguments.people, arguments.asks)
        stage.house.store.engine.dispose()
    return {
        "items": arguments.items,
        "people": arguments.people,
        "ms_a_tenth": small,
        "ms": large,
        "ratio": round(large["todo"]["p50"] / small["todo"]["p50"], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--asks", type=int, default=200)
    parser.add_argument("--only", choices=sorted(measuring.DATABASES))
    arguments = parser.parse_args()
    names = [arguments.only] if arguments.only else sorted(measuring.DATABASES)
    measuring.keep("inbox", {name: measure(name, arguments) for name in names})


if __name__ == "__main__":
    main()
