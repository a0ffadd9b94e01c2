"""Fills a form of the app as a person does: by label and control, never by the API."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page

Described = Mapping[str, Any]


def fill(page: Page, form: Described, values: Mapping[str, Any], *, place: str = "") -> None:
    """Give every field of the form that has a value in `values` that value, from top to bottom."""
    for one in _fields(form["components"]):
        if one["read_only"] or one["key"] not in values:
            continue
        value = values[one["key"]]
        if value in (None, "", []) or one["type"] == "files":
            continue
        _give(page, one, f"{place}{one['key']}", value)


def _fields(components: Sequence[Described]) -> Iterator[Described]:
    for one in components:
        if one["component"] == "group":
            yield from _fields(one["components"])
        elif "key" in one:
            yield one


def _give(page: Page, one: Described, place: str, value: Any) -> None:
    control = page.locator(f'[id="f-{place}"]')
    kind = one["type"]
    if kind == "rows":
        _rows(page, one, place, value)
    elif one["component"] == "checkbox":
        page.locator(f'[id="f-{place}-l"]').set_checked(value is True, force=True)
    elif one["component"] == "radio" or (kind == "boolean" and one["component"] != "select"):
        control.get_by_text(_label(one, value), exact=True).click()
    elif one["component"] == "checklist":
        for each in value:
            control.get_by_text(_label(one, each), exact=True).click()
    elif one["component"] in {"select", "taglist"} and not one.get("suggestions_only"):
        _choose(page, control, [_label(one, each) for each in _listed(value)])
    elif kind in {"date", "datetime"}:
        _type(control, _as_typed(str(value), kind))
    else:
        control.fill(str(value))


def _rows(page: Page, one: Described, place: str, rows: Sequence[Mapping[str, Any]]) -> None:
    box = page.locator(f'[id="f-{place}"]')
    there = box.locator(":scope > .row").count()
    for number, row in enumerate(rows):
        if number >= there:
            box.get_by_role("button", name="加一行").last.click()
        fill(page, one, row, place=f"{place}[{number}].")


def _choose(page: Page, control: Locator, labels: Sequence[str]) -> None:
    """Open the list and take these; those taken already are left."""
    field = control.locator("xpath=ancestor::*[contains(@class, 'el-select__wrapper')]")
    for label in labels:
        if field.get_by_text(label, exact=True).count():
            continue
        if control.get_attribute("aria-expanded") != "true":
            field.click()
        listbox = control.get_attribute("aria-controls")
        options = page.locator(f'[id="{listbox}"]').get_by_role("option")
        options.filter(has=page.get_by_text(label, exact=True)).first.click()
    if control.get_attribute("aria-expanded") == "true":
        control.press("Escape")


def _type(control: Locator, words: str) -> None:
    control.fill(words)
    control.press("Enter")
    control.press("Tab")


def _as_typed(value: str, kind: str) -> str:
    day = date.fromisoformat(value[:10])
    words = f"{day.year}年{day.month}月{day.day}日"
    return words if kind == "date" else f"{words} {value[11:16]}"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _label(one: Described, value: Any) -> str:
    for option in one["options"]:
        if option["value"] == value or str(option["value"]) == str(value):
            return str(option["label"])
    raise AssertionError((one["key"], value, one["options"]))
