"""Reads the XML of a diagram or decision table safely: no DTD, no entities, no network."""

from dataclasses import dataclass, field

from lxml import etree

from engine.definitions.finding import DefinitionRefused, Finding, Level

XML_BYTES_MAX = 2_000_000
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
ZHIJIAN = "urn:zhijian:bpmn:1"

Element = etree._Element


@dataclass(slots=True)
class XmlFaults:
    """Collects the findings of one XML file."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def add(  # noqa: PLR0913 -- a finding has that many parts
        self,
        code: str,
        at: Element | int,
        what: str,
        mend: str,
        *,
        where: str = "",
        level: Level = "error",
    ) -> None:
        """Note one finding at an element or a line."""
        line = at if isinstance(at, int) else line_of(at)
        if not where and not isinstance(at, int):
            where = at.get("id") or ""
        self.found.append(
            Finding(
                code=code, level=level, file=self.file, line=line, what=what, mend=mend, where=where
            )
        )


def parse_xml(data: bytes, *, file: str) -> Element:
    """The root element. Raises DefinitionRefused for what is not plain, small, well-formed XML."""
    if len(data) > XML_BYTES_MAX:
        raise DefinitionRefused(
            [
                Finding(
                    code="file_too_large",
                    file=file,
                    what=f"文件超过 {XML_BYTES_MAX} 字节。",
                    mend="请拆成几个流程。",
                )
            ]
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = int(error.position[0] or 0) if error.position else 0
        raise DefinitionRefused([_malformed(file, line, "不是合法的 XML")]) from error
    if b"<!DOCTYPE" in data or root.getroottree().docinfo.internalDTD is not None:
        raise DefinitionRefused([_malformed(file, 1, "含有 DOCTYPE")])
    return root


def _malformed(file: str, line: int, fault: str) -> Finding:
    return Finding(
        code="xml_syntax",
        file=file,
        line=line,
        what=f"文件{fault}。",
        mend="请用流程编辑器重新保存。",
    )


def line_of(element: Element) -> int:
    """The line of the element's start tag; 0 where the parser knows none."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def attributes_of(element: Element) -> dict[str, str]:
    """The attributes by name (with namespace in braces where they have one)."""
    return {str(key): str(value) for key, value in element.items()}


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments."""
    tag = element.tag
    return etree.QName(element).localname if isinstance(tag, str) else ""


def in_namespace(element: Element, namespace: str) -> bool:
    """Whether the element belongs to that namespace."""
    return isinstance(element.tag, str) and etree.QName(element).namespace == namespace


def text_of(element: Element | None) -> str | None:
    """The stripped text of an element, or None."""
    if element is None or element.text is None:
        return None
    return element.text.strip() or None


def extension(element: Element, name: str) -> Element | None:
    """The zhijian element of that name in the element's extensionElements, or None."""
    return element.find(f"{{{BPMN}}}extensionElements/{{{ZHIJIAN}}}{name}")
