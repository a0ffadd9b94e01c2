"""送出提醒: each notice is routed once by its owner's choice, then carried out way by way.

Routing lies in one transaction with the jobs it makes. Carrying out is done under a lease and may
happen twice when a worker dies in between; the message has the same id each time.
"""

from datetime import datetime, timedelta

from engine.commands.office import Office
from engine.domain.delivering import Delivery, Way, deliveries
from engine.ports import Contact, Job, KeptNotice, Message
from engine.store.job_rows import KeptJob

SUBJECT = "【执监】{subject}"
TEXT = "您有一条新的提醒：{subject}。\n请登录查看：{address}\n"
DIGEST_SUBJECT = "【执监】您有{count}条未读提醒"
DIGEST_TEXT = "您有{count}条未读提醒：\n{lines}\n请登录查看：{address}\n"
DIGEST_SPAN = timedelta(days=1)
REACHED_BY = {"mail": "mail", "sms": "mobile", "webhook": "login"}


def route_notice(office: Office, job: KeptJob) -> None:
    """Decide by which ways a notice goes out, and make a job of each."""
    with office.store.begin(job.place) as tx:
        notice = tx.outbox.notice(str(job.payload["notice_id"]))
        if notice is None or notice.read_at is not None:
            return
        contact = tx.outbox.contact(notice.person_id)
        chosen = tx.outbox.chosen_ways(notice.person_id)
        ways = frozenset(one for one in office.messengers if _address(contact, one))
        found = deliveries(chosen, open_ways=ways, now=office.clock.now())
        tx.outbox.add([_job(notice, one) for one in found])


def send_notice(office: Office, job: KeptJob) -> None:
    """Carry one notice out; one that was read meanwhile stays in."""
    with office.store.begin(job.place) as tx:
        notice = tx.outbox.notice(str(job.payload["notice_id"]))
        if notice is None or notice.read_at is not None:
            return
        contact = tx.outbox.contact(notice.person_id)
    subject = SUBJECT.format(subject=notice.subject)
    text = TEXT.format(subject=notice.subject, address=office.address)
    _send(office, job, contact, subject=subject, text=text)


def send_digest(office: Office, job: KeptJob) -> None:
    """Carry out what the person has not read of the last day, in one message."""
    until = job_moment(job)
    with office.store.begin(job.place) as tx:
        person_id = str(job.payload["person_id"])
        unread = tx.outbox.unread(person_id, since=until - DIGEST_SPAN, until=until)
        contact = tx.outbox.contact(person_id)
    if unread:
        lines = "\n".join(f"· {one.subject}" for one in unread)
        count = len(unread)
        text = DIGEST_TEXT.format(count=count, lines=lines, address=office.address)
        _send(office, job, contact, subject=DIGEST_SUBJECT.format(count=count), text=text)


def job_moment(job: KeptJob) -> datetime:
    """When the digest was to be sent; a later try gathers the same."""
    return datetime.fromisoformat(str(job.payload["until"]))


def _send(
    office: Office, job: KeptJob, contact: Contact | None, *, subject: str, text: str
) -> None:
    channel = str(job.payload["channel"])
    to, messenger = _address(contact, channel), office.messengers.get(channel)
    if to and messenger is not None:
        messenger.send(Message(id=job.id, to=to, subject=subject, text=text))


def _job(notice: KeptNotice, delivery: Delivery) -> Job:
    if delivery.way is Way.DIGEST:
        until = delivery.due_at.isoformat()
        return Job(
            kind="send_digest",
            key=f"digest:{notice.person_id}:{delivery.channel}:{until}",
            due_at=delivery.due_at,
            payload={
                "person_id": notice.person_id,
                "channel": delivery.channel,
                "until": until,
            },
        )
    return Job(
        kind="send_notice",
        key=f"notice:{notice.id}:{delivery.channel}",
        due_at=delivery.due_at,
        payload={"notice_id": notice.id, "channel": delivery.channel},
    )


def _address(contact: Contact | None, channel: str) -> str | None:
    return None if contact is None else getattr(contact, REACHED_BY[channel])
