"""Reads XML of unknown origin: no document type, no entities, no network, bounded size."""

from lxml import etree

from engine.bpmn.bounds import DIAGRAM_BYTES_MAX


def read_xml(xml: bytes) -> etree._Element:
    """The root element. Raises `etree.XMLSyntaxError` for malformed XML, ValueError for what is refused."""
    if len(xml) > DIAGRAM_BYTES_MAX:
        raise ValueError("too_large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("doctype")
    return root
