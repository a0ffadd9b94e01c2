"""Checks place.yaml: all it names is defined, and its approvals can be carried out."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.definitions.articles import check_article
from engine.definitions.checked_place import CheckedPlace
from engine.definitions.entry import did_you_mean
from engine.definitions.expression_names import names_read
from engine.definitions.finding import Notes
from engine.definitions.place import Approval, ChainLink, InstrumentSet
from engine.definitions.places import NATIONAL
from engine.definitions.run_graph import RunGraph
from engine.feel import FeelSyntaxRefused

if TYPE_CHECKING:
    from engine.definitions.yaml_node import Node

_ONE_DAY = timedelta(days=1)
_SIGNING = frozenset({"decide", "propose"})


def check_place(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of place.yaml that needs more than the file."""
    _check_roles(place, notes)
    _check_measures(place, notes)
    _check_citations(place, notes)
    for approval in place.release.place_info.approvals.values():
        _check_approval(approval, place, notes)
    _check_sets(place, notes)
    _check_untouched(place, notes)


def node_at(place: CheckedPlace, *keys: str) -> tuple[str, int]:
    """File and line of a key path of the merged place.yaml, as far as it goes."""
    node: Node = place.layers.merged("place.yaml")
    for key in keys:
        child = (node.mapping or {}).get(key)
        if child is None:
            break
        node = child
    return node.file, node.line


def _check_roles(place: CheckedPlace, notes: Notes) -> None:
    info = place.release.place_info
    for group in info.separation:
        _known_roles(group, place, node_at(place, "separation"), notes)
    if info.paper_entry is not None:
        _known_roles(
            sorted(info.paper_entry.roles), place, node_at(place, "paper_entry", "roles"), notes
        )
    _known_roles(info.lights.ladder, place, node_at(place, "lights", "ladder"), notes)


def _known_roles(
    roles: Iterable[str], place: CheckedPlace, at: tuple[str, int], notes: Notes
) -> None:
    known = place.release.place_info.roles
    for role in roles:
        if role not in known:
            what = f"没有“{role}”这个角色。"
            notes.error("role_unknown", at, what, did_you_mean(role, known), where=role)


def _check_measures(place: CheckedPlace, notes: Notes) -> None:
    info = place.release.place_info
    for measure, article in info.measures.items():
        at = node_at(place, "measures", measure)
        check_article(article, info.laws, at, notes, where=measure)


def _check_citations(place: CheckedPlace, notes: Notes) -> None:
    info = place.release.place_info
    for kind, cited in info.citations.items():
        at = node_at(place, "citations", kind)
        for article in cited:
            if article not in info.laws:
                check_article(article, info.laws, at, notes, where=kind)


def _check_approval(approval: Approval, place: CheckedPlace, notes: Notes) -> None:
    at = node_at(place, "approvals", approval.key)
    check_article(approval.article, place.release.place_info.laws, at, notes, where=approval.key)
    _known_roles((link.role for link in approval.chain), place, at, notes)
    for step in approval.steps:
        if step not in place.steps:
            what = f"没有“{step}”这个步骤。"
            notes.error(
                "step_unknown", at, what, did_you_mean(step, place.steps), where=approval.key
            )
    for link in approval.chain:
        _check_when(link, place, at, notes)
    drawn = [step for step in approval.steps if step in {task.step for task in place.tasks}]
    if drawn:
        _check_carried_out(approval, place, at, notes)


def _check_when(link: ChainLink, place: CheckedPlace, at: tuple[str, int], notes: Notes) -> None:
    if link.when is None:
        return
    try:
        names = names_read(link.when)
    except FeelSyntaxRefused as refusal:
        notes.error("expression_syntax", at, refusal.what_text, refusal.mend_text, where=link.role)
        return
    for name in sorted(names - set(place.release.facts)):
        what = f"没有“{name}”这个事实。"
        notes.error("fact_unknown", at, what, did_you_mean(name, place.release.facts), where=name)


def _check_carried_out(
    approval: Approval, place: CheckedPlace, at: tuple[str, int], notes: Notes
) -> None:
    """Each signing role has a user task in the steps, and from each one can go on to the next."""
    before: set[tuple[str, str]] = set()
    for link in approval.chain:
        if link.act not in _SIGNING:
            continue
        here = {
            (task.process, task.element)
            for task in place.tasks
            if task.step in approval.steps and link.role in task.roles
        }
        title = f"审批“{approval.key}”的“{link.role}”"
        if not here:
            mend = f"请在步骤 {'、'.join(approval.steps)} 为该角色画一个任务。"
            notes.error(
                "approval_without_task", at, f"{title}在图中没有任务。", mend, where=link.role
            )
            continue
        if before and not _one_leads_to_another(before, here, place):
            what = f"{title}的任务不在前一环之后。"
            notes.error("approval_order", at, what, "请按审批链的次序画任务。", where=link.role)
        before = here


