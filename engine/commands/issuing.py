"""签发: in whose name a document goes out and which number it takes, both frozen at this moment."""

from engine.commands.act import Act
from engine.commands.paper_sources import document_number
from engine.definitions.document import DocumentDefinition
from engine.domain import events as ev
from engine.domain.document import Document
from engine.domain.numbering import Series, series
from engine.domain.work_calendar import local_day

FIRST_TIER = "T1"
"""The names used where the case has no tier yet (before P2.2)."""


def sign(act: Act, document: Document, definition: DocumentDefinition) -> None:
    """Sign the document, unless it is signed: number and content are frozen from now on.

    The number is taken in this transaction, one counter per issuer, kind and year (FORMATS 8).
    """
    document = act.case.documents[document.id]
    if not document.is_in_draft:
        return
    issuer, issuer_name = issuer_of(act, definition)
    doc_no = key = None
    year = sequence = None
    if definition.number is not None and act.paper is not None:
        doc_no = document_number(
            act, act.paper, definition, lambda year: _series(act, definition.number, issuer, year)
        )
    elif definition.number is not None:
        counted = _series(act, definition.number, issuer, local_day(act.at).year)
        year, key = counted.year, counted.key
        sequence = act.tx.next_in_series(key, year)
        doc_no = counted.number(sequence)
    act.record(
        ev.DocumentSigned(
            document_id=document.id,
            document=document.code,
            issuer=issuer,
            issuer_name=issuer_name,
            doc_no=doc_no,
            series=key,
            year=year,
            sequence=sequence,
        )
    )
    if definition.seal is not None and act.paper is None:
        act.unsettled.append(document.id)


def _series(act: Act, pattern: str | None, issuer: str | None, year: int) -> Series:
    """What documents of that pattern are numbered in, by who issues them."""
    codes = act.release.place_info.organ_codes
    return series(
        pattern or "",
        org_code=codes.get(issuer or "acting_body", codes.get("acting_body", "")),
        domain=codes.get("domain", ""),
        year=year,
    )


def seal_picture(act: Act, definition: DocumentDefinition) -> str | None:
    """Content hash of the seal's picture (印模), kept; None where it was stamped by hand."""
    if definition.seal is None or act.paper is not None:
        return None
    picture = act.office.seals.picture(act.release.place, definition.seal)
    return None if picture is None else act.office.files.put(picture)


def issuer_of(act: Act, definition: DocumentDefinition) -> tuple[str | None, str | None]:
    """Kind and name of the issuer; the case's instrument set goes before the document's own."""
    place = act.release.place_info
    chosen = place.instrument_sets.get(act.case.head.instrument_set or "")
    issuer = chosen.issuer.get(definition.kind) if chosen else None
    issuer = issuer or definition.issuer
    if issuer is None:
        return None, None
    if issuer == "government":
        return issuer, place.government
    tier = act.case.facts.values.get("tier") or FIRST_TIER
    names = place.tiers[str(tier)]
    return issuer, names.authority if issuer == "authority" else names.acting_body
