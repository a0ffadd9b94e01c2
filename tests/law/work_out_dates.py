"""Works out last days on a printed calendar, the slow way; writes worked_dates.csv beside it.

This script knows nothing of the product: it lays out every day of three years, marks the days off
and the make-up days as they stand on a wall calendar, and goes from square to square with a
pencil. `python -m tests.law.work_out_dates` writes the table; a test looks that it still says so.
"""

import csv
import io
from calendar import monthrange
from datetime import date
from pathlib import Path

TABLE = Path(__file__).with_name("worked_dates.csv")

# A wall calendar prints 休 on weekdays that are off and 班 on weekends that are worked.
OFF = {
    2024: """
        1.1 2.12 2.13 2.14 2.15 2.16 4.4 4.5 5.1 5.2 5.3 6.10 9.16 9.17
        10.1 10.2 10.3 10.4 10.7""",
    2025: """
        1.1 1.28 1.29 1.30 1.31 2.3 2.4 4.4 5.1 5.2 5.5 6.2
        10.1 10.2 10.3 10.6 10.7 10.8""",
    2026: """
        1.1 1.2 2.16 2.17 2.18 2.19 2.20 2.23 4.6 5.1 5.4 5.5 6.19 9.25
        10.1 10.2 10.5 10.6 10.7""",
}
WORKED = {
    2024: "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    2025: "1.26 2.8 4.27 9.28 10.11",
    2026: "1.4 2.14 2.28 5.9 9.20 10.10",
}

# 依据, 数, 单位 (日 工作日 月), 可延长几 (同一单位; 0 = 不得延长)
LAWS = [
    ("《中华人民共和国行政处罚法》第六十条（立案起作出处罚决定）", 90, "日", 0),
    ("《中华人民共和国行政处罚法》第六十一条、第八十五条（送达）", 7, "工作日", 0),
    ("《中华人民共和国行政处罚法》第六十四条、第八十五条（要求听证）", 5, "工作日", 0),
    ("《中华人民共和国行政处罚法》第六十七条（缴纳罚款）", 15, "日", 0),
    ("《中华人民共和国行政复议法》第二十条（申请）", 60, "日", 0),
    ("《中华人民共和国行政复议法》第三十条、第八十八条（审查）", 5, "工作日", 0),
    ("《中华人民共和国行政复议法》第三十一条、第八十八条（补正）", 10, "工作日", 0),
    ("《中华人民共和国行政复议法》第四十八条、第八十八条（发送副本）", 7, "工作日", 0),
    ("《中华人民共和国行政复议法》第六十二条（普通程序）", 60, "日", 30),
    ("《中华人民共和国行政复议法》第六十二条（简易程序）", 30, "日", 0),
    ("《中华人民共和国行政强制法》第二十五条（查封扣押）", 30, "日", 30),
    ("《中华人民共和国行政强制法》第五十四条、第六十九条（催告）", 10, "工作日", 0),
    ("《中华人民共和国行政许可法》第三十二条、第八十二条（补正告知）", 5, "工作日", 0),
    ("《中华人民共和国行政许可法》第四十二条、第八十二条（审查决定）", 20, "工作日", 10),
    ("《中华人民共和国行政许可法》第四十四条、第八十二条（送达）", 10, "工作日", 0),
    ("《中华人民共和国民事诉讼法》第八十五条（月，计期方法）", 3, "月", 0),
    ("《中华人民共和国民法典》第二百零二条（月的届满日）", 1, "月", 0),
    ("《中华人民共和国民法典》第二百零二条（六个月）", 6, "月", 0),
    ("《信访工作条例》第二十三条（告知）", 15, "日", 0),
    ("《信访工作条例》第三十四条（办结）", 60, "日", 30),
    ("《信访工作条例》第三十五条（请求复查）", 30, "日", 0),
    ("《行政执法机关移送涉嫌犯罪案件的规定》第五条（审批）", 3, "日", 0),
    ("《四川省行政执法监督条例》第三十一条（移送）", 10, "日", 0),
    ("《四川省行政执法监督条例》第三十二条（立案通知）", 5, "日", 0),
    ("《四川省行政执法监督条例》第三十二条（书面说明）", 10, "日", 0),
    ("《四川省行政执法监督条例》第三十四条（异议）", 15, "日", 0),
    ("《四川省行政执法监督条例》第三十四条（报告）", 30, "日", 0),
    ("《四川省行政执法监督条例》第三十六条（备案）", 15, "日", 0),
    ("《山东省行政执法监督条例》第二十八条（纠正）", 30, "日", 0),
    ("本系统建议值（受理审查）", 5, "工作日", 0),
    ("本系统建议值（立案审查）", 7, "工作日", 0),
    ("本系统建议值（调查终结）", 30, "工作日", 10),
    ("本系统建议值（交办结果）", 15, "工作日", 5),
    ("本系统建议值（办结总期限）", 60, "日", 30),
]

