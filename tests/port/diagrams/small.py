"""The small diagrams that several suites of the Runner port walk."""

from tests.port.diagrams.drawing import (
    choice,
    end,
    flow,
    main,
    node,
    release,
    script,
    start,
    users,
)

IN_A_ROW = release(main(start(), users("a", "b"), end(), flow("begin", "a", "b", "done")))
CHOICE = release(
    main(
        start(),
        users("a", "yes", "no"),
        choice("way", "f_way_no"),
        end(),
        flow("begin", "a", "way", "no", "done"),
        flow("way", "yes", when="agreed"),
        flow("yes", "done"),
    )
)
SIDE_BY_SIDE = release(
    main(
        start(),
        node("parallelGateway", "split"),
        users("a", "b", "after"),
        node("parallelGateway", "meet"),
        end(),
        flow("begin", "split", "a", "meet", "after", "done"),
        flow("split", "b", "meet"),
    )
)
ANY_OF = release(
    main(
        start(),
        node("inclusiveGateway", "split", default="f_split_c"),
        users("a", "b", "c", "after"),
        node("inclusiveGateway", "meet"),
        end(),
        flow("begin", "split", "c", "meet", "after", "done"),
        flow("split", "a", when="with_a"),
        flow("split", "b", when="with_b"),
        flow("a", "meet"),
        flow("b", "meet"),
    )
)
ROUNDS = release(
    main(
        start(),
        users("again"),
        script("count", "rounds = if rounds = null then 1 else rounds + 1"),
        choice("more", "f_more_done"),
        end(),
        flow("begin", "again", "count", "more", "done"),
        flow("more", "again", when="rounds < wanted"),
    )
)
