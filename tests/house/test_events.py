"""Events are the only things that change a case."""

from engine.domain.events import event_types
from engine.domain.history import APPLIERS
from tests.house.glossary import words_of


def test_each_event_has_exactly_one_applier():
    """Registering a second one raises; here none may be missing and none may be left over."""
    assert set(APPLIERS) == set(event_types().values())


def test_an_event_is_a_fact_in_the_past_tense():
    irregular = {"held", "written", "given", "cast", "met", "sent", "taken", "frozen"}

    def tells_the_past(name):
        return any(word.endswith("ed") or word in irregular for word in words_of(name))

    assert not [name for name in event_types() if not tells_the_past(name)]