# 每项依据用其中十二个起算日：节前、节中、节后、月末、闰日、调休上班日、跨年。
STARTS = """
    2024-01-31 2024-02-08 2024-02-29 2024-04-03 2024-04-30 2024-06-07 2024-08-31 2024-09-13
    2024-09-30 2024-11-15 2024-12-20 2024-12-31 2025-01-01 2025-01-24 2025-02-28 2025-03-31
    2025-04-25 2025-05-30 2025-08-29 2025-09-26 2025-09-30 2025-10-11 2025-11-28 2025-12-31
    2026-01-04 2026-02-09 2026-02-13 2026-02-14 2026-03-04 2026-03-27 2026-04-03 2026-04-28
    2026-05-09 2026-05-31 2026-06-17 2026-07-03
""".split()
STARTS_EACH = 12

# 停计：自起算日后第几天起、停几天；逗号分开几段，可以相叠。
STOPS = ["", "2+5", "", "1+1", "3+20", "", "0+4,9+6", "2+10,6+12", "", "4+0", "1+45", "3+3,6+3"]

Square = dict[str, object]


def wall_calendar() -> list[date]:
    """Every square of the calendar, in order, 2024 to the end of 2026."""
    return [
        date(year, month, day)
        for year in OFF
        for month in range(1, 13)
        for day in range(1, monthrange(year, month)[1] + 1)
    ]


def marked(table: dict[int, str]) -> set[date]:
    """The squares that carry a mark."""
    found = set()
    for year, text in table.items():
        for one in text.split():
            month, day = one.split(".")
            found.add(date(year, int(month), int(day)))
    return found


SQUARES = wall_calendar()
PLACE_OF = {day: number for number, day in enumerate(SQUARES)}
REST, MADE_UP = marked(OFF), marked(WORKED)


def is_worked(day: date) -> bool:
    """Whether the square is a working day."""
    if day in MADE_UP:
        return True
    return day not in REST and day.strftime("%a") not in {"Sat", "Sun"}


def stopped_squares(start: date, stops: str) -> tuple[set[date], list[str]]:
    """The squares crossed out by the stops, and the stops as from..until (that day counts)."""
    crossed: set[date] = set()
    written = []
    for one in filter(None, stops.split(",")):
        after, length = (int(part) for part in one.split("+"))
        first = PLACE_OF[start] + after
        crossed.update(SQUARES[first : first + length])
        written.append(f"{SQUARES[first]}..{SQUARES[first + length]}")
    return crossed, written


def days_of_months(start: date, months: int) -> int:
    """So many days until the day of the same number, or the last one of a shorter month."""
    squares = [day for day in SQUARES if day > start]
    wanted = (start.month + months - 1) % 12 + 1
    year = start.year + (start.month + months - 1) // 12
    of_month = [day for day in squares if (day.year, day.month) == (year, wanted)]
    end = next((day for day in of_month if day.day == start.day), of_month[-1])
    return squares.index(end) + 1


def last_day(start: date, number: int, unit: str, crossed: set[date]) -> date:
    """Go from square to square after the start; a crossed square is not ticked off."""
    ticks = days_of_months(start, number) if unit == "月" else number
    here = PLACE_OF[start]
    while ticks > 0:
        here += 1
        counts = is_worked(SQUARES[here]) if unit == "工作日" else True
        if counts and SQUARES[here] not in crossed:
            ticks -= 1
    while unit != "工作日" and (not is_worked(SQUARES[here]) or SQUARES[here] in crossed):
        here += 1
    return SQUARES[here]


def rows() -> list[list[str]]:
    """The table: each law with its starts; every third one extended where that may be."""
    found = []
    for at, (ground, number, unit, more) in enumerate(LAWS):
        for turn in range(STARTS_EACH):
            start = date.fromisoformat(STARTS[(at * 7 + turn * 5) % len(STARTS)])
            crossed, stops = stopped_squares(start, STOPS[(at + turn) % len(STOPS)])
            added = more if turn % 3 == 1 else 0
            due = last_day(start, number + added, unit, crossed)
            found.append(
                [ground, str(number), unit, str(start), " ".join(stops), str(added), str(due)]
            )
    return found


def table() -> str:
    """The file's text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["依据", "数", "单位", "起算日", "停计（当日起..恢复日）", "延长", "届满日"])
    writer.writerows(rows())
    return text.getvalue()


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
