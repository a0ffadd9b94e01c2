"""A release as one ZIP: equal releases are equal bytes; nothing doubtful is taken back in."""

import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256

from engine.definitions.release import FORMAT, Release, canonical_json, release_from
from engine.definitions.source_tree import belongs_to_release, read_along
from engine.errors import Refusal

MANIFEST = "release.json"
BUNDLE_BYTES_MAX = 100_000_000
BUNDLE_ENTRIES_MAX = 10_000
ENTRY_BYTES_MAX = 10_000_000
_DATED = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16
_DEFLATE_LEVEL = 9
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What the standard library raises for a ZIP that is none, or is damaged, or is encrypted."""


class BundleRefused(Refusal):
    """A ZIP that is no release, or not the one it says."""

    code = "bundle_refused"
    http_status = 422
    what = "发布包不能使用：{fault}（{path}）。"
    mend = "请向原单位重新索取导出的发布包，不要解压后再打包。"


def to_bundle(release: Release, *, publication: Mapping[str, object] | None = None) -> bytes:
    """The release as a ZIP, entries sorted and dated 1980-01-01.

    `publication` adds to release.json what is said when publishing (previous, in_force_from,
    made_by, approved_by, changes, product); it is no part of the release's name.
    """
    manifest = {
        **(publication or {}),
        "format": FORMAT,
        "release": release.id,
        "place": release.place,
        "lineage": list(release.lineage),
        "files": dict(release.files),
    }
    entries = {MANIFEST: canonical_json(manifest), **release.sources}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_DEFLATE_LEVEL) as bundle:
        for path in sorted(entries):
            info = zipfile.ZipInfo(path, date_time=_DATED)
            info.external_attr = _MODE
            info.create_system = 3
            bundle.writestr(info, entries[path], compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def from_bundle(data: bytes) -> Release:
    """The release of a ZIP.

    Refuses `bundle_refused`: a hash that differs, a path outside, a stray file.
    """
    entries, manifest, listed = _listed_entries(data)
    release = release_from(entries, str(manifest.get("place")))
    _check_same(release, manifest, listed)
    return release


def files_of_bundle(data: bytes) -> tuple[str, dict[str, bytes]]:
    """Place and files of a ZIP, as a draft takes them in; they need not fit together yet.

    Refuses `bundle_refused` as `from_bundle` does.
    """
    entries, manifest, _listed = _listed_entries(data)
    return str(manifest.get("place")), entries


def _listed_entries(
    data: bytes,
) -> tuple[dict[str, bytes], Mapping[str, object], Mapping[str, object]]:
    """The files of a ZIP, each as its manifest names it."""
    entries = _entries(data)
    manifest = _manifest(entries.pop(MANIFEST, None))
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise BundleRefused(fault="清单里没有 files", path=MANIFEST)
    for path in entries:
        if path not in listed and not read_along(path):
            raise BundleRefused(fault="清单里没有这个文件", path=path)
    missing = sorted(set(listed) - set(entries))
    if missing:
        raise BundleRefused(fault="缺少清单里的文件", path=missing[0])
    for path, hashed in listed.items():
        if hashed != f"sha256:{sha256(entries[path]).hexdigest()}":
            raise BundleRefused(fault="内容与清单的散列值不符", path=path)
    return entries, manifest, listed


def publication_of(data: bytes) -> Mapping[str, object]:
    """What release.json says besides the content: previous, in_force_from, made_by …"""
    manifest = _manifest(_entries(data).get(MANIFEST))
    content = {"format", "release", "place", "lineage", "files"}
    return {key: value for key, value in manifest.items() if key not in content}


def _check_same(
    release: Release, manifest: Mapping[str, object], listed: Mapping[str, object]
) -> None:
    if manifest.get("format") != FORMAT:
        raise BundleRefused(fault="格式版本不同", path=MANIFEST)
    if set(listed) != set(release.files) or manifest.get("lineage") != list(release.lineage):
        raise BundleRefused(fault="清单与文件不符", path=MANIFEST)
    if manifest.get("release") != release.id:
        raise BundleRefused(fault="发布版的名称与内容不符", path=MANIFEST)


def _manifest(data: bytes | None) -> Mapping[str, object]:
    if data is None:
        raise BundleRefused(fault="没有清单", path=MANIFEST)
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BundleRefused(fault="清单不是 JSON", path=MANIFEST) from error
    if not isinstance(manifest, dict):
        raise BundleRefused(fault="清单不是对象", path=MANIFEST)
    return manifest


def _entries(data: bytes) -> dict[str, bytes]:
    if len(data) > BUNDLE_BYTES_MAX:
        raise BundleRefused(fault=f"超过 {BUNDLE_BYTES_MAX} 字节", path="")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            infos = bundle.infolist()
            if len(infos) > BUNDLE_ENTRIES_MAX:
                raise BundleRefused(fault=f"超过 {BUNDLE_ENTRIES_MAX} 个文件", path="")
            if sum(info.file_size for info in infos) > BUNDLE_BYTES_MAX:
                raise BundleRefused(fault=f"解压后超过 {BUNDLE_BYTES_MAX} 字节", path="")
            found: dict[str, bytes] = {}
            for info in infos:
                _check_entry(info, found)
                found[info.filename] = bundle.read(info)
    except _DAMAGE as error:
        raise BundleRefused(fault="不是完好的 ZIP", path="") from error
    return found


def _check_entry(info: zipfile.ZipInfo, found: Mapping[str, bytes]) -> None:
    path = info.filename
    if not (path == MANIFEST or belongs_to_release(path) or read_along(path)):
        raise BundleRefused(fault="含有不属于发布包的文件", path=path)
    if path in found:
        raise BundleRefused(fault="同一文件有两份", path=path)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BundleRefused(fault="压缩方式不支持", path=path)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BundleRefused(fault="含有链接", path=path)
    if info.file_size > ENTRY_BYTES_MAX:
        raise BundleRefused(fault=f"文件超过 {ENTRY_BYTES_MAX} 字节", path=path)
