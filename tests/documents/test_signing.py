"""签名、电子印章: an issued PDF is signed once, appended to, and any change to it shows."""

import base64
import io
import json
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from engine.commands.render_document import render_document
from engine.documents.signing import (
    PadesSigner,
    SealGateway,
    SealServiceFailed,
    SignatureUnavailable,
)
from engine.documents.typst_documents import TypstDocuments
from engine.jobs.job_queue import work
from engine.ports import SealOrder
from tests.commands.desk import PLACE, Desks
from tests.documents.filled_forms import bare_values, shipped
from tests.documents.seal_double import OFD, SEALED, seal_service

ISSUED = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
NAME = "示例区人民政府"
ORDER = SealOrder(
    place=PLACE, seal="special", doc_no="双府执监立〔2026〕1号", title="立案通知书", issuer=NAME
)
USAGE = {
    "digital_signature": True, "content_commitment": True, "key_encipherment": False,
    "data_encipherment": False, "key_agreement": False, "key_cert_sign": False,
    "crl_sign": False, "encipher_only": False, "decipher_only": False,
}  # fmt: skip
PASSPHRASE = b"a word of a test"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    notice = shipped("D04-filing-notice")
    return TypstDocuments().render(notice.template, bare_values(notice), issued_at=ISSUED).pdf


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A self-signed certificate of nobody, with its passphrase beside it."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.KeyUsage(**USAGE), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "organ.p12"
    locked = BestAvailableEncryption(PASSPHRASE)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"organ", key, made, None, locked))
    path.with_suffix(".pass").write_bytes(PASSPHRASE)
    return path


def judged(pdf: bytes):
    """The signature of a PDF as an independent reader sees it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - optional package
        from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415

        signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        return signature, validate_pdf_signature(signature)


def test_a_signed_pdf_is_the_printed_one_with_a_signature_behind_it(pdf, certificate):
    signed = PadesSigner(certificate).sign(pdf, ORDER).pdf
    assert signed.startswith(pdf)
    signature, found = judged(signed)
    assert found.intact
    assert found.valid
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert NAME in found.signing_cert.subject.human_friendly


def test_a_changed_byte_breaks_the_signature(pdf, certificate):
    signed = bytearray(PadesSigner(certificate).sign(pdf, ORDER).pdf)
    place = signed.index(b"stream\n") + 40
    signed[place] ^= 1
    assert not judged(bytes(signed))[1].intact


def test_a_wrong_passphrase_is_our_fault_and_said_at_the_start(certificate, tmp_path):
    copy = tmp_path / "organ.p12"
    copy.write_bytes(certificate.read_bytes())
    copy.with_suffix(".pass").write_bytes(b"another")
    with pytest.raises(SignatureUnavailable):
        PadesSigner(copy)


def test_the_seal_service_gets_the_file_and_gives_back_pdf_and_ofd(pdf):
    with seal_service() as (address, service):
        signed = SealGateway(address).sign(pdf, ORDER)
    assert signed.pdf == pdf + SEALED
    assert signed.ofd == OFD
    assert service.asked[0]["doc_no"] == ORDER.doc_no
    assert service.asked[0]["seal"] == "special"


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (200, b"no json"),
        (200, b"[]"),
        (200, b"{}"),
        (200, json.dumps({"pdf": "???"}).encode()),
        (200, json.dumps({"pdf": base64.b64encode(b"<html>").decode()}).encode()),
    ],
)
def test_an_answer_that_is_no_sealed_pdf_is_never_taken_for_one(pdf, answer):
    with seal_service() as (address, service):
        service.answer = answer
        with pytest.raises(SealServiceFailed):
            SealGateway(address).sign(pdf, ORDER)


def test_a_service_that_is_down_is_tried_again_later(pdf):
    with seal_service() as (address, _):
        pass
    with pytest.raises(SealServiceFailed):
        SealGateway(address).sign(pdf, ORDER)


def test_a_document_is_signed_once_and_its_verification_is_of_the_signed_file(tmp_path):
    (tmp_path / "desks").mkdir()
    desk = Desks(tmp_path / "desks").at("P2.6", tmp_path / "desk")
    with seal_service() as (address, service):
        office = replace(desk.office, signer=SealGateway(address))
        desk.player.office = office
        desk.player.walk("P3.1")
        work(office, desk.stage.house.store, owner="test")
        notice = desk.case().latest_document("D04")
        assert office.files.get(notice.file.pdf_sha256).endswith(SEALED)
        assert office.files.get(notice.file.ofd_sha256) == OFD
        asked = len(service.asked)
        case_id = desk.player.case_id
        again = render_document(office, place=PLACE, case_id=case_id, document_id=notice.id)
    assert again == notice.file.pdf_sha256
    assert len(service.asked) == asked
    assert desk.case().latest_document("D03").file.ofd_sha256 is None, "a form has no seal"
    desk.engine.dispose()
