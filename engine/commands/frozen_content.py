"""定稿: the content of a document as it went out, kept once and never changed.

What the product fills in (opinions, days, names of handlers) would read differently tomorrow, so a
document is printed from what was frozen when it was signed or completed, never from today's case.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import cast

from engine.commands.act import Act
from engine.definitions.form_chosen import Chosen
from engine.domain import events as ev
from engine.domain.plain import Plain, canonical
from engine.domain.verify_code import CODE_CHARACTERS, with_check_character
from engine.errors import Fault
from engine.ports import Body

CONTENT_FORM = "content"
"""The form name of a body that holds frozen content."""

BODIES = "bodies"
"""The open part says which form bodies went in; all that was printed is sealed."""

_MARK = "$"
"""Begins the one key of a value JSON has no kind for; no label begins with it."""

Values = dict[str, object]


class ContentNotFrozen(Fault):
    """A document is to be printed whose content was never frozen."""

    code = "content_not_frozen"
    what = "“{title}”尚未定稿，不能制作文件。"
    mend = "请在文书签发或者办结后再制作。"


def freeze(act: Act, document_id: str, printed: Callable[[], Mapping[str, object]]) -> None:
    """Keep what `printed` answers as the document's content, unless nothing was filled in since.

    A sealed kind gets its verification code (核验码) with the first freezing.
    """
    document = act.case.documents[document_id]
    if document.content_id is not None and _covers(act, document.content_id, document.bodies):
        return
    body = _body(act, printed(), bodies=document.bodies)
    act.bodies.append(body)
    sealed = act.release.documents[document.kind].seal is not None
    secret = act.office.ids.secret
    code = with_check_character(secret(CODE_CHARACTERS)) if sealed else None
    act.record(
        ev.DocumentFrozen(
            document_id=document_id,
            content_id=body.id,
            sha256=body.sha256,
            verify_code=document.verify_code or code,
        )
    )


def frozen_values(act: Act, document_id: str) -> Values:
    """What the document says, by the labels of its form; raises `content_not_frozen` (Fault)."""
    document = act.case.documents[document_id]
    if document.content_id is None:
        raise ContentNotFrozen(title=document.title, where={"document": document_id})
    kept = act.bodies_of([document.content_id])[0].identity
    return {label: thawed(value) for label, value in kept.items()}


def _covers(act: Act, content_id: str, bodies: tuple[str, ...]) -> bool:
    return act.bodies_of([content_id])[0].values[BODIES] == list(bodies)


def _body(act: Act, printed: Mapping[str, object], *, bodies: tuple[str, ...]) -> Body:
    values: dict[str, Plain] = {BODIES: list(bodies)}
    content = {label: kept(value) for label, value in printed.items()}
    text = canonical({"values": values, "identity": content})
    return Body(
        id=act.office.ids.next(),
        case_id=act.case.head.id,
        item_id="",
        step="",
        role="",
        form=CONTENT_FORM,
        values=values,
        identity=content,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        given_at=act.at,
        given_by=act.by.id,
    )


def kept(value: object) -> Plain:
    """A printed value as JSON that reads back the same: dates, decimals and options marked."""
    if isinstance(value, Chosen):
        return {f"{_MARK}chosen": [str(value), value.code]}
    for kind, (name, write, _read) in _KINDS.items():
        if type(value) is kind:
            return {f"{_MARK}{name}": write(value)}
    if isinstance(value, Mapping):
        return {str(label): kept(part) for label, part in value.items()}
    if isinstance(value, list | tuple):
        return [kept(part) for part in value]
    return cast("Plain", value)


def thawed(value: Plain) -> object:
    """What `kept` was given; tuples come back as lists."""
    if isinstance(value, list):
        return [thawed(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    for mark, written in value.items():
        if mark.startswith(_MARK):
            return _read(mark.removeprefix(_MARK), written)
    return {label: thawed(part) for label, part in value.items()}


def _read(name: str, written: object) -> object:
    if name == "chosen":
        label, code = cast("list[str]", written)
        return Chosen(label, code=code)
    readers = {kind_name: read for kind_name, _write, read in _KINDS.values()}
    return readers[name](str(written))


_KINDS: Mapping[type, tuple[str, Callable[..., str], Callable[[str], object]]] = {
    datetime: ("moment", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    Decimal: ("number", "{:f}".format, Decimal),
}
