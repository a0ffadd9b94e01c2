"""A yard for clues: a department with two people, a town with its station, the bureau over both."""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.commands.clue_transfer import (
    DesignateReceiver,
    ReceiveClue,
    RecordClueFeedback,
    RefuseClue,
    SendClue,
    designate_receiver,
    receive_clue,
    record_clue_feedback,
    refuse_clue,
    send_clue,
)
from engine.domain.clue import ClueDirection
from engine.domain.work_calendar import SHANGHAI
from engine.queries.clue_ledger import LedgerAsked, clue_ledger
from engine.queries.looking import Desk as Looker
from engine.store.connection import writing
from engine.store.register import Register
from tests.commands.desk import PLACE, Desk

DEPT = "d" * 32
OTHER_DEPT = "e" * 32
TO_TOWN, TO_DEPT = ClueDirection.DEPT_TO_TOWN, ClueDirection.TOWN_TO_DEPT
DEPT_MAN, STATION_MAN, HEAD = "dept_supervisor#1", "station_supervisor#1", "section_head"
BEFORE_QINGMING = datetime(2026, 4, 2, 15, 0, tzinfo=SHANGHAI)
"""A Thursday; the holiday is from Saturday to Monday."""


@dataclass(kw_only=True)
class Yard:
    """A department with two people, a town with its station, and the bureau over both."""

    desk: Desk
    town: str
    station: str

    def id_of(self, name: str) -> str:
        return self.desk.id_of(name)

    def send(self, **more):
        return send_clue(self.desk.office, self.sending(**more))

    def sending(self, by=DEPT_MAN, **more) -> SendClue:
        order = {
            "key": self.desk.office.ids.next(),
            "place": PLACE,
            "by": self.id_of(by),
            "direction": TO_TOWN,
            "from_organ": DEPT,
            "to_organ": self.town,
            "summary": "云雀街道虚构路8号沿街占道堆放建筑材料，属街道执法事项。",
            "handed_over_by": (self.id_of("dept_supervisor#1"), self.id_of("dept_supervisor#2")),
            "materials": 3,
            **more,
        }
        return SendClue(**order)

    def from_town(self, **more):
        two = (self.id_of("station_supervisor#1"), self.id_of("station_supervisor#2"))
        order = {
            "by": STATION_MAN,
            "direction": TO_DEPT,
            "from_organ": self.town,
            "to_organ": DEPT,
            "handed_over_by": two,
            **more,
        }
        return self.send(**order)

    def order(self, kind, clue_id: str, by: str, **more):
        key = more.pop("key", None) or self.desk.office.ids.next()
        return kind(key=key, place=PLACE, by=self.id_of(by), clue_id=clue_id, **more)

    def receive(self, clue_id: str, by: str = STATION_MAN, **more):
        return receive_clue(self.desk.office, self.order(ReceiveClue, clue_id, by, **more))

    def refuse(self, clue_id: str, by: str = STATION_MAN, **more):
        more.setdefault("reason", "不属于本街道的执法事项。")
        return refuse_clue(self.desk.office, self.order(RefuseClue, clue_id, by, **more))

    def designate(self, clue_id: str, organ: str, by: str = HEAD, **more):
        more.setdefault("reason", "按权责清单由该机关管辖。")
        order = self.order(DesignateReceiver, clue_id, by, organ=organ, **more)
        return designate_receiver(self.desk.office, order)

    def feedback(self, clue_id: str, by: str = STATION_MAN, **more):
        more.setdefault("feedback", "已责令当事人清理完毕。")
        order = self.order(RecordClueFeedback, clue_id, by, **more)
        return record_clue_feedback(self.desk.office, order)

    def ledger(self, by: str = HEAD, **more):
        looker = Looker(
            office=self.desk.office,
            store=self.desk.stage.house.store,
            place=PLACE,
            by=replace(self.desk.stage.cast.person(by), organ_id=self.home(by)),
        )
        return clue_ledger(looker, LedgerAsked(**more))

    def home(self, by: str) -> str:
        with writing(self.desk.engine) as connection:
            return Register(connection, PLACE).person(self.id_of(by)).organ_id

    def at(self, moment: datetime) -> None:
        self.desk.stage.clock.set(moment)
