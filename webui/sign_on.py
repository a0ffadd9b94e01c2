"""统一身份认证 (OIDC): authorization code with PKCE, state and nonce; nobody is made by it.

The provider says who somebody is; whether that is one of ours, the 安全管理员 has said before by
matching the subject. Keys and addresses come from the provider's own description.
"""

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from engine.wiring import House
from webui.refusals import SignOnFailed

ANSWER_SECONDS_MAX = 10
ANSWER_BYTES_MAX = 1 << 20
LEEWAY_SECONDS = 60
ALGORITHMS = ["RS256", "ES256", "PS256"]
"""Signed with a key only the provider has; never `none`, never a shared secret."""

DESCRIPTION = "/.well-known/openid-configuration"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Who vouches for the people of a place."""

    issuer: str
    client_id: str
    secret_file: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to the provider and back; kept in the browser, sealed."""

    place: str
    state: str
    nonce: str
    verifier: str


def provider_of(house: House, place: str) -> Provider | None:
    """The provider of that place, from the file that ``ZHIJIAN_SIGN_ON`` names; None without."""
    if not house.settings.sign_on:
        return None
    written = json.loads(Path(house.settings.sign_on).read_text(encoding="utf-8"))
    return Provider(**written[place]) if place in written else None


def address_to_ask(provider: Provider, attempt: Attempt, *, back: str) -> str:
    """Where the browser is sent to."""
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": create_s256_code_challenge(attempt.verifier),
        "code_challenge_method": "S256",
    }
    endpoint = str(_description(provider)["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def subject_of(house: House, provider: Provider, attempt: Attempt, *, code: str, back: str) -> str:
    """Who the provider says it is; refuses `sign_on_failed` for anything that does not hold."""
    described = _description(provider)
    answered = _exchange(provider, attempt, str(described["token_endpoint"]), code, back)
    keys = KeySet.import_key_set(cast("Any", _get(str(described["jwks_uri"]))))
    try:
        token = jwt.decode(str(answered["id_token"]), keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": attempt.nonce},
                "sub": {"essential": True},
            },
            params={"client_id": provider.client_id, "nonce": attempt.nonce},
        )
        now = int(house.office.clock.now().timestamp())
        claims.validate(now=now, leeway=LEEWAY_SECONDS)
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise SignOnFailed(why="身份提供方的答复没有通过核验") from error
    return str(claims["sub"])


def _exchange(
    provider: Provider, attempt: Attempt, endpoint: str, code: str, back: str
) -> Mapping[str, Any]:
    secret = Path(provider.secret_file).read_text(encoding="utf-8").strip()
    who = base64.b64encode(f"{provider.client_id}:{secret}".encode()).decode()
    body = urlencode(
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": provider.client_id,
            "code_verifier": attempt.verifier,
        }
    )
    headers = {
        "Authorization": f"Basic {who}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return _asked("POST", endpoint, body=body, headers=headers)


def _description(provider: Provider) -> Mapping[str, Any]:
    described = _get(provider.issuer.rstrip("/") + DESCRIPTION)
    if described.get("issuer") != provider.issuer:
        raise SignOnFailed(why="身份提供方的自述与设置不符")
    return described


def _get(address: str) -> Mapping[str, Any]:
    return _asked("GET", address, body=None, headers={})


def _asked(
    method: str, address: str, *, body: str | None, headers: Mapping[str, str]
) -> Mapping[str, Any]:
    """The JSON answer; over TLS, but on this very machine; no redirect is followed."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme != "https" and host not in LOOPBACK:
        raise SignOnFailed(why="身份提供方的地址不是 https")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, parts.port, timeout=ANSWER_SECONDS_MAX)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(method, target, body=body, headers=dict(headers))
        response = connection.getresponse()
        text = response.read(ANSWER_BYTES_MAX)
        found = json.loads(text) if response.status == OK else None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SignOnFailed(why="与身份提供方的连接不成功") from error
    finally:
        connection.close()
    if not isinstance(found, dict):
        raise SignOnFailed(why="身份提供方没有给出答复")
    return found
