"""What a diagram of a place may name: roles, forms, limits, steps, articles, with their titles."""

from collections.abc import Iterator, Mapping
from typing import TypedDict

from engine.definitions.articles import OWN_PROPOSAL, article_words
from engine.definitions.diagram_changes import VISITS
from engine.definitions.diagram_messages import MESSAGES
from engine.definitions.limits import Limit
from engine.definitions.process_task import PUBLIC_WORDS
from engine.definitions.release import Release
from engine.domain.time_limit import Unit


class Word(TypedDict):
    """A code and how people call it."""

    code: str
    title: str


class Said(TypedDict):
    """One message of the check, with places to fill."""

    what: str
    mend: str


def drawing_words(release: Release) -> dict[str, object]:
    """Everything the editor of diagrams offers and knows, by what it is used for."""
    info = release.place_info
    return {
        "roles": _listed({code: role.title for code, role in info.roles.items()}),
        "forms": _listed(_forms(release)),
        "limits": _listed({key: _limit(limit) for key, limit in release.limits.items()}),
        "steps": _listed(_steps(release)),
        "articles": _listed(dict(_articles(release))),
        "procedures": _listed({key: one.name for key, one in release.process_definitions.items()}),
        "decisions": _listed(dict.fromkeys(release.decisions, "")),
        "documents": _documents(release),
        "visits": _listed(VISITS),
        "public": list(PUBLIC_WORDS),
        "required": {
            step: {
                "title": one.title,
                "article": one.article,
                "law": article_words(one.article, info.laws) or one.article,
            }
            for step, one in release.required.items()
        },
        "messages": {code: Said(what=what, mend=mend) for code, (what, mend) in MESSAGES.items()},
    }


def _listed(words: Mapping[str, str]) -> list[Word]:
    return [Word(code=code, title=title or code) for code, title in words.items()]


def _forms(release: Release) -> dict[str, str]:
    """Documents first, then the forms of steps; those of one role belong to their step."""
    found = {code: one.title for code, one in release.documents.items()}
    for code in release.forms:
        step = code if code.count(".") < 2 else code.rpartition(".")[0]  # noqa: PLR2004 -- P1.3.role
        found.setdefault(step, _steps_called(release, step))
    return found


def _steps_called(release: Release, step: str) -> str:
    return "、".join(dict.fromkeys(one.name for one in release.tasks.values() if one.step == step))


def _steps(release: Release) -> dict[str, str]:
    found: dict[str, dict[str, None]] = {}
    for task in release.tasks.values():
        found.setdefault(task.step, {})[task.name] = None
    return {step: "、".join(found[step]) for step in sorted(found)}


def _limit(limit: Limit) -> str:
    if not limit.values:
        return f"{limit.title}（本地没有数）"
    latest = limit.values[-1]
    return f"{limit.title}　{latest.amount}{Unit(latest.unit).label}　{latest.source}"


def _articles(release: Release) -> Iterator[tuple[str, str]]:
    """Articles the place cites anywhere, by law and number."""
    laws = release.place_info.laws
    cited = {one.basis for one in release.tasks.values() if one.basis}
    cited |= {one.article for one in release.required.values()}
    cited |= {
        one.article for limit in release.limits.values() for one in limit.values if one.article
    }
    for code in sorted(cited - {OWN_PROPOSAL}, key=_by_number):
        words = article_words(code, laws)
        if words:
            yield code, words


def _by_number(code: str) -> tuple[str, int]:
    law, _, number = code.partition("-")
    return law, int(number) if number.isdecimal() else 0


def _documents(release: Release) -> dict[str, list[Word]]:
    """The documents a step fills, sends or seals, by step."""
    found: dict[str, list[Word]] = {}
    for code, one in release.documents.items():
        for step in dict.fromkeys(entry.step for entry in one.steps):
            found.setdefault(step, []).append(Word(code=code, title=one.title))
    return found
