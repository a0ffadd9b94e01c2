"""`zhijian design`: foreign diagrams, changes between releases, scenarios before publishing."""

import argparse
import sys
from pathlib import Path

from engine.definitions.bundle import from_bundle
from engine.definitions.finding import DefinitionRefused
from engine.definitions.foreign_diagram import OUTCOME_WORDS, take_foreign
from engine.definitions.release import Release, load_release
from engine.definitions.release_changes import changes_between
from engine.definitions.source_tree import PROCEDURES
from engine.scenarios.publish_gate import Outcome, prove
from engine.wiring import settings_of_this_process

BAD_INPUT = 1


def add_design_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    design = verbs.add_parser("design", help="设计：外来流程图、版本对比、发布前的场景")
    actions = design.add_subparsers(required=True, metavar="命令")

    foreign = actions.add_parser("foreign", help="试收其他软件的流程图，每个文件一行结果")
    foreign.add_argument("files", nargs="+", type=Path, metavar="文件")
    foreign.add_argument("--procedure", default="decision", choices=sorted(PROCEDURES))
    foreign.add_argument("--report", action="store_true", help="逐个元素说明")
    foreign.set_defaults(verb=_foreign)

    changes = actions.add_parser("changes", help="两个发布包（ZIP）之间改了什么")
    changes.add_argument("before", type=Path, metavar="前")
    changes.add_argument("after", type=Path, metavar="后")
    changes.set_defaults(verb=_changes)

    proving = actions.add_parser("prove", help="用本地和上级的全部场景试验一个地方的定义")
    proving.add_argument("place", metavar="地方")
    proving.set_defaults(verb=_prove)


def _foreign(options: argparse.Namespace) -> int:
    head = ["文件", "来源", "节点", *OUTCOME_WORDS.values()]
    _tell("　".join(head))
    refused = 0
    for path in options.files:
        try:
            found = take_foreign(
                path.read_bytes(), key=PROCEDURES[options.procedure], file=path.name
            )
        except DefinitionRefused as refusal:
            refused += 1
            _tell(f"{path.name}　不能收：{refusal.findings[0].sentence}")
            continue
        figures = [str(found.count(outcome)) for outcome in OUTCOME_WORDS]
        _tell("　".join([path.name, found.vendor, str(found.nodes), *figures]))
        for line in found.lines if options.report else ():
            _tell(f"    {OUTCOME_WORDS[line.outcome]}　{line.name or line.element}　{line.what}")
    _tell(f"{len(options.files) - refused} 个已收，{refused} 个不能收")
    return BAD_INPUT if refused else 0


def _changes(options: argparse.Namespace) -> int:
    before, after = (_release(path) for path in (options.before, options.after))
    found = changes_between(before, after)
    for one in found:
        _tell(one.sentence)
    _tell(f"{len(found)} 处不同")
    return 0


def _release(path: Path) -> Release:
    return from_bundle(path.read_bytes())


def _prove(options: argparse.Namespace) -> int:
    settings = settings_of_this_process()
    release = load_release(Path(settings.definitions), options.place)
    proof = prove(release, settings, base=release, tell=tell_outcome)
    for line in proof.coverage.lines():
        _tell(line)
    _tell(f"{len(proof.outcomes)} 个场景，{len(proof.failed)} 个不通过")
    return BAD_INPUT if proof.failed else 0


def tell_outcome(one: Outcome) -> None:
    """One scenario: how it went, and what went otherwise."""
    verdict = "通过" if not one.differences else "不通过" if one.applies else "不适用"
    _tell(f"{verdict}　{one.name}　{one.title}")
    for difference in one.differences if one.applies else ():
        _tell(f"    {difference}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
