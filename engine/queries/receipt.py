"""登记回执 as a PDF: made for whoever asks, kept nowhere."""

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.paper_values import values_of
from engine.commands.print_receipt import RECEIPT, NoReceipt, may_print
from engine.commands.template_choice import template_now
from engine.domain.document import Document
from engine.domain.verify_code import grouped
from engine.queries.looking import Desk, looking

QUERY_PAGE = "/query"


def receipt_pdf(desk: Desk, case_id: str, *, query_code: str) -> bytes:
    """The PDF, asked for only after its printing was put on record; raises `no_receipt`."""
    with looking(desk, case_id) as act:
        template = template_now(act, RECEIPT) if may_print(act) else None
        if template is None:
            raise NoReceipt(where={"case": case_id})
        values = _values(act, query_code)
    return desk.office.documents.render(template, values, issued_at=act.at).pdf


def _values(act: Act, query_code: str) -> dict[str, object]:
    """What the registration says, by the labels of the receipt, and the code as it was told."""
    registered = automatic.registration_bodies(act)[0]
    paper = Document(
        id="",
        kind=RECEIPT,
        title=act.release.documents[RECEIPT].title,
        drafted_at=act.at,
        bodies=(registered.id,),
    )
    address = act.office.address
    told = {
        "query_code": grouped(query_code),
        "query_address": address and address + QUERY_PAGE,
        "query_place": act.release.place_info.title,
    }
    labels = act.release.forms[RECEIPT].fields
    return {
        **values_of(act, paper),
        **{labels[key].label: words for key, words in told.items() if key in labels},
    }
