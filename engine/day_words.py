"""How a day and a moment read to people: 2026年3月6日, 2026年3月6日 09:30."""

from datetime import date, datetime


def day_words(day: date) -> str:
    """2026年3月6日."""
    return f"{day:%Y年%-m月%-d日}"


def moment_words(at: datetime) -> str:
    """2026年3月6日 09:30, in the zone that `at` is given in."""
    return f"{day_words(at)} {at:%H:%M}"


def spoken(value: object) -> object:
    """A day or a moment in words; anything else as it is."""
    if isinstance(value, datetime):
        return moment_words(value)
    return day_words(value) if isinstance(value, date) else value
