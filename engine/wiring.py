"""The one place where real ports are chosen. Settings are read here, once, and nowhere else."""

import hashlib
import os
import secrets
import tempfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import uuid_utils

from engine.bpmn.runner import SpiffRunner
from engine.commands.office import Office
from engine.definitions.bundle import from_bundle
from engine.definitions.release import Release
from engine.documents.incoming_files import FolderIncoming
from engine.documents.office_suite import found_office_suite
from engine.documents.signing import PadesSigner, SealGateway
from engine.documents.typst_documents import TypstDocuments
from engine.domain.plain import Plain
from engine.domain.work_calendar import SHANGHAI, DayKind, ExtraDay, WorkCalendar
from engine.errors import Fault
from engine.notify.gateways import SmsMessenger, WebhookMessenger
from engine.notify.hotline import HotlineTeller
from engine.notify.mail import MailMessenger
from engine.ports import Clock, Messenger, Signer
from engine.settings import Settings, settings_from
from engine.store.calendar_shelf import CalendarShelf
from engine.store.connection import open_database
from engine.store.notice_marks import NoticeMarks
from engine.store.personal_settings import PersonalSettings
from engine.store.second_factors import SecondFactors
from engine.store.secrecy import InvalidSeal, Secrecy, key_from_file
from engine.store.sign_ins import SignIns
from engine.store.transaction import SqlStore
from engine.store.upload_rows import Uploads

__all__ = ["House", "Settings", "open_house", "settings_from", "settings_of_this_process"]

READABLE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read for a digit; five bits a character."""

RELEASES_OPEN_MAX = 64
SQLITE = "sqlite:///"


class ReleaseMissing(Fault):
    """A case is pinned to a release that the database no longer has."""

    code = "release_missing"
    what = "数据库中没有案件所用的发布版。"
    mend = "请从备份恢复该发布版。"


class FileMissing(Fault):
    """A content that was put is gone."""

    code = "file_missing"
    what = "文件库中缺少文件（{sha256}）。"
    mend = "请从备份恢复文件库。"


def settings_of_this_process() -> Settings:
    """The settings the environment gives."""
    return settings_from(os.environ)


class SystemClock:
    """The machine's clock, in Asia/Shanghai."""

    def now(self) -> datetime:
        """This instant."""
        return datetime.now(SHANGHAI)


class Ids:
    """UUIDv7 for rows, random codes for people."""

    def next(self) -> str:
        """A new id as 32 hex digits; later ids sort after earlier ones."""
        return str(uuid_utils.uuid7()).replace("-", "")

    def secret(self, length: int) -> str:
        """`length` characters of Crockford's base 32."""
        return "".join(secrets.choice(READABLE_ALPHABET) for _ in range(length))


class FolderFiles:
    """Contents in a folder, named by their hash; written aside and renamed, so never half there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep `content`; answers its SHA-256 in hex."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(target)
        _sync_folder(target.parent)  # or the name may be gone after a power failure
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content of that hash; raises `file_missing` (Fault)."""
        path = self._path(sha256)
        if not path.exists():
            raise FileMissing(sha256=sha256)
        return path.read_bytes()

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class FolderSeals:
    """Seal pictures in a folder an administrator keeps: one folder per place, one PNG per seal."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def picture(self, place: str, seal: str) -> bytes | None:
        """The picture as it is there now; None without a folder or file."""
        if self._folder is None:
            return None
        path = self._folder / place / f"{seal}.png"
        return path.read_bytes() if path.is_file() else None


class ReleaseShelf:
    """Releases read from their bundles, the latest used kept open."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Release] = OrderedDict()
        self._calendars: dict[str, WorkCalendar] = {}
        self._lock = Lock()

    def open_release(self, release_id: str, bundle: Callable[[], bytes | None]) -> Release:
        """The release of that id; `bundle` is asked for its bytes when it is not open."""
        with self._lock:
            if release_id in self._open:
                self._open.move_to_end(release_id)
                return self._open[release_id]
        data = bundle()
        if data is None:
            raise ReleaseMissing(where={"release": release_id})
        release = from_bundle(data)
        with self._lock:
            self._open[release_id] = release
            while len(self._open) > RELEASES_OPEN_MAX:
                self._open.popitem(last=False)
        return release

    def calendar_of(self, release: Release) -> WorkCalendar:
        """The working calendar of the release's place, its own days included."""
        with self._lock:
            if release.id not in self._calendars:
                self._calendars[release.id] = calendar_of(release)
            return self._calendars[release.id]


