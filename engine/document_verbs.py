"""`zhijian numbers` and `zhijian seals`: the registers of documents, on a console."""

import argparse
import sys

from engine.domain.people import SYSTEM
from engine.queries.document_register import number_report, seal_register
from engine.queries.looking import Desk
from engine.store.connection import writing
from engine.store.number_series import begin_series
from engine.wiring import House, open_house, settings_of_this_process


def add_document_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    numbers = verbs.add_parser("numbers", help="文号：断号和作废报告、起始值")
    actions = numbers.add_subparsers(required=True, metavar="命令")
    report = actions.add_parser("report", help="一年内各系列的用号、作废、断号")
    report.add_argument("place", metavar="地方")
    report.add_argument("year", type=int, metavar="年份")
    report.set_defaults(verb=_report)
    begin = actions.add_parser("begin", help="上线以前已用到第几号（每个系列设一次）")
    begin.add_argument("place", metavar="地方")
    begin.add_argument("series", metavar="式样", help="如 双府执监立〔2026〕{seq}号")
    begin.add_argument("year", type=int, metavar="年份")
    begin.add_argument("last", type=int, metavar="已用到")
    begin.set_defaults(verb=_begin)

    seals = verbs.add_parser("seals", help="用印登记簿")
    seals.add_argument("place", metavar="地方")
    seals.set_defaults(verb=_seals)


def _house() -> House:
    return open_house(settings_of_this_process())


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _report(options: argparse.Namespace) -> int:
    reports = number_report(_house().store, options.place, options.year)
    for one in reports:
        start = f"（上线前已用到{one.begun_after}号）" if one.begun_after else ""
        _tell(
            f"{one.series}　用到{one.last}号{start}　有效{one.issued}　"
            f"作废{len(one.void)}　断号{len(one.gaps)}"
        )
        for doc_no, reason in one.void:
            _tell(f"    作废　{doc_no}　{reason}")
        for doc_no, notice in one.corrected:
            _tell(f"    更正　{doc_no}　{notice}")
        for gap in one.gaps:
            _tell(f"    断号　第{gap}号")
    return 1 if any(one.gaps for one in reports) else 0


def _begin(options: argparse.Namespace) -> int:
    with writing(_house().store.engine) as connection:
        begin_series(connection, options.place, options.series, options.year, last=options.last)
    _tell(f"{options.series}　{options.year}年从第{options.last + 1}号开始编号")
    return 0


def _seals(options: argparse.Namespace) -> int:
    house = _house()
    desk = Desk(office=house.office, store=house.store, place=options.place, by=SYSTEM)
    for use in seal_register(desk):
        _tell(
            f"{use.at:%Y-%m-%d %H:%M}　{use.seal}　{use.document}　{use.doc_no}　{use.copies}份　"
            f"申请：{use.applicant}　批准：{use.approver}　用印：{use.keeper}　"
            f"{use.pdf_sha256[:16]}"
        )
    return 0
