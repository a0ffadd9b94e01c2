"""统一身份认证 (OIDC): authorization code with PKCE, state and nonce; nobody is made by it.

The provider says who somebody is; whether that is one of ours, the 安全管理员 has said before by
matching the subject. Keys and addresses come from the provider's own description.
"""

import base64
import http.client
import json
import socket
import ssl
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
BACK = "/sign-on/back"
NO_OBJECT = "身份提供方的答复不是 JSON 内容"
OF_ANOTHER = "身份提供方的自述与设置不符"
SETTINGS_UNREADABLE = "统一身份认证的设置文件读不出来，或者内容不全"
WHY_UNREACHED: Mapping[type[Exception], str] = {
    socket.gaierror: "找不到身份提供方的主机名",
    ssl.SSLCertVerificationError: "身份提供方的证书不被信任，或者已经过期",
    TimeoutError: f"身份提供方在{ANSWER_SECONDS_MAX}秒内没有应答",
    ConnectionRefusedError: "身份提供方的主机拒绝连接",
}


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
    """The provider of that place, from the file that ``ZHIJIAN_SIGN_ON`` names; None without.

    Refuses `sign_on_failed` where the file cannot be read as such.
    """
    if not house.settings.sign_on:
        return None
    try:
        written = json.loads(Path(house.settings.sign_on).read_text(encoding="utf-8"))
        return _provider(written[place]) if place in written else None
    except (OSError, ValueError, TypeError) as error:
        raise SignOnFailed(why=SETTINGS_UNREADABLE) from error


def _provider(written: Mapping[str, str]) -> Provider:
    provider = Provider(**written)
    if not all(isinstance(one, str) and one for one in written.values()):
        raise TypeError
    return provider


def way_back(house: House) -> str:
    """Where the provider sends the browser back to."""
    return f"{house.office.address}{BACK}"


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
    endpoint = str(description(provider)["authorization_endpoint"])
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def subject_of(house: House, provider: Provider, attempt: Attempt, *, code: str, back: str) -> str:
    """Who the provider says it is; refuses `sign_on_failed` for anything that does not hold."""
    described = description(provider)
    answered = _exchange(provider, attempt, str(described["token_endpoint"]), code, back)
    keys = KeySet.import_key_set(cast("Any", answer_of(str(described["jwks_uri"]))))
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


def description(provider: Provider) -> Mapping[str, Any]:
    """What the provider says of itself; refuses `sign_on_failed` when it is another."""
    described = answer_of(provider.issuer.rstrip("/") + DESCRIPTION)
    if described.get("issuer") != provider.issuer:
        raise SignOnFailed(why=OF_ANOTHER)
    return described


def answer_of(address: str) -> Mapping[str, Any]:
    """The JSON object that stands at the address; refuses `sign_on_failed`."""
    return _asked("GET", address, body=None, headers={})


def _asked(
    method: str, address: str, *, body: str | None, headers: Mapping[str, str]
) -> Mapping[str, Any]:
    """The JSON answer; over TLS, but on this very machine; no redirect is followed."""
    if not is_safe(address):
        raise SignOnFailed(why="身份提供方的地址不是 https")
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS_MAX)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(method, target, body=body, headers=dict(headers))
        response = connection.getresponse()
        text = response.read(ANSWER_BYTES_MAX)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise SignOnFailed(why=_why(error)) from error
    finally:
        connection.close()
    if response.status != OK:
        raise SignOnFailed(why=f"身份提供方没有给出答复（HTTP {response.status}）")
    return _object_in(text)


def _object_in(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SignOnFailed(why=NO_OBJECT) from error
    if not isinstance(found, dict):
        raise SignOnFailed(why=NO_OBJECT)
    return found


def is_safe(address: str) -> bool:
    """Whether what is said there can be trusted: over TLS, or on this very machine."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return port != 0 and (
        (parts.scheme == "https" and bool(parts.hostname))
        or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def _why(error: Exception) -> str:
    for kind, words in WHY_UNREACHED.items():
        if isinstance(error, kind):
            return words
    return "与身份提供方的连接不成功"
