"""A case that still runs on paper, entered step by step as its file tells it."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, datetime, time

from pypdf import PdfWriter

from engine.commands.attach_file import AttachFile, attach_file
from engine.commands.end_paper_entry import EndPaperEntry, end_paper_entry
from engine.commands.incoming import Upload
from engine.commands.paper_steps import (
    EnterPaperStep,
    PaperDeed,
    StartPaperCase,
    enter_paper_step,
    start_paper_case,
)
from engine.domain.work_calendar import SHANGHAI, start_of_day
from engine.scenarios.demo import COMPLAINT
from engine.scenarios.hand_clock import HandClock
from tests.commands.desk import PLACE

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=SHANGHAI)
RECEIVED = "2026-02-25"
ENTERER = "section_head#2"
CASE_NO, INTAKE_NO, NOTICE_NO = "双府执监案〔2026〕纸3号", "纸登〔2026〕17号", "纸立〔2026〕4号"
REPLY_NO, APPROVAL_NO = "纸复〔2026〕9号", "纸审〔2026〕2号"


def _blank_page() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(made)
    return made.getvalue()


PDF_BYTES = _blank_page()
"""As a scanner gives it: a page, and no text."""

FIRST: Mapping[str, Mapping[str, object]] = {
    "P1.1": {**COMPLAINT, "received_date": RECEIVED, "fact_time": "2026-02-20 10:00"},
    "P2.1": {"org_name": COMPLAINT["org_name"]},
}
"""What the first form says, besides what is plain."""

UNTIL_INVESTIGATION: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
    ("P1.2/intake_clerk", "intake_clerk", "2026-02-27", {}),
    ("P1.3/intake_clerk", "intake_clerk", "2026-03-02", {}),
    ("P1.4/section_head", "section_head", "2026-03-03", {}),
    ("P1.6/intake_clerk", "intake_clerk", "2026-03-04", {"numbers": {"D02": REPLY_NO}}),
    ("P1.6/seal_keeper", "seal_keeper", "2026-03-05", {"scan": "D02"}),
    ("P2.1/section_head", "section_head", "2026-03-05", {}),
    ("P2.2/lead_handler", "lead_handler", "2026-03-06", {}),
    ("P2.3/section_head", "section_head", "2026-03-09", {}),
    (
        "P2.4/bureau_deputy",
        "bureau_deputy",
        "2026-03-10",
        {"numbers": {"case": CASE_NO, "D03": APPROVAL_NO}},
    ),
    ("P2.6/lead_handler", "lead_handler", "2026-03-11", {"numbers": {"D04": NOTICE_NO}}),
    ("P2.6/seal_keeper", "seal_keeper", "2026-03-12", {"scan": "D04"}),
    ("P2.6/service_clerk", "service_clerk", "2026-03-13", {"scan": "D13"}),
    ("P2.7/org_liaison", "org_liaison", "2026-03-20", {}),
)


class Walk:
    """Enters the steps; `desk` is where it is done, at `NOW`."""

    def __init__(self, desk, *, by: str = ENTERER) -> None:
        self.desk, self.by = desk, by
        desk.stage.clock.set(NOW)

    def deed(self, doer, on, *, hour=17, numbers=None, scans=None) -> PaperDeed:
        return PaperDeed(
            doer=self.desk.id_of(doer),
            done_on=date.fromisoformat(on),
            done_time=None if hour is None else time(hour),
            numbers=numbers or {},
            scans=scans or {},
        )

    def order(self, **more):
        named = {"key": self.desk.office.ids.next(), "place": PLACE, "by": self.desk.id_of(self.by)}
        return {**named, **more}

    def start(
        self,
        doer="intake_clerk",
        on="2026-02-26",
        *,
        step="P1.1",
        form=None,
        number=INTAKE_NO,
        **more,
    ):
        numbers = {"D01": number} if number else {}
        paper = self.deed(doer, on, numbers=numbers)
        body = self._filled(on, lambda: self._first(step, doer, form)) if step in FIRST else {}
        command = StartPaperCase(**self.order(**more), step=step, paper=paper, body=body)
        answer = start_paper_case(self.desk.office, command)
        self.desk.player.case_id = str(answer["case_id"])
        return answer

    def _first(self, step, doer, form):
        visit = self.desk.player._first_visit(step)
        given = {**FIRST[step], **(form or {})}
        return self.desk.player._filled(None, visit, visit.roles[0], doer, given, ())

    def step(self, code, doer, on, *, form=None, scan=None, scans=None, key=None, **paper):
        item = self.desk.item(*code.split("/"))
        body = self._filled(on, lambda: self.desk.filled(item, doer, **(form or {})))
        taken = scans or ({scan: self.scanned()} if scan else {})
        command = EnterPaperStep(
            **self.order(case_id=self.desk.player.case_id, **({"key": key} if key else {})),
            item_id=item.id,
            paper=self.deed(doer, on, scans=taken, **paper),
            body=body,
        )
        return enter_paper_step(self.desk.office, command)

    def walk(self, until: str | None = None):
        for code, doer, on, paper in self.until(until):
            self.step(code, doer, on, **paper)

    def until(self, code: str | None):
        """The steps of the file before that one; all of them before None."""
        codes = [one[0] for one in UNTIL_INVESTIGATION]
        return UNTIL_INVESTIGATION[: codes.index(code) if code else None]

    def end(self, **more):
        order = self.order(case_id=self.desk.player.case_id, **more)
        return end_paper_entry(self.desk.office, EndPaperEntry(**order))

    def scanned(self, content: bytes = PDF_BYTES, name: str = "扫描件.pdf") -> str:
        """Upload a file to the case; answers the id of the attachment."""
        house, case_id = self.desk.stage.house, self.desk.player.case_id
        return upload(house, case_id, self.desk.id_of(self.by), content, name)

    def _filled(self, on, fill):
        """As somebody would have filled it in on that day."""
        player, today = self.desk.player, self.desk.player.clock
        player.clock = HandClock(start_of_day(date.fromisoformat(on), time(9, 0)))
        try:
            return fill()
        finally:
            player.clock = today


def lines_of(desk, kind):
    """The lines of the case's log that tell of that kind of event."""
    return [one for one in desk.player.log() if isinstance(one.event, kind)]


def upload(house, case_id: str, by: str, content: bytes, name: str) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    asked = Upload(
        id="", case_id=case_id, person_id=by, name=name, size=len(content), sha256=sha256
    )
    upload_id = house.uploads.begin(PLACE, asked)
    house.incoming.receive(upload_id, offset=0, piece=content)
    order = AttachFile(
        key=f"upload:{upload_id}",
        place=PLACE,
        by=by,
        case_id=case_id,
        upload_id=upload_id,
        name=name,
        size=len(content),
        sha256=sha256,
    )
    attach_file(house.office, house.incoming, order)
    return upload_id
