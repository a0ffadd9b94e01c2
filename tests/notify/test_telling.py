"""送出提醒: by the way somebody chose, once, not at night, and nothing private in it."""

import json
import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import insert, select, update

from engine.jobs.job_queue import work
from engine.notify.gateways import SmsMessenger, WebhookMessenger
from engine.notify.mail import MailMessenger
from engine.notify.refusals import MessageNotSent
from engine.notify.signed_post import signature
from engine.ports import Message
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.job_rows import JOB_TRIES_MAX, incidents
from engine.store.outbox_rows import routing
from tests.commands.desk import PLACE

KEY = b"the key both sides know"


class Letterbox:
    """A real mail server that keeps what it gets."""

    def __init__(self):
        self.got = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 not now"
        self.got.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def letterbox():
    box = Letterbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        box.port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@contextmanager
def gateway(status=200):
    """A real HTTP server that checks signatures and keeps what it gets."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            expected = signature(KEY, time=self.headers["X-Zhijian-Time"], body=body)
            assert self.headers["X-Zhijian-Signature"] == expected
            got.append(json.loads(body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_what):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/messages", got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "gateway.key"
    path.write_bytes(KEY + b"\n")
    return path


class TellingYard:
    """A house with ways out, and one person who is told things."""

    def __init__(self, desk, messengers):
        self.desk = desk
        self.clock = desk.office.clock
        self.house = desk.stage.house
        self.office = replace(desk.office, messengers=messengers)
        self.house.store.notices_leave = True
        self.person_id = desk.id_of("lead_handler")
        self.write(t.people, mobile="13900001234", mail="handler@example.org")

    def write(self, table, **values):
        with writing(self.desk.engine) as connection:
            connection.execute(
                update(table)
                .where(table.c.place == PLACE, table.c.id == self.person_id)
                .values(**values)
            )

    def choose(self, **ways):
        self.house.personal_settings.save(PLACE, self.person_id, {"notices": ways})

    def tell(self, subject="有一项任务即将到期", number=1):
        """What a command does that tells somebody something."""
        with self.house.store.begin(PLACE) as tx:
            row = {
                "place": PLACE,
                "id": f"{number:032x}",
                "person_id": self.person_id,
                "subject": subject,
                "text": "里面的话不出门",
                "sent_at": self.clock.now(),
            }
            tx.connection.execute(insert(t.notices), row)
            tx.outbox.add([routing(row)])

    def work(self):
        return work(self.office, self.house.store, owner="test")

    def jobs(self):
        with reading(self.desk.engine) as connection:
            return list(connection.execute(select(t.jobs)).mappings())


@pytest.fixture
def mailing(desk_at, letterbox):
    messenger = MailMessenger(
        address=f"smtp://127.0.0.1:{letterbox.port}", sender="zhijian@example.org"
    )
    yard = TellingYard(desk_at(""), {"mail": messenger})
    yard.letterbox = letterbox
    return yard


def _subject(mail):
    return str(make_header(decode_header(mail["Subject"])))


def test_a_notice_leaves_by_mail_with_its_subject_and_not_its_text(mailing):
    mailing.tell()
    assert mailing.work() == 2
    (mail,) = mailing.letterbox.got
    assert mail["To"] == "handler@example.org"
    assert _subject(mail) == "【执监】有一项任务即将到期"
    text = mail.get_payload(decode=True).decode()
    assert mailing.office.address in text
    assert "里面的话不出门" not in text
    assert mailing.jobs() == []


def test_who_wants_no_mail_and_who_has_no_address_gets_none(mailing):
    mailing.choose(mail="off")
    mailing.tell(number=1)
    mailing.work()
    mailing.choose(mail="at_once")
    mailing.write(t.people, mail=None)
    mailing.tell(number=2)
    mailing.work()
    assert mailing.letterbox.got == []


def test_nothing_leaves_in_quiet_hours_but_after_them(mailing):
    mailing.clock.set(mailing.clock.now().replace(hour=22, minute=0))
    mailing.tell()
    mailing.work()
    assert mailing.letterbox.got == []
    (job,) = mailing.jobs()
    assert (job["due_at"].hour, job["due_at"].minute) == (7, 30)
    mailing.clock.set(job["due_at"])
    mailing.work()
    assert len(mailing.letterbox.got) == 1


def test_a_notice_read_in_the_meantime_stays_inside(mailing):
    mailing.clock.set(mailing.clock.now().replace(hour=22, minute=0))
    mailing.tell()
    mailing.work()
    assert mailing.house.notice_marks.read(PLACE, mailing.person_id, "all")
    mailing.clock.set(mailing.clock.now() + timedelta(hours=12))
    mailing.work()
    assert mailing.letterbox.got == []


def test_a_digest_gathers_a_day_in_one_message(mailing):
    mailing.choose(mail="digest", digest_at="17:00")
    for number in range(1, 4):
        mailing.tell(subject=f"提醒第{number}件", number=number)
        mailing.work()
    assert mailing.letterbox.got == []
    assert len(mailing.jobs()) == 1
    mailing.clock.set(mailing.clock.now().replace(hour=17, minute=0))
    mailing.work()
    (mail,) = mailing.letterbox.got
    assert _subject(mail) == "【执监】您有3条未读提醒"
    assert "提醒第2件" in mail.get_payload(decode=True).decode()


def test_a_server_that_refuses_is_tried_again_and_at_last_somebody_sees_it(mailing):
    mailing.letterbox.refuses = True
    mailing.tell()
    mailing.work()
    for _ in range(JOB_TRIES_MAX):
        mailing.clock.set(mailing.clock.now() + timedelta(minutes=10))
        mailing.work()
    (incident,) = incidents(mailing.desk.engine)
    assert (incident.kind, incident.error) == ("send_notice", "message_not_sent")
    assert "example.org" not in str(mailing.jobs())


def test_a_message_tried_twice_has_the_same_id(mailing):
    mailing.letterbox.refuses = True
    mailing.tell()
    mailing.work()
    (job,) = mailing.jobs()
    mailing.letterbox.refuses = False
    mailing.clock.set(mailing.clock.now() + timedelta(minutes=10))
    mailing.work()
    (mail,) = mailing.letterbox.got
    assert job["id"] in mail["Message-ID"]


def test_sms_and_webhook_are_signed_and_say_no_more_than_needed(desk_at, key_file):
    with gateway() as (address, got):
        office = desk_at("").office
        yard = TellingYard(
            desk_at(""),
            {
                "sms": SmsMessenger(address=address, key_file=key_file, clock=office.clock),
                "webhook": WebhookMessenger(address=address, key_file=key_file, clock=office.clock),
            },
        )
        yard.choose(sms="at_once")
        yard.tell()
        yard.work()
    sms = next(one for one in got if "mobile" in one)
    hook = next(one for one in got if "login" in one)
    assert set(sms) == {"id", "mobile", "text"}
    assert set(hook) == {"id", "login", "subject", "text"}
    assert (sms["mobile"], hook["login"]) == ("13900001234", "lead_handler")
    assert "里面的话不出门" not in str(got)


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_gateway_that_does_not_take_it_is_a_fault(key_file, desk_at, status):
    clock = desk_at("").office.clock
    message = Message(id="1", to="13900001234", subject="x", text="x")
    with (
        gateway(status) as (address, _),
        pytest.raises(MessageNotSent) as caught,
    ):
        SmsMessenger(address=address, key_file=key_file, clock=clock).send(message)
    assert "13900001234" not in str(caught.value)


def test_a_whole_case_tells_its_people_and_never_who_complained(desk, letterbox, key_file):
    """Every notice of a case played by its rules, on each kind of database."""
    messenger = MailMessenger(
        address=f"smtp://127.0.0.1:{letterbox.port}", sender="zhijian@example.org"
    )
    yard = TellingYard(desk, {"mail": messenger})
    with writing(desk.engine) as connection:
        connection.execute(update(t.people).values(mail="somebody@example.org"))
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk("P3.3")
    told = letterbox.got
    for _ in range(3):
        yard.clock.set(yard.clock.now() + timedelta(days=20))
        yard.work()
    with reading(desk.engine) as connection:
        notices = connection.execute(select(t.notices.c.subject, t.notices.c.text)).all()
    private = re.compile(f"{COMPLAINT['name']}|{COMPLAINT['phone']}")
    assert not private.search(str(notices))
    assert notices
    assert told
    assert not any(private.search(str(one)) or private.search(_subject(one)) for one in told)
