"""What the rules ask of whoever makes papers: templates filled, seals, signatures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOrder:
    """What is to be sealed or signed, for whoever keeps the certificate."""

    place: str
    seal: str
    doc_no: str
    title: str
    issuer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFiles:
    """A document as signed; some services make an OFD (GB/T 33190) as well."""

    pdf: bytes
    ofd: bytes | None = None


class Signer(Protocol):
    """Signs a finished PDF (签名、电子印章); each document once."""

    def sign(self, pdf: bytes, order: SealOrder) -> SignedFiles:
        """The signed files; a fault is tried again later."""


class Seals(Protocol):
    """Pictures of seals (印模). A picture is no electronic signature (电子签名)."""

    def picture(self, place: str, seal: str) -> bytes | None:
        """PNG of the `special`, `government` … seal of a place; None = stamped by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A document made from its template: the PDF is official, the DOCX is for editing."""

    docx: bytes
    pdf: bytes
    missing_glyphs: tuple[str, ...] = ()
    reproducible: bool = True
    """Whether equal input gives an equal PDF; not where an office suite set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """A verification code (核验码) as printed: the address to scan and the words to read."""

    address: str
    words: str


class Documents(Protocol):
    """Checks a Word template and fills it."""

    def render(
        self,
        template: bytes,
        values: Mapping[str, object],
        *,
        issued_at: datetime,
        pictures: Mapping[str, bytes] | None = None,
        code: PrintedCode | None = None,
    ) -> Rendered:
        """`values` are nested by Chinese labels; equal input gives equal bytes.

        The seal stands on the PDF only; `code` is what the picture 二维码 shows.
        """

    def undrawn(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that could only be printed as 〓 here (字库缺字)."""
