"""Reads XML of unknown origin: no document type, no entities, no network, bounded size."""

from lxml import etree

from engine.bpmn.bounds import DIAGRAM_BYTES_MAX
from engine.bpmn.findings import Finding


class XmlRefused(ValueError):
    """The file is not XML we read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_xml(name: str, xml: bytes) -> etree._Element:
    """The root element of the file called `name`. Raises `XmlRefused`."""
    if len(xml) > DIAGRAM_BYTES_MAX:
        raise _refused(name, "file_too_large", f"文件超过{DIAGRAM_BYTES_MAX}字节。", "请拆分。")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        what = f"不是合格的 XML（{broken.msg}）。"
        line = broken.lineno or 0
        raise _refused(name, "malformed_xml", what, "请用流程设计器重新保存。", line) from broken
    if getattr(root.getroottree().docinfo, "doctype", ""):
        what, mend = "含有文档类型声明（DOCTYPE）。", "请删除 DOCTYPE 和其中的实体。"
        raise _refused(name, "document_type", what, mend)
    return root


def _refused(name: str, code: str, what: str, mend: str, line: int = 0) -> XmlRefused:
    return XmlRefused(Finding(code=code, process=name, line=line, element="", what=what, mend=mend))
