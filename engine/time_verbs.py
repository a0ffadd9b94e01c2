"""`zhijian explain-date`: how the last day of a clock came about, day by day."""

import argparse
import sys
from datetime import datetime, time

from engine.domain.people import SYSTEM
from engine.domain.work_calendar import SHANGHAI
from engine.queries.date_explained import explained, find_clock
from engine.queries.explanation_text import text_of
from engine.queries.looking import Desk, find_case, looking
from engine.store import migrate
from engine.wiring import open_house, settings_of_this_process


def add_time_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    explain = verbs.add_parser("explain-date", help="逐日说明一个案件的某个期限为什么在那一天届满")
    explain.add_argument("case", metavar="案件", help="案件编号、登记编号，或者案件的内部编码")
    explain.add_argument("clock", metavar="期限", help="期限代码（如 dl_case_total）或者计时的编码")
    explain.add_argument("--place", help="行政区划代码；各地编号相同时用")
    explain.add_argument(
        "--known-on", type=datetime.fromisoformat, help="按那一天已经录入的内容（补录以前）"
    )
    explain.set_defaults(verb=_explain_date)


def _explain_date(options: argparse.Namespace) -> int:
    house = open_house(settings_of_this_process())
    migrate.refuse_unless_current(house.store.engine)
    place, case_id = find_case(house.store.engine, options.case, place=options.place)
    known_at = None if options.known_on is None else _end_of_day(options.known_on)
    desk = Desk(office=house.office, store=house.store, place=place, by=SYSTEM)
    with looking(desk, case_id) as act:
        told = explained(act, find_clock(act, options.clock), known_at=known_at)
    sys.stdout.write(text_of(told))
    return 0


def _end_of_day(day: datetime) -> datetime:
    """A plain day means its end."""
    at = datetime.combine(day.date(), time.max) if day.time() == time.min else day
    return at.replace(tzinfo=at.tzinfo or SHANGHAI)
