"""Events are the only things that change a case."""

from engine.domain.events import event_types
from engine.domain.history import APPLIERS


def test_each_event_has_exactly_one_applier():
    """Registering a second one raises; here none may be missing and none may be left over."""
    assert set(APPLIERS) == set(event_types().values())


def test_an_event_is_a_fact_in_the_past_tense():
    irregular = {"Written", "Given", "Cast", "Met", "Sent"}
    present = {
        name
        for name in event_types()
        if not name.endswith("ed") and not any(name.endswith(word) for word in irregular)
    }
    assert not present
