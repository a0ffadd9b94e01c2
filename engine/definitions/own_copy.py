"""The place's own file of something inherited: a whole copy naming its model, or an overlay.

What replaces an inherited file whole says by hash which one (`basedOn`); a YAML file is laid over
what is inherited and begins empty.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

from engine.definitions.entry_writing import with_entry
from engine.definitions.part_names import own_path
from engine.definitions.release import Release
from engine.errors import Refusal

_ROOT = re.compile(rb"<(?:\w+:)?definitions\b[^>]*>")
_NAMED_XML = re.compile(rb"""\s+zhijian:basedOn=(?:"[^"]*"|'[^']*')""")
_NAMED_JSON = re.compile(rb'"basedOn"\s*:\s*(?:null|"[^"]*")')
_NAMESPACE = b'xmlns:zhijian="urn:zhijian:bpmn:1"'
_NOTHING_YET = b"{}\n"
TEMPLATE, DOCUMENT = "template.docx", "document.yaml"


class NothingInherited(Refusal):
    """A path no file of the draft has."""

    code = "nothing_inherited"
    http_status = 404
    what = "草稿里没有“{part}”这个文件。"
    mend = "请从左边的清单里选择。"


def own_copy(path: str, files: Mapping[str, bytes], release: Release) -> tuple[str, bytes]:
    """Path and first content of the place's own file; of the file itself when it is its own."""
    if path not in files:
        raise NothingInherited(where={"part": path}, part=path)
    own = own_path(path, release)
    if own in files:
        return own, files[own]
    data = files[_nearest(path, files, release)]
    named = f"sha256:{sha256(data).hexdigest()}".encode()
    if path.endswith((".bpmn", ".dmn")):
        return own, _ROOT.sub(lambda found: _root(found[0], named), data, count=1)
    if path.endswith(".json"):
        return own, _NAMED_JSON.sub(b'"basedOn": "%s"' % named, data, count=1)
    return own, _NOTHING_YET if path.endswith(".yaml") else data


def said_beside(
    path: str, files: Mapping[str, bytes], release: Release
) -> tuple[str, bytes] | None:
    """What document.yaml must say of a template that replaces another; None for other files."""
    if not path.endswith(TEMPLATE):
        return None
    replaced = sha256(files[_nearest(path, files, release)]).hexdigest()
    own, content = own_copy(path.removesuffix(TEMPLATE) + DOCUMENT, files, release)
    named = f"sha256:{replaced}"
    return own, with_entry(content, ["template_based_on"], named, file=own)


def _nearest(path: str, files: Mapping[str, bytes], release: Release) -> str:
    """The same file of the nearest place that has one: that is what is replaced."""
    top, _, *rest = path.split("/")
    candidates = ("/".join((top, folder, *rest)) for folder in release.lineage)
    return next(one for one in candidates if one in files)


def _root(tag: bytes, named: bytes) -> bytes:
    tag = _NAMED_XML.sub(b"", tag)
    new = b'zhijian:basedOn="%s"' % named
    if _NAMESPACE not in tag:
        new = _NAMESPACE + b" " + new
    return tag[:-1].rstrip() + b" " + new + b">"
