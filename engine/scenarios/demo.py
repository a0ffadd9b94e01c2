"""演示: one complaint through all seven procedures, a line per step and where its documents lie.

It is assigned to the judicial station (交办), taken back and investigated; a clue about an officer
is transferred beside the main line (移送); then decided, rectified, answered, closed, archived.

More cases are left under way, each before somebody else and each with another light, so that
every account finds work in its list.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from engine.definitions.release import Release, load_release
from engine.documents.fonts import installed_fonts
from engine.documents.sample_seal import sample_seal
from engine.domain.case import Case
from engine.domain.document import Document
from engine.domain.work_calendar import SHANGHAI, WorkCalendar
from engine.jobs.job_queue import work
from engine.scenarios.demo_cases import LEFT, LeftCase
from engine.scenarios.player import Player
from engine.scenarios.stage import Stage, set_stage
from engine.wiring import Settings, calendar_of

PLACE = "510116"
PASSWORD = "zhijian-demo"  # noqa: S105 - printed on the screen of whoever starts the demo
ORGANS = (
    {
        "name": "双流区云雀街道办事处",
        "uscc": "11510116MB00000A2J",
        "level": "乡镇街道",
        "kind": "街道办事处",
    },
)
COMPLAINT = {
    "channel": "来访",
    "name": "林示例",
    "phone": "13900000001",
    "org_name": "双流区云雀街道办事处",
    "enforcement_field": "综合执法",
    "act_kind": ["行政强制"],
    "fact_place": "云雀街道虚构路8号示例面馆门前",
    "problem_type": ["rude_enforcement", "cert_or_uniform"],
    "facts": "街道综合行政执法队三名队员未出示证件，推倒店门前货架，大声辱骂店员，未制作任何文书。",
    "requests": "请求核查执法过程并要求当事队员道歉。",
}
ANSWERS: Mapping[tuple[str, str], Mapping[str, object]] = {
    ("P2.2", "lead_handler"): {"handle_mode": "交办", "tier": "T2"},
    ("P4.7", "lead_handler"): {"assign_review": "take_back", "reason": "事实尚未查清，收回自办。"},
    ("P3.3", "lead_handler"): {"duty_clue": True},
}
"""What is answered otherwise than plainly, so that the case passes through every procedure."""

BEGUN_AT = datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)
TAKES_AT_MOST = timedelta(days=75)
HAPPENED_BEFORE = timedelta(days=3)
BETWEEN_TASKS = timedelta(hours=5)
TASKS_MAX = 80


ACCOUNTS = (
    "intake_clerk",
    "section_head",
    "lead_handler",
    "legal_reviewer",
    "bureau_deputy",
    "seal_keeper",
    "org_liaison",
    "org_head",
    "archivist",
    "timeliness_supervisor",
    "process_designer",
    "process_approver",
    "sys_admin",
    "security_admin",
    "auditor",
)

Tell = Callable[[str], None]


def play_demo(
    settings: Settings,
    folder: Path,
    tell: Tell,
    *,
    until: datetime | None = None,
    left: Sequence[LeftCase] = LEFT,
) -> Stage:
    """Play the complaint in a fresh database under `folder`; documents to ``folder/documents``.

    The dates are those of `BEGUN_AT`, or with `until` such that all is done shortly before it, so
    that the cases left under way are not months overdue when somebody looks.
    """
    begun_at = BEGUN_AT if until is None else _working_morning(settings, until - TAKES_AT_MOST)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    settings = replace(settings, seals=settings.seals or str(folder / "seals"))
    stage = set_stage(
        settings, PLACE, ORGANS, at=begun_at, password_hash=PasswordHasher().hash(PASSWORD)
    )
    tell(f"地方：{stage.release.place_info.title}（{PLACE}）　发布版：{stage.release.id[:19]}…")
    draw_sample_seals(stage.release, settings)
    player = stage.player()
    happened = f"{begun_at - HAPPENED_BEFORE:%Y-%m-%d %H:%M}"
    player.start("P1.1", "intake_clerk", {**COMPLAINT, "fact_time": happened})
    _tell_step(stage, player, tell, "登记", "intake_clerk")
    for _ in range(TASKS_MAX):
        if not _next_task(stage, player, tell):
            break
        stage.clock.set(_next_working_moment(stage))
    tell(f"查询码：{player.query_code}")
    _write_documents(stage, player, folder / "documents", tell)
    _leave_some_under_way(stage, left, until)
    return stage


def _working_morning(settings: Settings, near: datetime) -> datetime:
    """Ten past nine on the first working day from `near` on."""
    calendar = calendar_of(load_release(Path(settings.definitions), PLACE))
    day = calendar.next_working_day(near.date())
    return datetime(day.year, day.month, day.day, 9, 10, tzinfo=SHANGHAI)


def _working_day_before(calendar: WorkCalendar, near: datetime) -> datetime:
    """Ten past nine on the last working day up to `near`."""
    day = near.date()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, 10, tzinfo=SHANGHAI)


def draw_sample_seals(release: Release, settings: Settings) -> None:
    """样章 for every seal of the place that has no picture yet."""
    fonts = installed_fonts(Path(settings.fonts) if settings.fonts else None)
    folder = Path(settings.seals) / release.place
    folder.mkdir(parents=True, exist_ok=True)
    for seal, name in release.place_info.seals.items():
        picture = folder / f"{seal}.png"
        if not picture.exists():
            picture.write_bytes(sample_seal(name, fonts))


def _next_task(stage: Stage, player: Player, tell: Tell) -> bool:
    waiting = player.walkable()
    if not waiting:
        return False
    visit, item = waiting[0]
    by = player.doer(item)
    player.complete(visit.step, by, ANSWERS.get((visit.step, item.role), {}))
    _tell_step(stage, player, tell, f"{visit.step:<5} {visit.title}", by)
    return True


def _tell_step(stage: Stage, player: Player, tell: Tell, what: str, by: str) -> None:
    head = player.case().head
    person = stage.cast.person(by)
    role = stage.release.place_info.roles[by.partition("#")[0]].title
    status = head.case_no or head.intake_no or ""
    tell(f"{stage.clock.now():%Y-%m-%d %H:%M}　{what}　{person.name}（{role}）　{status}")


def _next_working_moment(stage: Stage) -> datetime:
    """Five hours on; after hours, the next working morning."""
    later = stage.clock.now() + BETWEEN_TASKS
    calendar = stage.house.office.calendar_of(stage.release)
    if later.hour < 17 and calendar.is_working_day(later.date()):  # noqa: PLR2004 - closing time
        return later
    day = calendar.add_working_days(stage.clock.now().date(), 1)
    return datetime(day.year, day.month, day.day, 9, 10, tzinfo=SHANGHAI)


def _write_documents(stage: Stage, player: Player, folder: Path, tell: Tell) -> None:
    """Let the worker make the files, then lay them out under readable names."""
    work(stage.house.office, stage.house.store, owner="demo")
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(_rendered(player.case()), start=1):
        if document.file is None:
            continue
        name = f"{number:02d}-{document.code}-{document.title}"
        for suffix, sha256 in (
            ("pdf", document.file.pdf_sha256),
            ("docx", document.file.docx_sha256),
        ):
            if sha256 is not None:
                (folder / f"{name}.{suffix}").write_bytes(stage.house.office.files.get(sha256))
        tell(f"文书：{folder / name}.pdf　{document.doc_no or ''}")


def _rendered(case: Case) -> list[Document]:
    return [one for one in case.documents.values() if one.file is not None]


def _leave_some_under_way(stage: Stage, left: Sequence[LeftCase], until: datetime | None) -> None:
    calendar = stage.house.office.calendar_of(stage.release)
    for one in left:
        if until is not None:
            brought = _working_day_before(calendar, until - timedelta(days=one.days_ago))
            stage.clock.set(max(brought, stage.clock.now()))
        player = stage.player()
        happened = f"{stage.clock.now() - HAPPENED_BEFORE:%Y-%m-%d %H:%M}"
        told = {"org_name": ORGANS[0]["name"], "fact_time": happened, **one.form}
        player.start("P1.1", "intake_clerk", told)
        player.walk(one.before)
    work(stage.house.office, stage.house.store, owner="demo")
