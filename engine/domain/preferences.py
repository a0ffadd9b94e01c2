"""个人设置: what a person may set, how much of it, and what holds where he set nothing."""

from collections.abc import Mapping
from typing import cast

from engine.domain.delivering import choice_fault
from engine.domain.plain import Plain, canonical

SETTINGS_CHARACTERS_MAX = 60_000
PHRASES_MAX = 100
PHRASE_CHARACTERS_MAX = 500
FILTERS_MAX = 30
FILTER_NAME_CHARACTERS_MAX = 20
QUERY_CHARACTERS_MAX = 100

PARTS = frozenset({"columns", "filters", "phrases", "notices", "page"})
"""What may be set: columns of lists, saved filters, phrases, ways of notices, looks."""

DEFAULTS: Mapping[str, Plain] = {
    "columns": {},
    "filters": [],
    "phrases": ["同意。", "拟同意，请领导审定。", "请补充材料后重新报送。", "已阅。"],
    "notices": {},
    "page": {},
}


def settings_fault(settings: Mapping[str, Plain]) -> str | None:
    """Why these settings cannot be kept, in Chinese; None when they can."""
    strange = sorted(set(settings) - PARTS)
    if strange:
        return f"没有“{strange[0]}”这一项设置"
    if len(canonical(cast("Plain", dict(settings)))) > SETTINGS_CHARACTERS_MAX:
        return "设置的内容太多"
    notices = settings.get("notices", {})
    return (
        _phrases_fault(settings.get("phrases", []))
        or _filters_fault(settings.get("filters", []))
        or choice_fault(notices if isinstance(notices, dict) else {"": notices})
    )


def _phrases_fault(phrases: Plain) -> str | None:
    if not isinstance(phrases, list) or not all(isinstance(one, str) for one in phrases):
        return "常用语应当是一组文字"
    if len(phrases) > PHRASES_MAX:
        return f"常用语最多{PHRASES_MAX}条"
    if any(len(cast("str", one)) > PHRASE_CHARACTERS_MAX for one in phrases):
        return f"每条常用语最多{PHRASE_CHARACTERS_MAX}个字"
    return None


def _filters_fault(filters: Plain) -> str | None:
    if not isinstance(filters, list) or not all(isinstance(one, dict) for one in filters):
        return "保存的筛选应当是一组条件"
    if len(filters) > FILTERS_MAX:
        return f"保存的筛选最多{FILTERS_MAX}个"
    given = given_filters({"filters": filters})
    names = [one.get("name") for one in given]
    if not all(map(_is_name, names)):
        return f"共享的筛选要有名称，最多{FILTER_NAME_CHARACTERS_MAX}个字"
    if len(set(map(str, names))) < len(names):
        return "共享的筛选名称重复"
    return None if all(map(_has_words, given)) else "共享的筛选里有清单不认识的条件"


def _is_name(name: Plain) -> bool:
    fits = isinstance(name, str) and len(name) <= FILTER_NAME_CHARACTERS_MAX
    return fits and bool(str(name).strip()) and str(name).isprintable()


def _has_words(given: Mapping[str, Plain]) -> bool:
    """Whether it says which list, and what to look for there; all of it in words."""
    query = given.get("query")
    words = [given.get("tab"), *query.values()] if isinstance(query, dict) else [None]
    return all(isinstance(one, str) and len(one) <= QUERY_CHARACTERS_MAX for one in words)


def given_filters(settings: Mapping[str, Plain]) -> list[Mapping[str, Plain]]:
    """Those of the saved filters that their owner gives to his organ."""
    filters = settings.get("filters", [])
    every = filters if isinstance(filters, list) else []
    return [one for one in every if isinstance(one, dict) and one.get("shared") is True]


def with_defaults(settings: Mapping[str, Plain]) -> dict[str, Plain]:
    """Every part: as the person set it, else as it is for everybody."""
    return {**DEFAULTS, **settings}
