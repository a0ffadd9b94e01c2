"""How long does a list of a person take with a million open items of five thousand people?

Asks the product's own question (`engine.queries.inbox`): the first page with the counts of all
seven lists, the last page, a search, a light, for people chosen at random, and for one clerk who
shares a pool of thousands; and the list of cases (`engine.queries.case_list`), for a leader who
sees them all. Cost must not depend on how many items there are in all: a tenth of the size is
measured in the same run. The floor is one item read by its key.

`--kept` names a folder in which the filled databases stay for the next run; `--explain` prints the
plans of one person's first page instead of measuring.

    python bench/inbox.py [--items 1000000] [--people 5000] [--asks 200] [--only postgres]
                          [--kept folder] [--explain]
"""

import random
import sys
import time
from pathlib import Path

from sqlalchemy import event, select

sys.path.insert(0, str(Path(__file__).parents[1]))
from bench import measuring
from bench.inbox_filling import CLERK, Place, filled, person_id
from engine.domain.lights import Light
from engine.domain.people import Person
from engine.queries.case_list import Wanted, case_list
from engine.queries.inbox import Narrowed, Page, Tab, inbox
from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading

LAST = Page(number=10_000)
VAIN = Narrowed(words="没有这样的案件")
ASKED = {
    "todo, first page": (Tab.TODO, Narrowed(), Page()),
    "todo, last page": (Tab.TODO, Narrowed(), LAST),
    "todo, search": (Tab.TODO, Narrowed(words="云雀街道"), Page()),
    "todo, search of a common word": (Tab.TODO, Narrowed(words="街道"), Page()),
    "todo, search by initials": (Tab.TODO, Narrowed(words="yqjd"), Page()),
    "todo, search in vain": (Tab.TODO, VAIN, Page()),
    "todo, yellow": (Tab.TODO, Narrowed(light=Light.YELLOW), Page()),
    "claim, first page": (Tab.CLAIM, Narrowed(), Page()),
    "claim, last page": (Tab.CLAIM, Narrowed(), LAST),
    "active, first page": (Tab.ACTIVE, Narrowed(), Page()),
    "active, search": (Tab.ACTIVE, Narrowed(words="云雀街道"), Page()),
    "done, first page": (Tab.DONE, Narrowed(), Page()),
    "done, search": (Tab.DONE, Narrowed(words="云雀街道"), Page()),
}
ASKED_OF_CLERK = {
    "claim of the clerk, first page": (Tab.CLAIM, Narrowed(), Page()),
    "claim of the clerk, last page": (Tab.CLAIM, Narrowed(), LAST),
    "claim of the clerk, search": (Tab.CLAIM, Narrowed(words="云雀街道"), Page()),
    "claim of the clerk, search in vain": (Tab.CLAIM, VAIN, Page()),
}
CASES_ASKED = {
    "cases of a leader, first page": Wanted(),
    "cases of a leader, last page": Wanted(page=10_000),
    "cases of a leader, search": Wanted(words="云雀街道"),
    "cases of a leader, search of a common word": Wanted(words="街道"),
    "cases of a leader, search by syllables": Wanted(words="yunque"),
    "cases of a leader, search by number": Wanted(words="12345"),
    "cases of a leader, search in vain": Wanted(words="没有这样的案件"),
}


def desk_of(place: Place, number: int, *roles: str) -> Desk:
    nobody = {"login": "", "name": "", "organ_id": ""}
    person = Person(id=person_id(number), roles=frozenset(roles), **nobody)
    return Desk(office=place.house.office, store=place.house.store, place=place.place, by=person)


def ask(place: Place, asks: int) -> dict[str, dict[str, float]]:
    """Milliseconds by question, floor first; with those of CPU, which a busy machine spares."""
    chance = random.Random(1)
    clerk, leader = desk_of(place, CLERK), desk_of(place, 1, "section_head")
    questions = [
        *((name, None, (inbox, *asked)) for name, asked in ASKED.items()),
        *((name, clerk, (inbox, *asked)) for name, asked in ASKED_OF_CLERK.items()),
        *((name, leader, (case_list, wanted)) for name, wanted in CASES_ASKED.items()),
    ]
    found = {"floor": measuring.spread([one_item(place, chance) for _ in range(asks)], 2)}
    for name, by, (question, *asked) in questions:
        desks = [by or desk_of(place, chance.randrange(place.people)) for _ in range(asks)]
        timed(question, desks[0], *asked)
        server, ours = place.server_cpu(), time.thread_time()
        found[name] = measuring.spread([timed(question, one, *asked) for one in desks], 1)
        ours, server = time.thread_time() - ours, place.server_cpu() - server
        found[name] |= {
            "cpu_ms": round(ours * 1000 / asks, 1),
            "server_cpu_ms": round(server * 1000 / asks, 1),
        }
    return found


def timed(question, *asked) -> float:
    begun = time.perf_counter()
    question(*asked)
    return (time.perf_counter() - begun) * 1000


def one_item(place: Place, chance) -> float:
    key = f"{0x17E000000000 + chance.randrange(place.items):032x}"
    items = t.work_items.c
    query = select(t.work_items).where(items.place == place.place, items.id == key)
    begun = time.perf_counter()
    with reading(place.house.store.engine) as connection:
        connection.execute(query).first()
    return (time.perf_counter() - begun) * 1000


def explain(place: Place) -> None:
    """The plans of every statement of every question, once each, after a first time."""
    desk, clerk, leader = (
        desk_of(place, 77),
        desk_of(place, CLERK),
        desk_of(place, 1, "bureau_head"),
    )
    engine = place.house.store.engine
    before = (
        "EXPLAIN (ANALYZE, BUFFERS)" if "postgres" in engine.dialect.name else "EXPLAIN QUERY PLAN"
    )
    asked = [
        *((name, (inbox, desk, *one)) for name, one in ASKED.items()),
        *((name, (inbox, clerk, *one)) for name, one in ASKED_OF_CLERK.items()),
        *((name, (case_list, leader, one)) for name, one in CASES_ASKED.items()),
    ]

    def show(_connection, cursor, statement, parameters, *_more) -> None:
        if not statement.startswith("SELECT"):
            return
        other = cursor.connection.cursor()
        other.execute(f"{before} {statement}", parameters)
        print("\n".join(" ".join(map(str, row)) for row in other.fetchall()), end="\n\n")

    for name, one in asked:
        print(f"==== {name}: {timed(*one):.1f} ms, then {timed(*one):.1f} ms")
        event.listen(engine, "before_cursor_execute", show)
        timed(*one)
        event.remove(engine, "before_cursor_execute", show)


def measure(name: str, arguments) -> dict[str, object]:
    tenth = arguments.items // 10, max(1, arguments.people // 10)
    with filled(name, *tenth, arguments.kept) as place:
        small = ask(place, arguments.asks)
    with filled(name, arguments.items, arguments.people, arguments.kept) as place:
        large = ask(place, arguments.asks)
    first = "todo, first page"
    return {
        "items": arguments.items,
        "people": arguments.people,
        "ms_a_tenth": small,
        "ms": large,
        "ratio": round(large[first]["p50"] / small[first]["p50"], 2),
    }


def main() -> None:
    arguments = measuring.asked(
        __doc__, items=1_000_000, people=5_000, asks=200, kept="", explain=False
    )
    if arguments.explain:
        for name in arguments.databases:
            with filled(name, arguments.items, arguments.people, arguments.kept) as place:
                explain(place)
        return
    measuring.keep("inbox", {name: measure(name, arguments) for name in arguments.databases})


if __name__ == "__main__":
    main()