def calendar_of(release: Release) -> WorkCalendar:
    """The shipped years, overlaid by the days the place adds."""
    extra = (
        ExtraDay(
            day=one.day,
            kind=DayKind.WORKING if one.kind == "working" else DayKind.REST,
            name=one.name,
            document=one.document or "",
        )
        for one in release.place_info.extra_days
    )
    return WorkCalendar.build((one.year for one in release.calendar), extra_days=extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An office, and the store under it for queries, workers and administrators."""

    office: Office
    store: SqlStore
    settings: Settings

    @property
    def uploads(self) -> Uploads:
        """What people are sending (上传)."""
        return Uploads(
            self.store.engine,
            secrecy=self.store.secrecy,
            clock=self.office.clock,
            ids=self.office.ids,
        )

    @property
    def incoming(self) -> FolderIncoming:
        """Files on their way in, beside the folder of those that are kept."""
        files = Path(self.settings.files)
        return FolderIncoming(pieces=files.with_name(f"{files.name}-incoming"), files=files)

    @property
    def sign_ins(self) -> SignIns:
        """Who is logged in (登录)."""
        return SignIns(self.store.engine, clock=self.office.clock, ids=self.office.ids)

    def sealed(self, value: Plain, *, bound_to: str) -> bytes:
        """`value` as somebody outside may keep it for us, unreadable and unchangeable."""
        return self.store.secrecy.seal(value, bound_to=bound_to)

    def opened(self, sealed: bytes, *, bound_to: str) -> Plain:
        """What `sealed` was given; raises ValueError for anything else."""
        try:
            return self.store.secrecy.open(sealed, bound_to=bound_to)
        except InvalidSeal as error:
            raise ValueError from error

    @property
    def second_factors(self) -> SecondFactors:
        """The codes of the moment (第二重验证)."""
        return SecondFactors(
            self.store.engine,
            secrecy=self.store.secrecy,
            clock=self.office.clock,
            ids=self.office.ids,
        )

    @property
    def notice_marks(self) -> NoticeMarks:
        """Which notices were read (已读)."""
        return NoticeMarks(self.store.engine, clock=self.office.clock)

    @property
    def personal_settings(self) -> PersonalSettings:
        """How each person likes his pages (个人设置)."""
        return PersonalSettings(self.store.engine, clock=self.office.clock)


def _signer(settings: Settings) -> Signer | None:
    """A certified seal service goes before a certificate of one's own."""
    if settings.seal_service:
        return SealGateway(settings.seal_service)
    return PadesSigner(Path(settings.certificate)) if settings.certificate else None


def _messengers(settings: Settings, clock: Clock) -> dict[str, Messenger]:
    """The ways out that this installation has."""
    found: dict[str, Messenger] = {}
    if settings.mail_server:
        secret = settings.mail_password_file
        found["mail"] = MailMessenger(
            address=settings.mail_server,
            sender=settings.mail_from,
            password_file=Path(secret) if secret else None,
        )
    if settings.sms_service:
        key = Path(settings.sms_key_file)
        found["sms"] = SmsMessenger(address=settings.sms_service, key_file=key, clock=clock)
    if settings.webhook:
        key = Path(settings.webhook_key_file)
        found["webhook"] = WebhookMessenger(address=settings.webhook, key_file=key, clock=clock)
    return found


def _status_teller(settings: Settings, clock: Clock) -> HotlineTeller | None:
    if not settings.hotline:
        return None
    key = Path(settings.hotline_key_file)
    return HotlineTeller(address=settings.hotline, key_file=key, clock=clock)


def open_house(settings: Settings, *, clock: Clock | None = None) -> House:
    """The real ports behind an office; `clock` may be a clock that somebody sets by hand."""
    chosen = clock or SystemClock()
    shelf = ReleaseShelf()
    ids = Ids()
    if settings.database.startswith(SQLITE):
        Path(settings.database.removeprefix(SQLITE)).parent.mkdir(parents=True, exist_ok=True)
    store = SqlStore(
        open_database(settings.database),
        secrecy=Secrecy(key_from_file(Path(settings.key_file))),
        clock=chosen,
        ids=ids,
    )
    calendars = CalendarShelf(store.engine, shelf.calendar_of)
    fonts = Path(settings.fonts) if settings.fonts else None
    store.notices_leave = bool(settings.mail_server or settings.sms_service or settings.webhook)
    office = Office(
        clock=chosen,
        ids=ids,
        store=store,
        runner=SpiffRunner(verify=bool(settings.verify_states)),
        documents=TypstDocuments(
            fonts_folder=fonts, office_suite=found_office_suite(settings.soffice)
        ),
        files=FolderFiles(Path(settings.files)),
        seals=FolderSeals(Path(settings.seals) if settings.seals else None),
        address=settings.address.rstrip("/"),
        signer=_signer(settings),
        messengers=_messengers(settings, chosen),
        status_teller=_status_teller(settings, chosen),
        open_release=shelf.open_release,
        calendar_of=calendars.of,
        calendar_then=calendars.then,
        refresh_calendars=calendars.refresh,
    )
    return House(office=office, store=store, settings=settings)
