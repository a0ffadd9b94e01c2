"""Reads processes/ and forms/ from disk and holds every file name against the rules of the tree."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.definitions.finding import Finding
from engine.definitions.places import code_of_folder

FILE_BYTES_MAX = 5_000_000
FILES_MAX = 10_000
README = "README.md"

PROCEDURES: Mapping[str, str] = {
    "case-handling": "proc_case_main",
    "acceptance": "proc_acceptance",
    "filing": "proc_filing",
    "investigation": "proc_investigation",
    "assignment": "proc_assignment",
    "transfer": "proc_transfer",
    "decision": "proc_decision",
    "notification": "proc_notification",
    "rectification": "proc_rectification",
    "closing": "proc_closing",
}
"""Folder → process key."""

_PROCEDURE = f"({'|'.join(PROCEDURES)})"
_PLACE = r"[a-z0-9-]+"
_DOCUMENT = r"[A-Z][0-9]{2}[a-z]?-[a-z][a-z0-9-]*"
_STEP = r"[A-Z]{1,3}[0-9]*[a-z]?(\.[0-9]+)?"
_IN_RELEASE = re.compile(
    rf"processes/{_PLACE}/(place\.yaml"
    rf"|{_PROCEDURE}/(process\.bpmn|(limits|facts|required)\.yaml|decisions/[a-z][a-z0-9_]*\.dmn))"
    rf"|forms/{_PLACE}/(groups/G-[A-Z]+\.json|tasks/{_STEP}(\.[a-z][a-z0-9_]*)?\.json"
    rf"|{_DOCUMENT}/(form\.json|document\.yaml|template\.docx))"
)
_BESIDE_RELEASE = re.compile(
    rf"processes/(calendar/[0-9]{{4}}\.yaml|{_PLACE}/scenarios/[a-z0-9][a-z0-9_-]*\.yaml)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTree:
    """The files of a tree by path (``forms/…``), with what is wrong about their names."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()

    @property
    def place_folders(self) -> tuple[str, ...]:
        """Folders of places, by name."""
        return place_folders(self.files)


def place_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """The place folders under processes/ that some path lies in."""
    found = {
        parts[1]
        for path in paths
        if (parts := path.split("/"))[0] == "processes" and code_of_folder(parts[1])
    }
    return tuple(sorted(found))


def belongs_to_release(path: str) -> bool:
    """Whether a file of that path is part of a release (calendar and scenarios are not)."""
    return bool(_IN_RELEASE.fullmatch(path))


def read_along(path: str) -> bool:
    """Whether a file travels beside a release for reading: calendar and scenarios."""
    return bool(_BESIDE_RELEASE.fullmatch(path))


def read_tree(root: Path) -> SourceTree:
    """Every file under processes/ and forms/; wrong names, links and giants become findings."""
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for top in ("processes", "forms"):
        for found in sorted((root / top).rglob("*")):
            path = PurePosixPath(found.relative_to(root)).as_posix()
            if found.is_symlink():
                findings.append(_refused("file_link", path, "是链接", "请放入文件本身。"))
            elif found.is_file() and found.name != README and not _hidden(path):
                _take(found, path, files, findings)
    findings.extend(_folder_faults(files))
    return SourceTree(files=files, findings=tuple(findings))


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _take(found: Path, path: str, files: dict[str, bytes], findings: list[Finding]) -> None:
    if not (belongs_to_release(path) or read_along(path)):
        mend = "请按 FORMATS 第 1 节的目录改名或者删去。"
        findings.append(_refused("file_unknown", path, "不在规定的目录结构里", mend))
    elif found.stat().st_size > FILE_BYTES_MAX:
        what = f"超过 {FILE_BYTES_MAX} 字节"
        findings.append(_refused("file_too_large", path, what, "请缩小文件。"))
    elif len(files) >= FILES_MAX:
        findings.append(
            _refused("files_too_many", path, f"之前已有 {FILES_MAX} 个文件", "请清理。")
        )
    else:
        files[path] = found.read_bytes()


def _refused(code: str, path: str, what: str, mend: str) -> Finding:
    return Finding(code=code, file=path, what=f"文件{what}。", mend=mend)


def _folder_faults(files: Iterable[str]) -> Iterable[Finding]:
    yield from _unknown_places(files)
    yield from _codes_twice(files)
    yield from _documents_twice(files)


def _unknown_places(files: Iterable[str]) -> Iterable[Finding]:
    known = set(place_folders(files))
    folders = {(parts[0], parts[1]) for path in files if len(parts := path.split("/")) > 2}  # noqa: PLR2004 -- top/place/…
    for top, folder in sorted(folders):
        if folder == "calendar" and top == "processes":
            continue
        if code_of_folder(folder) is None:
            mend = "请改为“六位行政区划代码-拼音”，如 510116-shuangliu。"
            yield _refused("place_folder", f"{top}/{folder}", "夹的名称不是一个地方", mend)
        elif folder not in known:
            mend = f"请建 processes/{folder}/place.yaml，或把名称改为一致。"
            yield _refused("place_folder", f"{top}/{folder}", "夹在 processes 下没有同名目录", mend)


def _codes_twice(files: Iterable[str]) -> Iterable[Finding]:
    seen: dict[str, str] = {}
    for folder in place_folders(files):
        code = code_of_folder(folder) or ""
        if code in seen:
            mend = f"请与 processes/{seen[code]} 合并。"
            yield _refused(
                "place_code_twice", f"processes/{folder}", f"夹的代码 {code} 已被使用", mend
            )
        seen.setdefault(code, folder)


def _documents_twice(files: Iterable[str]) -> Iterable[Finding]:
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(files):
        parts = path.split("/")
        if parts[0] != "forms" or not re.fullmatch(_DOCUMENT, parts[2]):
            continue
        place, folder = parts[1], parts[2]
        code = folder.partition("-")[0]
        other = seen.setdefault((place, code), folder)
        if other != folder:
            mend = f"请与 forms/{place}/{other} 合并。"
            yield _refused(
                "document_code_twice", path, f"用的文书代码 {code} 已被另一目录使用", mend
            )
