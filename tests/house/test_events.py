"""Events are the only things that change a case."""

import re

import pytest

from engine.domain.events import event_types
from engine.domain.history import APPLIERS
from engine.queries.case_words import EVENTS
from tests.house.glossary import words_of


def test_each_event_has_exactly_one_applier():
    """Registering a second one raises; here none may be missing and none may be left over."""
    assert set(APPLIERS) == set(event_types().values())


def test_an_event_is_a_fact_in_the_past_tense():
    irregular = {"held", "written", "given", "cast", "met", "sent", "taken", "frozen"}

    def tells_the_past(name):
        return any(word.endswith("ed") or word in irregular for word in words_of(name))

    assert not [name for name in event_types() if not tells_the_past(name)]


@pytest.mark.parametrize("name", sorted(event_types()))
def test_every_event_is_told_in_chinese(name):
    assert re.fullmatch(r"[\u4e00-\u9fff，]+", EVENTS.get(name, name))
