"""How dates, lights and states read on a page."""

from datetime import date, datetime

from flask import Flask

from engine.domain.lights import Light
from engine.queries.case_words import CASE_STATUS, DOCUMENT_STATE, word


def register(app: Flask) -> None:
    """Give the templates these words."""
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(light_name)
    app.add_template_filter(document_state)
    app.add_template_filter(left)


def day(value: date | None) -> str:
    """2026年3月5日; a dash for none."""
    return "—" if value is None else f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """2026-03-05 09:30; a dash for none."""
    return "—" if value is None else f"{value:%Y-%m-%d %H:%M}"


def light_name(light: Light) -> str:
    """The word of a light, so that colour is never all that tells it."""
    return light.label.partition("（")[0]


def document_state(value: str) -> str:
    """The state of a document."""
    return word(DOCUMENT_STATE, value)


def case_status(value: str) -> str:
    """The state of a case."""
    return word(CASE_STATUS, value)


def left(due_on: date, today: date) -> str:
    """How many natural days are left up to the last day, or since it passed."""
    days = (due_on - today).days
    if days < 0:
        return f"已超{-days}天"
    return "今天届满" if days == 0 else f"还有{days}天"
