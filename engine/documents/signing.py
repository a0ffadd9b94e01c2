"""签名 and 电子印章: what signs a finished PDF. Both are optional; a seal's picture is neither.

`PadesSigner` signs with the organisation's own certificate (PAdES, baseline B-B) and needs the
package pyhanko. `SealGateway` hands the PDF to the locality's certified seal service, which gives
it back sealed, as OFD too where it makes one.
"""

import base64
import hashlib
import http.client
import importlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.errors import Fault
from engine.ports import SealOrder, SignedFiles

ANSWER_SECONDS_MAX = 30
ANSWER_BYTES_MAX = 64 << 20
PDF_BEGINS, OFD_BEGINS = b"%PDF-", b"PK"
FIELD = "Seal"


class SealServiceFailed(Fault):
    """The seal service cannot be reached, or its answer is no sealed document."""

    code = "seal_service_failed"
    what = "电子印章服务没有给出盖章的文件：{reason}。"
    mend = "系统会自动重试；一直不成的，请联系电子印章服务的管理员。"


class SignatureUnavailable(Fault):
    """The certificate cannot be used, or the program that signs is not installed."""

    code = "signature_unavailable"
    what = "不能用本机关的证书签名：{reason}。"
    mend = "请检查证书文件和口令文件，并安装 pyhanko。"


class PadesSigner:
    """Signs with a PKCS#12 file; the passphrase stands alone in a file beside it (``.pass``)."""

    def __init__(self, certificate: Path) -> None:
        try:
            self._signers: Any = importlib.import_module("pyhanko.sign.signers")
            self._fields: Any = importlib.import_module("pyhanko.sign.fields")
            self._writer: Any = importlib.import_module("pyhanko.pdf_utils.incremental_writer")
        except ImportError as error:
            raise SignatureUnavailable(reason="没有安装 pyhanko") from error
        passphrase = certificate.with_suffix(".pass")
        word = passphrase.read_bytes().strip() if passphrase.is_file() else None
        self._signer = self._signers.SimpleSigner.load_pkcs12(str(certificate), passphrase=word)
        if self._signer is None:
            raise SignatureUnavailable(reason="证书文件或者口令不对")

    def sign(self, pdf: bytes, order: SealOrder) -> SignedFiles:
        """The PDF with a signature appended; what was there stays byte for byte."""
        metadata = self._signers.PdfSignatureMetadata(
            field_name=FIELD,
            reason=f"{order.title} {order.doc_no}",
            location=order.issuer,
            subfilter=self._fields.SigSeedSubFilter.PADES,
        )
        writer = self._writer.IncrementalPdfFileWriter(io.BytesIO(pdf))
        out = self._signers.sign_pdf(writer, metadata, signer=self._signer)
        return SignedFiles(pdf=out.getvalue())


class SealGateway:
    """Speaks to a seal service: ``POST <address>`` with JSON, sealed files in base64 back."""

    def __init__(self, address: str) -> None:
        self._address = urlsplit(address)

    def sign(self, pdf: bytes, order: SealOrder) -> SignedFiles:
        """What the service sealed; raises `seal_service_failed` (Fault), to be tried again."""
        answer = self._ask(
            {
                "place": order.place,
                "seal": order.seal,
                "doc_no": order.doc_no,
                "title": order.title,
                "issuer": order.issuer,
                "sha256": hashlib.sha256(pdf).hexdigest(),
                "pdf": base64.b64encode(pdf).decode(),
            }
        )
        sealed = _file(answer, "pdf", PDF_BEGINS)
        if sealed is None:
            raise SealServiceFailed(reason="回答中没有 PDF")
        return SignedFiles(pdf=sealed, ofd=_file(answer, "ofd", OFD_BEGINS))

    def _ask(self, order: Mapping[str, str]) -> Mapping[str, object]:
        secure = self._address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(self._address.netloc, timeout=ANSWER_SECONDS_MAX)
        try:
            body = json.dumps(order, ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json; charset=utf-8"}
            connection.request("POST", self._address.path or "/", body=body, headers=headers)
            response = connection.getresponse()
            text = response.read(ANSWER_BYTES_MAX + 1)
        except (OSError, http.client.HTTPException) as error:
            raise SealServiceFailed(reason="连接不上") from error
        finally:
            connection.close()
        return _understood(response.status, text)


def _understood(status: int, text: bytes) -> Mapping[str, object]:
    if status != http.client.OK or len(text) > ANSWER_BYTES_MAX:
        raise SealServiceFailed(reason=f"回答 {status}，{len(text)} 字节")
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise SealServiceFailed(reason="回答无法识别") from error
    if not isinstance(answer, Mapping):
        raise SealServiceFailed(reason="回答无法识别")
    return answer


def _file(answer: Mapping[str, object], name: str, begins: bytes) -> bytes | None:
    written = answer.get(name)
    if written is None:
        return None
    try:
        content = base64.b64decode(str(written), validate=True)
    except ValueError as error:
        raise SealServiceFailed(reason=f"{name} 无法识别") from error
    if not content.startswith(begins):
        raise SealServiceFailed(reason=f"{name} 不是这种文件")
    return content
