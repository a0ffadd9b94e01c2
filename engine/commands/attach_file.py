"""添加附件: what an upload brought becomes an attachment of a case."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from engine.commands.act import Act
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.incoming import (
    SIZES_MAX,
    AttachmentsTooMany,
    Examined,
    FileDamaged,
    FileKindRefused,
    FileNameRefused,
    FileTooLarge,
    Incoming,
    UploadNotFound,
)
from engine.commands.office import Office
from engine.commands.paper_window import refuse_unless_entering
from engine.commands.refusals import CaseHasEnded, CaseNotFound
from engine.domain import events as ev
from engine.domain.attachment import Attachment
from engine.domain.case import ON_PAPER
from engine.domain.separation import THREE_ADMINISTRATORS
from engine.domain.sight import Sight, sight

NAME_CHARACTERS_MAX = 200
ATTACHMENTS_MAX = 500
CASE_BYTES_MAX = 20 * 1024**3
WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachFile(CaseCommand):
    """Finish an upload. `name` decides what the content must be; it is not kept in the log."""

    while_on_paper: ClassVar[bool] = True

    upload_id: str
    name: str
    size: int
    sha256: str


def checked_name(name: str) -> str:
    """The name as it is shown: one part, composed, bounded; refuses `file_name_refused`."""
    shown = unicodedata.normalize("NFC", name).strip()
    categories = {unicodedata.category(one) for one in shown}
    why = None
    if not shown or len(shown) > NAME_CHARACTERS_MAX:
        why = f"应为 1 到 {NAME_CHARACTERS_MAX} 个字"
    elif categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        why = "含有控制符或者换向符"
    elif set(shown) & set('/\\:*?"<>|') or shown.startswith(".") or shown.endswith("."):
        why = "含有路径符号，或者以句点开头、结尾"
    elif WINDOWS_DEVICE.fullmatch(shown):
        why = "是系统保留的名字"
    if why is not None:
        raise FileNameRefused(where={"field": "name"}, why=why)
    return shown


def checked_suffix(name: str, size: int) -> str:
    """The ending of a name that is taken at that size; refuses what is not."""
    suffix = PurePosixPath(name).suffix.lower()
    most = SIZES_MAX.get(suffix)
    if most is None:
        raise FileKindRefused(where={"field": "name"}, why=f"不接受扩展名“{suffix}”")
    if size > most:
        raise FileTooLarge(where={"field": "size"}, why=f"这类文件不超过{most >> 20}MB")
    return suffix


def attach_file(office: Office, incoming: Incoming, command: AttachFile) -> Answer:
    """Add the file; the content is kept before the case names it, never after."""
    suffix = checked_suffix(checked_name(command.name), command.size)

    def deed(act: Act) -> Answer:
        refuse_unless_attaching(act)
        _refuse_too_many(act, command)
        examined = incoming.examine(command.upload_id, suffix=suffix)
        if examined is None:
            raise UploadNotFound(where={"upload": command.upload_id})
        _refuse_damaged(command, examined)
        incoming.keep(command.upload_id, examined.sha256)
        added = Attachment(
            id=command.upload_id,
            kind=examined.kind,
            suffix=suffix,
            size=examined.size,
            sha256=examined.sha256,
            added_by=act.by.id,
            added_at=act.at,
            before_filing=act.case.head.filed_on is None,
        )
        act.record(ev.AttachmentAdded(attachment=added))
        return {"attachment_id": added.id, "kind": added.kind, "sha256": added.sha256}

    return change_case(office, command, deed)


def refuse_unless_attaching(act: Act) -> None:
    """Whoever takes part in a running case may add files to it; others are told of no case."""
    by, head = act.by, act.case.head
    entering = head.entry == ON_PAPER or head.runs_on_paper
    if entering and sight(act.case, by) is Sight.WHOLE:
        refuse_unless_entering(act)  # what was scanned, by whoever may enter the case
        return
    takes_part = by.id in head.handlers or any(
        one.may_be_done_by(by.id) or by.id == one.owner for one in act.case.items.values()
    )
    if by.id in recused(act) or by.roles & THREE_ADMINISTRATORS or not takes_part:
        raise CaseNotFound(where={"case": head.id})
    if head.ended:
        raise CaseHasEnded(where={"case": head.id}, task="添加附件")


def _refuse_too_many(act: Act, command: AttachFile) -> None:
    kept = act.case.attachments.values()
    if len(kept) >= ATTACHMENTS_MAX:
        raise AttachmentsTooMany(where={"case": act.case.head.id}, most=ATTACHMENTS_MAX)
    if sum(one.size for one in kept) + command.size > CASE_BYTES_MAX:
        raise FileTooLarge(where={"case": act.case.head.id}, why="本案附件合计不超过20GB")


def _refuse_damaged(command: AttachFile, examined: Examined) -> None:
    where = {"upload": command.upload_id}
    if examined.size != command.size:
        raise FileDamaged(where=where, why=f"收到{examined.size}字节，应为{command.size}字节")
    if examined.sha256 != command.sha256:
        raise FileDamaged(where=where, why="摘要值不同")
