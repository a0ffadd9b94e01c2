"""How lights, states and days that are left read."""

from datetime import date

from engine.domain.lights import Light
from engine.queries.case_words import DOCUMENT_STATE, word


def light_name(light: Light) -> str:
    """The word of a light, so that colour is never all that tells it."""
    return light.label.partition("（")[0]


def document_state(value: str) -> str:
    """The state of a document."""
    return word(DOCUMENT_STATE, value)


def left(due_on: date, today: date) -> str:
    """How many natural days are left up to the last day, or since it passed."""
    days = (due_on - today).days
    if days < 0:
        return f"已超{-days}天"
    return "今天届满" if days == 0 else f"还有{days}天"
