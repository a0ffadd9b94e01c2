"""`zhijian template`: change the wording of a document in Word, without a release and a restart."""

import argparse
import sys
from pathlib import Path

from engine import template_desk as desk
from engine.documents.refusals import TemplateRefused
from engine.store import migrate
from engine.wiring import House, open_house, settings_of_this_process

ENGINES = {"typst": "本程序排版", "libreoffice": "LibreOffice 排版"}


def add_template_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    template = verbs.add_parser("template", help="文书样式：取出、检查、提交、批准、列出修订")
    actions = template.add_subparsers(required=True, metavar="命令")
    for name, verb, told in (
        ("get", _get, "取出现用的样式，存为文件"),
        ("check", _check, "只检查，不提交"),
        ("put", _put, "检查并提交，待另一人批准"),
    ):
        one = actions.add_parser(name, help=told)
        one.add_argument("place", metavar="地方")
        one.add_argument("kind", metavar="文书", help="如 D04")
        one.add_argument("file", metavar="文件", type=Path)
        one.set_defaults(verb=verb)
        if name == "put":
            one.add_argument("--made-by", required=True, help="制作人")
            one.add_argument("--reason", required=True, help="为什么改")
    approving = actions.add_parser("approve", help="批准：此后定稿的文书用新样式")
    approving.add_argument("place", metavar="地方")
    approving.add_argument("revision", metavar="修订号")
    approving.add_argument("--approved-by", required=True, help="批准人，须为另一人")
    approving.set_defaults(verb=_approve)
    listing = actions.add_parser("list", help="列出全部修订")
    listing.add_argument("place", metavar="地方")
    listing.add_argument("kind", metavar="文书", nargs="?")
    listing.set_defaults(verb=_list)


def _house() -> House:
    house = open_house(settings_of_this_process())
    migrate.refuse_unless_current(house.store.engine)
    return house


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _get(options: argparse.Namespace) -> int:
    options.file.write_bytes(desk.template_in_use(_house(), options.place, options.kind))
    _tell(f"已存为 {options.file}")
    return 0


def _check(options: argparse.Namespace) -> int:
    try:
        judged = desk.judge(_house(), options.place, options.kind, options.file.read_bytes())
    except TemplateRefused as refused:
        return _tell_faults(refused)
    _tell_judged(judged)
    return 0


def _put(options: argparse.Namespace) -> int:
    try:
        revision_id, judged, reach = desk.hand_in(
            _house(),
            options.place,
            options.kind,
            options.file.read_bytes(),
            made_by=options.made_by,
            reason=options.reason,
        )
    except TemplateRefused as refused:
        return _tell_faults(refused)
    _tell_judged(judged)
    _tell(f"在办案件{reach.cases}件，批准后{reach.takes}件的下一份文书用新样式")
    if reach.lacking:
        _tell(f"其余案件的表单没有“{'、'.join(reach.lacking)}”，仍用原样式")
    _tell(f"修订号 {revision_id}，待另一人批准")
    return 0


def _tell_judged(judged: desk.Judged) -> None:
    _tell(f"可以使用，由{ENGINES[judged.engine]}")
    for one in judged.unset:
        _tell(f"    {one}")


def _tell_faults(refused: TemplateRefused) -> int:
    for one in refused.findings:
        _tell(f"{one.where}：{one.what}{one.mend}")
    _tell(f"{len(refused.findings)}处要改，没有提交")
    return 1


def _approve(options: argparse.Namespace) -> int:
    desk.approve(_house(), options.place, options.revision, by=options.approved_by)
    _tell("已批准，此后定稿的文书用新样式")
    return 0


def _list(options: argparse.Namespace) -> int:
    for one in desk.revisions(_house(), options.place, options.kind):
        state = f"{one.in_force_from:%Y-%m-%d %H:%M} 起用" if one.in_force_from else "待批准"
        _tell(
            f"{one.id}　{one.kind}　{state}　{ENGINES[one.engine]}　"
            f"制作：{one.made_by}　批准：{one.approved_by or '—'}　{one.sha256[:16]}　{one.reason}"
        )
    return 0
