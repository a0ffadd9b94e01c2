"""试办: a draft tried out step by step, with an invented cast and a clock set by hand."""

import atexit
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import current_app
from marshmallow import fields, validate

from engine.checking import part_judgement
from engine.commands.door import Answer
from engine.commands.drafting import SavePart, save_part
from engine.definitions.release import Release
from engine.domain.plain import to_plain
from engine.queries.case_words import CASE_STATUS
from engine.queries.drawing_board import draft_files
from engine.scenarios import dry_run_looks as looks
from engine.scenarios.dry_run import DryRuns, DryRunView, Kept, scenario_file, view_of
from webui.access import Rule, open_to, the_desk, the_house
from webui.api.shapes import Deed, Shape, blueprint, text
from webui.api.tasks import opened
from webui.diagram_svg import Marked, draw

api = blueprint("design_dry_run", "试办")

RUNS = "zhijian_dry_runs"
SCENARIO_NAME = r"[a-z0-9][a-z0-9-]{1,60}"


class RunTold(Shape):
    """What was told so far; the first entry sets the clock."""

    told = fields.Dict(keys=fields.String(), required=True)
    process = fields.String(load_default="")


class RunForm(Shape):
    """Whose form of which task."""

    told = fields.Dict(keys=fields.String(), required=True)
    code = text()
    by = text()


class RunKept(Deed):
    """A scenario to be made of what was told."""

    told = fields.Dict(keys=fields.String(), required=True)
    name = text(validate=validate.Regexp(SCENARIO_NAME))


@api.post("/design/drafts/<draft_id>/dry-run")
@open_to(Rule.DESIGNER)
@api.arguments(RunTold)
@api.response(200)
def run(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """Do what was told and was not done yet; how things stand then."""
    release = draft_files(the_desk(), draft_id).release

    def look(kept: Kept) -> dict[str, object]:
        view = view_of(kept)
        return {**_course(view, release), **_beside(kept), **_drawn(kept, view, sent["process"])}

    return _runs().look(release, sent["told"], look)


@api.post("/design/drafts/<draft_id>/dry-run/form")
@open_to(Rule.DESIGNER)
@api.arguments(RunForm)
@api.response(200)
def form(sent: dict[str, Any], draft_id: str) -> dict[str, object]:
    """The form of a task as that person would see it, and what samples would fill in."""
    release = draft_files(the_desk(), draft_id).release

    def look(kept: Kept) -> dict[str, object]:
        seen = looks.form_seen(kept, sent["code"], sent["by"])
        return {**opened(seen.page), "samples": to_plain(seen.samples)}

    return _runs().look(release, sent["told"], look)


@api.post("/design/drafts/<draft_id>/dry-run/scenario")
@open_to(Rule.DESIGNER)
@api.arguments(RunKept)
@api.response(201)
def keep(sent: dict[str, Any], draft_id: str) -> Answer:
    """Keep what was told as a scenario of the place, its end as it is now."""
    desk = the_desk()
    found = draft_files(desk, draft_id)
    release, told = found.release, sent["told"]
    view = _runs().play(release, told)
    codes = sorted({one.step for one in view.open_tasks})
    expect = {"status": view.status, "next": codes} if view.status else {}
    content = scenario_file(release.place, {**told, "expect": expect})
    part = f"processes/{release.lineage[0]}/scenarios/{sent['name']}.yaml"
    about = {"place": desk.place, "by": desk.by.id, "draft_id": draft_id}
    command = SavePart(key=sent["key"], part=part, content=content, **about)
    return {**save_part(desk.office, command, part_judgement), "part": part}


def _runs() -> DryRuns:
    """The stages of this process; they are played anew where another process had them."""
    found = current_app.extensions.get(RUNS)
    if found is None:
        found = current_app.extensions.setdefault(RUNS, DryRuns(the_house().settings))
        atexit.register(found.close)
    return found  # type: ignore[no-any-return]  # ours


def _course(view: DryRunView, release: Release) -> dict[str, object]:
    roles, facts = release.place_info.roles, release.facts
    return {
        "at": view.at,
        "results": [asdict(one) for one in view.results],
        "status": CASE_STATUS.get(view.status, view.status),
        "ended": view.ended,
        "open_tasks": [
            {**asdict(one), "role_title": roles[one.role].title if one.role in roles else one.role}
            for one in view.open_tasks
        ],
        "facts": [
            {"name": name, "label": facts[name].label if name in facts else name, "value": value}
            for name, value in view.facts.items()
        ],
        "documents": list(view.documents),
        "due": [{"title": title, "due_on": day or None} for title, day in view.due],
    }


def _beside(kept: Kept) -> dict[str, object]:
    cast, roles = kept.playing.player.cast, kept.playing.player.release.place_info.roles
    return {
        "sent": [asdict(one) for one in looks.sent(kept)],
        "coverage": {name: list(one) for name, one in looks.shares(kept).items()},
        "starts": [
            {"code": f"{one.step}/{one.roles[0]}", "title": one.name} for one in looks.starts(kept)
        ],
        "cast": [
            {"by": name, "name": one.name, "role": role, "role_title": _title(roles, role)}
            for name, one in cast.people.items()
            for role in sorted(one.roles)
        ],
    }


def _title(roles: Mapping[str, Any], role: str) -> str:
    return str(roles[role].title) if role in roles else role


def _drawn(kept: Kept, view: DryRunView, asked: str) -> dict[str, object]:
    """One procedure drawn with where the case stands: the one asked for, else that of a task."""
    found = {one.definition.key: one for one in looks.tracks(kept)}
    here = [one.process for one in view.open_tasks]
    chosen = asked if asked in found else next((one for one in here if one in found), "")
    chosen = chosen or next(reversed(found), "")
    track = found.get(chosen)
    svg = ""
    if track is not None:
        marked = Marked(done=track.done, current=track.current)
        svg = draw(track.definition, track.drawing, marked)
    return {
        "process": chosen,
        "svg": svg,
        "processes": [
            {"process": key, "title": one.definition.name, "here": key in here}
            for key, one in found.items()
        ],
    }
