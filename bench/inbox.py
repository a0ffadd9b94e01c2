"""How long does a list of a person take with a million open items of five thousand people?

Asks the product's own question (`engine.queries.inbox`): the first page with the counts of all
seven lists, the last page, a search, a light, for people chosen at random, and for one clerk who
shares a pool of thousands. Cost must not depend on how many items there are in all: a tenth of the
size is measured in the same run. The floor is one item read by its key.

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
from engine.domain.lights import Light
from engine.domain.people import Person
from engine.queries.inbox import Narrowed, Page, Tab, inbox
from engine.queries.looking import Desk
from engine.scenarios.demo import BEGUN_AT, COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing

AT_ONCE = 5_000
ITEMS_OF_A_CASE = 2
POOL_SHARE = 5
"""Every fifth item waits to be claimed by one of five people."""

CLERK, CLERK_SHARE = 0, 20
"""One person belongs to the pool of every twentieth item that waits to be claimed."""

DONE_SHARE = 4
"""For every fourth open item the same person has finished another one."""

ASKED = {
    "todo, first page": (Tab.TODO, Narrowed(), Page()),
    "todo, last page": (Tab.TODO, Narrowed(), Page(number=10_000)),
    "todo, search": (Tab.TODO, Narrowed(words="云雀街道"), Page()),
    "todo, search in vain": (Tab.TODO, Narrowed(words="没有这样的案件"), Page()),
    "todo, yellow": (Tab.TODO, Narrowed(light=Light.YELLOW), Page()),
    "claim, first page": (Tab.CLAIM, Narrowed(), Page()),
    "claim, last page": (Tab.CLAIM, Narrowed(), Page(number=10_000)),
    "active, first page": (Tab.ACTIVE, Narrowed(), Page()),
    "done, first page": (Tab.DONE, Narrowed(), Page()),
    "done, search": (Tab.DONE, Narrowed(words="云雀街道"), Page()),
}


def person_id(number: int) -> str:
    return f"{0xBEEF0000 + number:032x}"


def fill(stage, first: int, items: int, people: int) -> None:
    """Cases copied from one that is really there, each with two open items."""
    engine = stage.house.store.engine
    with reading(engine) as connection:
        rows = {
            table: dict(connection.execute(select(table).limit(1)).mappings().one())
            for table in (t.cases, t.visits, t.work_items)
        }
    for begin in range(first, first + items, AT_ONCE):
        made = {table: [] for table in (*rows, t.item_candidates, t.case_people)}
        for number in range(begin, min(begin + AT_ONCE, first + items)):
            add(made, rows, number, people)
        with writing(engine) as connection:
            for table, new in made.items():
                if new:
                    connection.execute(insert(table), new)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if "post" in engine.dialect.name else "ANALYZE"))


def add(made, rows, number: int, people: int) -> None:
    place = rows[t.cases]["place"]
    case_id = f"{0xCA5E00000000 + number // ITEMS_OF_A_CASE:032x}"
    if number % ITEMS_OF_A_CASE == 0:
        made[t.cases].append(
            {**rows[t.cases], "id": case_id, "case_no": case_id, "query_code_hash": case_id}
        )
    pooled = number % POOL_SHARE == 0
    pool = {(number * 7919 + k) % people for k in range(POOL_SHARE)} if pooled else set()
    if pooled and number % (POOL_SHARE * CLERK_SHARE) == 0:
        pool.add(CLERK)
    holder = number * 7919 % people
    knows = pool or {holder}
    if number % ITEMS_OF_A_CASE:
        before = number - 1
        earlier_pool = before % POOL_SHARE == 0
        same = (
            {(before * 7919 + k) % people for k in range(POOL_SHARE)}
            if earlier_pool
            else {before * 7919 % people}
        )
        if earlier_pool and before % (POOL_SHARE * CLERK_SHARE) == 0:
            same.add(CLERK)
        knows = knows - same
    made[t.case_people].extend(
        {"place": place, "person_id": person_id(one), "case_id": case_id, "ended": False}
        for one in knows
    )
    due_on = BEGUN_AT.date() + timedelta(days=number % 97 - 20)
    put(made, rows, number, case_id, None if pooled else person_id(holder), due_on)
    made[t.item_candidates].extend(
        {
            "place": place,
            "person_id": person_id(one),
            "item_id": f"{0x17E000000000 + number:032x}",
            "sort_on": due_on,
        }
        for one in pool
    )
    if number % DONE_SHARE == 0 and not pooled:
        put(made, rows, number, case_id, person_id(holder), None)


def put(made, rows, number, case_id, holder, due_on) -> None:  # noqa: PLR0913 - one row
    """An item with its visit: open with a last day, done without one."""
    own = {
        "id": f"{(0x17E000000000 if due_on else 0xD0E000000000) + number:032x}",
        "case_id": case_id,
    }
    opened_at = BEGUN_AT + timedelta(seconds=number % 5_000_000)
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
    made[t.visits].append(
        {**rows[t.visits], **own, "state": "open", "ended_at": None, "decision": None}
    )
    made[t.work_items].append(
        {
            **rows[t.work_items],
            **own,
            "visit_id": own["id"],
            "assignee": holder,
            "opened_at": opened_at,
            "outcome": None,
            **(waits if due_on else done),
        }
    )


def desk_of(stage, number: int) -> Desk:
    nobody = {"login": "", "name": "", "organ_id": "", "roles": frozenset()}
    person = Person(id=person_id(number), **nobody)
    return Desk(
        office=stage.house.office, store=stage.house.store, place=stage.release.place, by=person
    )


def ask(stage, people: int, asks: int) -> dict[str, dict[str, float]]:
    """Milliseconds by question, floor first."""
    chance = random.Random(1)
    found = {"floor": measuring.spread([one_item(stage, chance, asks) for _ in range(asks)], 2)}
    for name, asked in ASKED.items():
        samples = [timed(desk_of(stage, chance.randrange(people)), asked) for _ in range(asks)]
        found[name] = measuring.spread(samples, 1)
    samples = [timed(desk_of(stage, CLERK), ASKED["claim, last page"]) for _ in range(asks)]
    found["claim of the clerk, last page"] = measuring.spread(samples, 1)
    return found


def timed(desk: Desk, asked) -> float:
    begun = time.perf_counter()
    inbox(desk, *asked)
    return (time.perf_counter() - begun) * 1000


def one_item(stage, chance, most: int) -> float:
    key = f"{0x17E000000000 + chance.randrange(most):032x}"
    items = t.work_items.c
    query = select(t.work_items).where(items.place == stage.release.place, items.id == key)
    begun = time.perf_counter()
    with reading(stage.house.store.engine) as connection:
        connection.execute(query).first()
    return (time.perf_counter() - begun) * 1000


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
    first = "todo, first page"
    return {
        "items": arguments.items,
        "people": arguments.people,
        "ms_a_tenth": small,
        "ms": large,
        "ratio": round(large[first]["p50"] / small[first]["p50"], 2),
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
