"""The seam through which files come in: pieces aside, then examined by content, then kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from engine.errors import Fault, Refusal

MEBIBYTE = 1 << 20
DAYS_TO_FINISH = 7
DOCUMENT_BYTES_MAX = 50 * MEBIBYTE
PICTURE_BYTES_MAX = 30 * MEBIBYTE
SOUND_BYTES_MAX = 300 * MEBIBYTE
VIDEO_BYTES_MAX = 2_000 * MEBIBYTE

SIZES_MAX: Mapping[str, int] = {
    **dict.fromkeys((".pdf", ".ofd", ".docx", ".xlsx", ".doc", ".xls", ".txt"), DOCUMENT_BYTES_MAX),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp"), PICTURE_BYTES_MAX),
    **dict.fromkeys((".mp3", ".m4a", ".wav", ".amr"), SOUND_BYTES_MAX),
    **dict.fromkeys((".mp4", ".mov"), VIDEO_BYTES_MAX),
}
"""Endings that are taken → most bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that comes in pieces. `sha256` is what the sender says it will be."""

    id: str
    case_id: str
    person_id: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a finished upload is."""

    kind: str
    size: int
    sha256: str


class Incoming(Protocol):
    """Pieces of files on their way in, and the files themselves once they are kept."""

    def received(self, upload_id: str) -> int:
        """How many bytes are here."""

    def receive(self, upload_id: str, *, offset: int, piece: bytes) -> int:
        """Add a piece at its place; refuses `piece_misplaced`. Answers how many bytes are here."""

    def examine(self, upload_id: str, *, suffix: str) -> Examined | None:
        """What has come; refuses `file_kind_refused`. None when nothing has."""

    def keep(self, upload_id: str, sha256: str) -> None:
        """Put it among the files under its hash; a content kept before is kept once."""

    def sweep(self, *, before: datetime) -> None:
        """Forget pieces that nobody went on with since."""

    def open(self, sha256: str) -> BinaryIO:
        """The content of that hash, to be read piece by piece; raises `file_missing` (Fault)."""

    def preview(self, sha256: str, *, kind: str, page: int = 1) -> bytes | None:
        """A page (from 1) as PNG, made in a bounded process; None where there is none to make."""


class FileKindRefused(Refusal):
    """The content is not what may be added to a case."""

    code = "file_kind_refused"
    http_status = 415
    what = "这个文件不能作为附件：{why}。"
    mend = "可以上传 PDF、OFD、Word、Excel、图片、录音、录像和文本文件，内容要与扩展名一致。"


class FileTooLarge(Refusal):
    """More than such a file may have, or more than a case may hold."""

    code = "file_too_large"
    http_status = 413
    what = "文件过大：{why}。"
    mend = "请压缩或者拆分后重新上传；录像、录音可以分段。"


class FileDamaged(Refusal):
    """What came is not what the sender said it would be."""

    code = "file_damaged"
    what = "上传的内容与原文件不一致（{why}）。"
    mend = "请重新上传这个文件。"


class PieceMisplaced(Refusal):
    """A piece that does not go on where the last one ended."""

    code = "piece_misplaced"
    what = "这一段应从第{offset}字节开始。"
    mend = "请从这个位置继续上传。"


class UploadNotFound(Refusal):
    """No such upload of this person, or too old."""

    code = "upload_not_found"
    http_status = 404
    what = "没有找到这次上传，或者已经过期。"
    mend = "请重新上传。"


class UploadsTooMany(Refusal):
    """More uploads in a day than anybody needs."""

    code = "uploads_too_many"
    http_status = 429
    what = "今天上传的文件过多（{most}个）。"
    mend = "请明天再传，或者请其他经办人上传。"


class AttachmentsTooMany(Refusal):
    """A case holds no more."""

    code = "attachments_too_many"
    what = "本案附件已达{most}个。"
    mend = "请把同类材料合并成一个文件后上传。"


class FileNameRefused(Refusal):
    """A name that would deceive, or is none."""

    code = "file_name_refused"
    http_status = 422
    what = "文件名不能使用：{why}。"
    mend = "请改一个由汉字、字母、数字组成、带扩展名的文件名后重新上传。"


class PreviewFailed(Fault):
    """The bounded process that draws previews could not be started."""

    code = "preview_failed"
    what = "预览程序没有启动。"
    mend = "请把编号告诉系统管理员；文件本身可以下载。"
