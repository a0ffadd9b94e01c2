"""A program that uses the JSON API as the caseworker's page does: cookie, token, key per deed."""

import json
from dataclasses import dataclass
from itertools import count

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PREFIX = "/api/v1"
KEYS = count(1)


@dataclass(kw_only=True)
class Program:
    """One person at the API."""

    client: FlaskClient
    token: str = ""
    name: str = ""

    @classmethod
    def of(cls, web, login: str) -> "Program":
        """Somebody who is logged in, and has asked for the token."""
        program = cls(client=web.browser(login).client)
        me = program.get("/me").json
        program.token, program.name = me["form_token"], me["person"]["name"]
        return program

    def get(self, path: str) -> TestResponse:
        return self.client.get(f"{PREFIX}{path}", buffered=True)

    def post(self, path: str, **sent: object) -> TestResponse:
        body = {"key": f"deed {next(KEYS)}", **sent}
        return self.send("post", path, json.dumps(body).encode(), "application/json")

    def post_plain(self, path: str, **sent: object) -> TestResponse:
        """A request that is no deed on a case and carries no key."""
        return self.send("post", path, json.dumps(sent).encode(), "application/json")

    def send_json(self, method: str, path: str, **sent: object) -> TestResponse:
        return self.send(method, path, json.dumps(sent).encode(), "application/json")

    def put(self, path: str, **sent: object) -> TestResponse:
        return self.send("put", path, json.dumps(sent).encode(), "application/json")

    def send(self, method: str, path: str, body: bytes, kind: str, **headers: str) -> TestResponse:
        return getattr(self.client, method)(
            f"{PREFIX}{path}",
            data=body,
            content_type=kind,
            headers={"X-Form-Token": self.token, **headers},
            buffered=True,
        )
