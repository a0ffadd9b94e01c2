"""文号计数: the next number of a series, and where one begins that was numbered before us."""

from sqlalchemy import Connection, insert, select, update

from engine.errors import Refusal
from engine.store import tables as t
from engine.store.sending import UNLESS_THERE, write_rows


class SeriesBegun(Refusal):
    """Numbers were taken from the series already; another start would leave gaps or doubles."""

    code = "number_series_begun"
    what = "“{series}”{year}年已经编到第{last}号，不能再设起始值。"
    mend = "起始值只能在第一次编号以前设定；漏编的号请作废登记，不要改计数。"


class SeriesUnfit(Refusal):
    """No series of numbers of ours, or no start."""

    code = "number_series_unfit"
    what = "“{series}”不是文号的式样，或者起始值{last}不是正整数。"
    mend = "请写成“双府执监立〔2026〕{{seq}}号”，{{seq}}代表序号；已用到第几号，就写几。"


def begin_series(connection: Connection, place: str, series: str, year: int, *, last: int) -> None:
    """Let the next number of `series` in `year` be `last` + 1; once, before the first number."""
    if "{seq" not in series or str(year) not in series or last < 1:
        raise SeriesUnfit(series=series, last=last)
    table = t.counters
    where = (table.c.place == place, table.c.series == series, table.c.year == year)
    found = connection.execute(select(table.c.last).where(*where)).scalar()
    if found is not None:
        raise SeriesBegun(series=series, year=year, last=found)
    row = {"place": place, "series": series, "year": year, "last": last, "begun_after": last}
    connection.execute(insert(table), row)


def begun_after(connection: Connection, place: str, series: str, year: int) -> int:
    """The last number of `series` in `year` that was given before us; 0 where none was."""
    table = t.counters
    where = (table.c.place == place, table.c.series == series, table.c.year == year)
    return connection.execute(select(table.c.begun_after).where(*where)).scalar() or 0


def next_in_series(connection: Connection, place: str, series: str, year: int) -> int:
    """Take the next number (from 1) of a counter; given back only if the transaction fails."""
    table = t.counters
    this = (table.c.place == place, table.c.series == series, table.c.year == year)
    for _ in range(2):  # the second round finds the row that the first or a rival made
        taken = connection.execute(
            update(table).where(*this).values(last=table.c.last + 1).returning(table.c.last)
        ).scalar()
        if taken is not None:
            return int(taken)
        row = {"place": place, "series": series, "year": year, "last": 0}
        write_rows(connection, table, [row], UNLESS_THERE)
    message = f"counter {series} could not be begun"
    raise RuntimeError(message)
