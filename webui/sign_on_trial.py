"""试连身份提供方: looks at all that a login will need of it, and says what is wrong, in Chinese.

Nothing is changed and nobody is logged in; the secret is read and never shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from webui.refusals import SignOnFailed
from webui.sign_on import ALGORITHMS, DESCRIPTION, Provider, answer_of, is_safe

ENDPOINTS = {"authorization_endpoint": "登录", "token_endpoint": "换取凭证", "jwks_uri": "公钥"}
KEY_TYPES = frozenset({"RSA", "EC"})
SHOWN_CHARACTERS_MAX = 200
CHALLENGE = "S256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was looked at; `right` is None where the way there was barred before."""

    title: str
    right: bool | None
    why: str = ""


@dataclass(slots=True)
class Trial:
    """One trial under way: what the provider has said so far. Each look answers what is wrong."""

    provider: Provider
    described: Mapping[str, Any] = field(default_factory=dict)

    def secret(self) -> str:
        """The file of the secret is there."""
        try:
            kept = Path(self.provider.secret_file).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return "设置里写的密钥文件读不出来，请核对路径和读取权限"
        return "" if kept else "密钥文件是空的"

    def address(self) -> str:
        """Its address can be trusted."""
        return "" if is_safe(self.provider.issuer) else "设置里的地址应当以 https:// 开头"

    def description(self) -> str:
        """It says what it is."""
        self.described = answer_of(self.provider.issuer.rstrip("/") + DESCRIPTION)
        return ""

    def issuer(self) -> str:
        """It is the one we mean."""
        named = str(self.described.get("issuer", ""))[:SHOWN_CHARACTERS_MAX]
        if named == self.provider.issuer:
            return ""
        return f"自述写的是“{named}”，与设置里的地址不同；应当逐字相同，包括末尾有没有斜线"

    def endpoints(self) -> str:
        """It says where to ask."""
        unfit = [
            words
            for name, words in ENDPOINTS.items()
            if not is_safe(str(self.described.get(name, "")))
        ]
        return f"自述里没有可用的{'、'.join(unfit)}地址（应当是 https）" if unfit else ""

    def algorithms(self) -> str:
        """What it signs with, and how it knows who asked, as we do; unsaid is left to the login."""
        signs = self.described.get("id_token_signing_alg_values_supported")
        if isinstance(signs, list) and not set(map(str, signs)) & set(ALGORITHMS):
            return f"它的签名方式本系统都不接受；可用的是{'、'.join(ALGORITHMS)}"
        knows = self.described.get("code_challenge_methods_supported")
        if isinstance(knows, list) and CHALLENGE not in knows:
            return f"它不支持 PKCE（{CHALLENGE}），请身份提供方开启"
        return ""

    def keys(self) -> str:
        """Its keys are there, and one of them is of a kind we take."""
        answer = answer_of(str(self.described["jwks_uri"]))
        try:
            keys = KeySet.import_key_set(cast("Any", answer)).keys
        except (JoseError, KeyError, ValueError, TypeError):
            keys = []
        usable = [one for one in keys if one.key_type in KEY_TYPES]
        return "" if usable else "没有可以核验签名的公钥（RSA 或者 EC）"


Look = Callable[[Trial], str]
BY_ITSELF: Mapping[str, Look] = {"密钥文件": Trial.secret}
ON_THE_WAY: Mapping[str, Look] = {
    "地址": Trial.address,
    "自述文件": Trial.description,
    "签发者与设置一致": Trial.issuer,
    "登录、换取凭证、公钥的地址": Trial.endpoints,
    "签名方式与 PKCE": Trial.algorithms,
    "公钥": Trial.keys,
}
"""In this order; what is behind the first that is wrong cannot be looked at."""


def tried(provider: Provider) -> list[Found]:
    """Everything a login will need, looked at now."""
    trial = Trial(provider)
    found = [_found(title, look, trial) for title, look in BY_ITSELF.items()]
    barred = False
    for title, look in ON_THE_WAY.items():
        found.append(Found(title=title, right=None) if barred else _found(title, look, trial))
        barred = found[-1].right is not True
    return found


def _found(title: str, look: Look, trial: Trial) -> Found:
    try:
        why = look(trial)
    except SignOnFailed as refused:
        why = str(refused.details["why"])
    return Found(title=title, right=not why, why=why)
