"""依据库: what a document may cite here, and what it cites unless the drafter says else."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from engine.commands.following import RELEASES_INDEXED_MAX
from engine.definitions.articles import article_words, parse_article
from engine.definitions.place import Place
from engine.definitions.release import Release


@lru_cache(maxsize=RELEASES_INDEXED_MAX)
def citable(release: Release) -> Mapping[str, str]:
    """Article → 《law》第…条, laws in the place's order; a law itself may be cited whole."""
    place = release.place_info
    known = {one for one in articles_named(release) if article_words(one, place.laws)}
    options: dict[str, str] = {}
    for key, law in place.laws.items():
        options[key] = f"《{law.title}》"
        for article in sorted(one for one in known if _law(one) == key and one != key):
            options[article] = article_words(article, place.laws) or article
    return MappingProxyType(options)


def usual(place: Place, kind: str, on: date) -> list[str] | None:
    """What a document of `kind` cites by default (默认引用), of laws in force on that day."""
    cited = [one for one in place.citations.get(kind, ()) if _in_force(place, one, on)]
    return cited or None


def articles_named(release: Release) -> Iterator[str]:
    """Every article the place's definitions name anywhere."""
    place = release.place_info
    for cited in place.citations.values():
        yield from cited
    yield from (one for one in place.measures.values() if one)
    yield from (one.article for one in place.approvals.values() if one.article)
    yield from (one.article for one in release.required.values())
    for limit in release.limits.values():
        yield from (value.article for value in limit.values if value.article)


def briefly(labels: list[str]) -> list[str]:
    """《甲》第一条、《甲》第二条 as people write it: the law is named once."""
    told: list[str] = []
    before = ""
    for label in labels:
        law, closing, article = label.partition("》")
        told.append(article if article and law == before else label)
        before = law if closing else ""
    return told


def _law(article: str) -> str:
    parsed = parse_article(article)
    return parsed[0] if parsed else article


def _in_force(place: Place, article: str, on: date) -> bool:
    law = place.laws.get(_law(article))
    return law is not None and (law.in_force is None or law.in_force <= on)
