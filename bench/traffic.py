"""Open load: tasks are completed over HTTP at a fixed rate, whether the last answer came or not.

Every person of the cast is logged in once. A case is handed to the next free hand, its open item
is looked up (this stands for the person's list), and the form recorded from a case played before
is posted to `/api/v1/items/<id>/complete`. What is timed is from the moment the request was *due*
until its answer was read, so a server that falls behind cannot hide it.
"""

import http.client
import json
import queue
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

HANDS = 48
"""Requests under way at once at most; more wait, and their waiting counts."""

CASES_IN_HAND = 300
"""Under way at once, soon at all their stages: more than a process keeps in memory."""

FIND = """
SELECT i.id, i.role, v.step, coalesce(i.assignee, i.candidates) AS hands, c.version
FROM work_items i
JOIN visits v ON v.place = i.place AND v.id = i.visit_id
JOIN cases c ON c.place = i.place AND c.id = i.case_id
WHERE i.place = %s AND i.case_id = %s AND i.state IN ('to_claim', 'in_hand') AND v.state = 'open'
ORDER BY i.role = 'committee_chair', i.position
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What is loaded: the web's port, the database, the place, who works there."""

    port: int
    database: str
    place: str
    password: str
    logins: Mapping[str, str]
    """Login by person id."""
    forms: Mapping[tuple[str, str], Mapping[str, object]]
    """What is handed in, by step and role."""


@dataclass(kw_only=True)
class Taken:
    """What came back: for each request when it was due (seconds from the start) and how long."""

    done: list[tuple[float, float]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    ended: int = 0


class Traffic:
    """Keeps the rate up over `CASES_IN_HAND` cases; one that ends gives way to a new one."""

    def __init__(self, where: Where, cases: list[str]) -> None:
        self.where = where
        self.taken = Taken()
        self._cases: queue.Queue[str] = queue.Queue()
        self._waiting = deque(cases)
        for _ in range(min(CASES_IN_HAND, len(cases))):
            self._cases.put(self._waiting.popleft())
        self._due: queue.Queue[float | None] = queue.Queue()
        self._sessions: dict[str, dict[str, str]] = {}
        self._signing_in = threading.Lock()
        self._begun = 0.0

    def sign_in(self, people: list[str]) -> None:
        """Open a session for each of them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.where.port, timeout=60)
        for person in people:
            self._sessions[person] = self._new_session(connection, self.where.logins[person])
        connection.close()

    def run(self, rate: float, seconds: float) -> Taken:
        """Let `rate` completions a second fall due for so long; waits for the last answers."""
        hands = [threading.Thread(target=self._hand) for _ in range(HANDS)]
        self._begun = time.perf_counter()
        for hand in hands:
            hand.start()
        for number in range(int(rate * seconds)):
            wait = self._begun + number / rate - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            self._due.put(number / rate)
        for _ in hands:
            self._due.put(None)
        for hand in hands:
            hand.join()
        return self.taken

    def _hand(self) -> None:
        web = http.client.HTTPConnection("127.0.0.1", self.where.port, timeout=60)
        with psycopg.connect(self.where.database, autocommit=True) as database:
            while (due := self._due.get()) is not None:
                try:
                    self._complete_one(web, database, due)
                except (OSError, http.client.HTTPException, psycopg.Error) as broken:
                    self.taken.errors[type(broken).__name__] += 1
                    web.close()
        web.close()

    def _complete_one(self, web, database, due: float) -> None:
        case_id, item = self._next_item(database)
        if item is None:
            self.taken.errors["no case left"] += 1
            return
        item_id, role, step, hands, version = item
        person = json.loads(hands)[0] if hands.startswith("[") else hands
        body = {
            "key": uuid.uuid4().hex,
            "seen_version": version,
            "data": self.where.forms[step, role],
        }
        path = f"/api/v1/items/{item_id}/complete"
        status, answer = _post(web, path, self._sessions[person], body)
        self.taken.done.append((due, time.perf_counter() - self._begun - due))
        if status == http.client.OK:
            self._cases.put(case_id)
        else:
            code = json.loads(answer).get("code", "") if answer.startswith(b"{") else ""
            self.taken.errors[f"{status} {code} {step}/{role}"] += 1

    def _next_item(self, database):
        """The next case with something to do, and its first item; cases that ended fall away."""
        while True:
            try:
                case_id = self._cases.get_nowait()
            except queue.Empty:
                return "", None
            found = database.execute(FIND, (self.where.place, case_id)).fetchall()
            known = [one for one in found if (one[2], one[1]) in self.where.forms]
            if known:
                return case_id, known[0]
            self.taken.ended += 1
            if self._waiting:
                self._cases.put(self._waiting.popleft())

    def _new_session(self, connection, login: str) -> dict[str, str]:
        connection.request("GET", "/api/v1/places")
        answer = connection.getresponse()
        answer.read()
        browser = _cookie(answer, "zhijian_browser")
        headers = {
            "Cookie": f"zhijian_browser={browser}",
            "X-Form-Token": answer.headers["X-Form-Token"],
        }
        asked = {"place": self.where.place, "login": login, "password": self.where.password}
        connection.request(
            "POST",
            "/api/v1/session",
            json.dumps(asked),
            headers | {"Content-Type": "application/json"},
        )
        answer = connection.getresponse()
        said = answer.read()
        if answer.status >= http.client.BAD_REQUEST:
            message = f"{login} could not log in: {said.decode()}"
            raise RuntimeError(message)
        session = _cookie(answer, "zhijian_session")
        cookies = f"zhijian_browser={browser}; zhijian_session={session}"
        connection.request("GET", "/api/v1/places", headers={"Cookie": cookies})
        answer = connection.getresponse()
        answer.read()
        return {
            "Cookie": cookies,
            "X-Form-Token": answer.headers["X-Form-Token"],
            "Content-Type": "application/json",
        }


def _cookie(answer, name: str) -> str:
    for line in answer.headers.get_all("Set-Cookie", []):
        if line.startswith(f"{name}="):
            return line.partition("=")[2].partition(";")[0].strip('"')
    message = f"no cookie {name}"
    raise RuntimeError(message)


def _post(web, path: str, headers: Mapping[str, str], body: Mapping[str, object]):
    web.request("POST", path, json.dumps(body, ensure_ascii=False).encode(), dict(headers))
    answer = web.getresponse()
    return answer.status, answer.read()