def _one_leads_to_another(
    before: set[tuple[str, str]], here: set[tuple[str, str]], place: CheckedPlace
) -> bool:
    for process, element in before:
        if all(key != process for key, _ in here):
            return True  # in another procedure: the order of procedures is the overall diagram's
        graph = RunGraph(place.release.process_definitions, start=process)
        reached = graph.reached_from(((), element))
        if any(key == process and ((), other) in reached for key, other in here):
            return True
    return False


def _check_sets(place: CheckedPlace, notes: Notes) -> None:
    documents = place.release.documents
    sets = sorted(place.release.place_info.instrument_sets.values(), key=lambda one: one.valid_from)
    for chosen in sets:
        at = node_at(place, "instrument_sets", chosen.key)
        for kind in (*chosen.kinds, *chosen.issuer):
            if documents and kind not in documents:
                what = f"没有“{kind}”这种文书。"
                mend = did_you_mean(kind, documents)
                notes.error("document_unknown", at, what, mend, where=chosen.key)
    for earlier, later in pairwise(sets):
        _check_pair(earlier, later, node_at(place, "instrument_sets", later.key), notes)
    if sets and sets[-1].valid_to is not None:
        at = node_at(place, "instrument_sets", sets[-1].key)
        what = f"{sets[-1].valid_to} 以后没有文书体系。"
        notes.error("set_gap", at, what, "请把最后一套的 to 写为 null。", where=sets[-1].key)


def _check_pair(
    earlier: InstrumentSet, later: InstrumentSet, at: tuple[str, int], notes: Notes
) -> None:
    if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
        what = f"文书体系“{earlier.key}”与“{later.key}”的日期重叠。"
        notes.error("set_overlap", at, what, "请改正 from 和 to，两端都含当日。", where=later.key)
    elif earlier.valid_to + _ONE_DAY != later.valid_from:
        what = f"文书体系“{earlier.key}”与“{later.key}”之间有空档。"
        notes.error("set_gap", at, what, "后一套的 from 应当是前一套 to 的次日。", where=later.key)


def _check_untouched(place: CheckedPlace, notes: Notes) -> None:
    """What the parent marks `local_may: nothing` stands as it is."""
    own = place.layers.yaml_of(place.folder, "place.yaml")
    if own is None or place.inherited is None:
        return
    parent = place.inherited.merged("place.yaml")
    for section, mine in (own.mapping or {}).items():
        theirs = (parent.mapping or {}).get(section)
        for key, node in (mine.mapping or {}).items():
            entry = (theirs.mapping or {}).get(key) if theirs else None
            rule = (entry.mapping or {}).get("local_may") if entry else None
            if rule is not None and rule.value == "nothing":
                what = f"“{section}.{key}”地方不得改动。"
                mend = "请删去这一处；确需改变的，由上级修改。"
                notes.error("local_may_nothing", (node.file, node.line), what, mend, where=key)


def check_publishable(place: CheckedPlace, notes: Notes) -> None:
    """To be published, a place (but national) states its own names, organ codes and seal."""
    if place.release.place == NATIONAL:
        return
    own = place.layers.yaml_of(place.folder, "place.yaml")
    at = (f"processes/{place.folder}/place.yaml", 0)
    wanted = (
        *(("names", key) for key in ("government", "T1", "T2")),
        *(("organ_codes", key) for key in ("government", "authority", "acting_body", "case")),
        ("seals", "special"),
    )
    for section, key in wanted:
        part = (own.mapping or {}).get(section) if own else None
        if part is None or key not in (part.mapping or {}):
            what = f"“{section}.{key}”仍是上级的。"
            mend = "发布前请在本地 place.yaml 写明自己的名称、代字和印章。"
            notes.error("place_inherits_names", at, what, mend, where=f"{section}.{key}")
    if place.release.lineage and not place.folder.startswith(place.release.place):
        what = f"“{place.release.place}”没有自己的目录。"
        notes.error("place_without_folder", at, what, "请先建目录和 place.yaml。")
