"""样式修订: check, hand in, approve and list Word templates changed between two releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.commands.refusals import NoRelease
from engine.commands.template_choice import missing_names, sha256_of
from engine.definitions.release import Release
from engine.documents.form_names import fields_of
from engine.documents.office_suite import found_office_suite
from engine.documents.refusals import TemplateRefused
from engine.documents.template_check import Judgement, judge_template
from engine.errors import Refusal
from engine.store import template_rows
from engine.store.connection import reading, writing
from engine.store.template_rows import Proposal, RevisionLine
from engine.wiring import House

Engine = Literal["typst", "libreoffice"]


class KindUnknown(Refusal):
    """No document of that kind, or none with a template."""

    code = "document_kind_unknown"
    http_status = 404
    what = "没有“{kind}”这种文书的样式。"
    mend = "可用的文书代码：{known}。"


class TemplateUnchanged(Refusal):
    """The template handed in is the one in use."""

    code = "template_unchanged"
    what = "这份样式与现用的完全相同。"
    mend = "请选改过的文件。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A template that may be handed in: what sets it, and why it is not our own typesetter."""

    engine: Engine
    names: tuple[str, ...]
    unset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many running cases take a revision; `lacking`: labels that the others' forms lack."""

    takes: int
    cases: int
    lacking: tuple[str, ...]


def judge(house: House, place: str, kind: str, content: bytes) -> Judged:
    """Whether the template can be used; raises `template_refused` with every place to mend."""
    return _judged(house, _release(house, place, kind), kind, content)


def hand_in(  # noqa: PLR0913 - what is handed in, for what, by whom and why
    house: House, place: str, kind: str, content: bytes, *, made_by: str, reason: str
) -> tuple[str, Judged, Reach]:
    """Keep a checked template until somebody else approves it; answers the id of the revision."""
    release = _release(house, place, kind)
    if content == template_in_use(house, place, kind):
        raise TemplateUnchanged(where={"kind": kind})
    judged = _judged(house, release, kind, content)
    revision_id = house.office.ids.next()
    proposal = Proposal(
        kind=kind,
        sha256=sha256_of(content),
        replaces=sha256_of(release.templates[kind]),
        template=content,
        names=judged.names,
        engine=judged.engine,
        reason=reason,
        made_by=made_by,
    )
    with writing(house.store.engine) as connection:
        template_rows.propose(
            connection, place, proposal, revision_id=revision_id, at=house.office.clock.now()
        )
    return revision_id, judged, reach(house, place, kind, judged.names)


def approve(house: House, place: str, revision_id: str, *, by: str) -> None:
    """Put it in force: the next document takes it. Raises `template_needs_second_person`."""
    with writing(house.store.engine) as connection:
        template_rows.approve(connection, place, revision_id, by=by, at=house.office.clock.now())


def revisions(house: House, place: str, kind: str | None = None) -> list[RevisionLine]:
    """Every revision, oldest first."""
    with reading(house.store.engine) as connection:
        return template_rows.revisions(connection, place, kind)


def template_in_use(house: House, place: str, kind: str) -> bytes:
    """What the next document of a new case is printed from: the newest revision, or the release."""
    release = _release(house, place, kind)
    own = release.templates[kind]
    with house.store.begin(place) as tx:
        found = tx.templates.newest(
            kind, release_id=release.id, replaces=sha256_of(own), at=house.office.clock.now()
        )
        fitting = [one for one in found if not missing_names(release, kind, one.names)]
        return (tx.templates.content(fitting[0].sha256) if fitting else None) or own


def reach(house: House, place: str, kind: str, names: tuple[str, ...]) -> Reach:
    """Which running cases would take a template that uses these labels."""
    with reading(house.store.engine) as connection:
        counted = template_rows.open_cases_by_release(connection, place)
    lacking = {one: _lacking(house, place, one, kind, names) for one in counted}
    return Reach(
        takes=sum(count for one, count in counted.items() if not lacking[one]),
        cases=sum(counted.values()),
        lacking=tuple(sorted({label for labels in lacking.values() for label in labels})),
    )


def _lacking(
    house: House, place: str, release_id: str, kind: str, names: tuple[str, ...]
) -> list[str]:
    with house.store.begin(place) as tx:
        release = house.office.open_release(release_id, lambda: tx.release_bundle(release_id))
    return missing_names(release, kind, names)


def _release(house: House, place: str, kind: str) -> Release:
    with house.store.begin(place) as tx:
        release_id = tx.release_in_force(house.office.clock.now())
        if release_id is None:
            raise NoRelease(where={"place": place})
        release = house.office.open_release(release_id, lambda: tx.release_bundle(release_id))
    if kind not in release.templates:
        raise KindUnknown(kind=kind, known="、".join(sorted(release.templates)))
    return release


def _judged(house: House, release: Release, kind: str, content: bytes) -> Judged:
    fields = fields_of(release.forms[kind], release.documents[kind])
    judgement: Judgement = judge_template(content, fields)
    if judgement.faults:
        raise TemplateRefused([*judgement.faults, *judgement.unset])
    if judgement.unset and found_office_suite(house.settings.soffice) is None:
        raise TemplateRefused(judgement.unset)
    empty: Mapping[str, object] = {}
    house.office.documents.render(content, empty, issued_at=house.office.clock.now())  # or a fault
    return Judged(
        engine="libreoffice" if judgement.unset else "typst",
        names=tuple(sorted(judgement.paths)),
        unset=tuple(f"{one.where}：{one.what}" for one in judgement.unset),
    )
