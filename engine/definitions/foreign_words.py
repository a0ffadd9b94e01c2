"""What other tools write into BPMN: names, attributes, and their way to write conditions."""

import re
from collections.abc import Iterator, Mapping

from engine.definitions.diagram_xml import BPMN, Element, attributes_of, local_name
from engine.feel import FeelSyntaxRefused, compile_expression

VENDORS: Mapping[str, str] = {
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8",
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://flowable.org/bpmn": "Flowable",
    "http://activiti.org/bpmn": "Activiti",
    "http://www.signavio.com": "Signavio",
    "http://www.bizagi.com/bpmn20": "Bizagi",
}
"""Namespace → the tool that writes it; the first counts: Camunda 8 may declare 7 beside it."""

GROUP_NAMES = ("candidateGroups", "candidateUsers", "assignee")
CARRIED = ("assignmentDefinition", "formDefinition", "calledElement", "calledDecision")
APPEARANCE = ("signavioMetaData", "signavioLabel", "graphStyle", "BizagiExtensions", "properties")
"""Colours, labels and the like, which no report need name."""

FORM_NAMES = ("formKey", "formRef", "formId")
_ROLE = re.compile(r"[a-z][a-z0-9_]*")
_JUEL = re.compile(r"\s*[$#]\{(?P<inside>.*)\}\s*", re.DOTALL)
_JUEL_WORDS = (
    (r"&&", " and "),
    (r"\|\|", " or "),
    (r"==", "="),
    (r"\beq\b", "="),
    (r"\bne\b", "!="),
    (r"\bgt\b", ">"),
    (r"\blt\b", "<"),
    (r"\bge\b", ">="),
    (r"\ble\b", "<="),
    (r"!(?=\s*[a-zA-Z_(])(?!=)", "not "),
)
_NOT_NAME = re.compile(r"\bnot +([a-z][a-z0-9_]*)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME = re.compile(r"\b[a-z][A-Za-z0-9_]*\b")


def vendor_of(root: Element) -> str:
    """The tool a file comes from, by the namespaces it declares."""
    declared = {uri for element in (root, *root) for uri in element.nsmap.values()}
    for uri, vendor in VENDORS.items():
        if uri in declared:
            return vendor
    return "BPMN"


def said(element: Element, names: tuple[str, ...]) -> tuple[str, str] | None:
    """The first of these attributes any tool wrote at the element or in its extensions."""
    for name in names:
        for holder in (element, *extensions(element)):
            for key, value in attributes_of(holder).items():
                if key.rpartition("}")[2] == name and value.strip():
                    return name, value.strip()
    return None


def extensions(element: Element) -> Iterator[Element]:
    """Everything other tools hung on an element, however deep."""
    for holder in element.findall(f"{{{BPMN}}}extensionElements"):
        for inner in holder.iter():
            if inner is not holder and isinstance(inner.tag, str):
                yield inner


def strange_settings(element: Element) -> tuple[str, ...]:
    """Names of the settings of other tools that nothing here carries out."""
    carried = {*GROUP_NAMES, *FORM_NAMES, *CARRIED, *APPEARANCE}
    found = [key.rpartition("}")[2] for key in attributes_of(element) if str(key).startswith("{")]
    for holder in element.findall(f"{{{BPMN}}}extensionElements"):
        found += [local_name(one) for one in holder if isinstance(one.tag, str)]
    return tuple(dict.fromkeys(name for name in found if name not in carried))


def role_of(groups: str) -> str | None:
    """A role code from the name of a group, or None where it is no plain word."""
    first = groups.strip().lstrip("=").strip('" ').split(",")[0].strip()
    code = _CAMEL.sub("_", first).replace("-", "_").replace(" ", "_").lower()
    return code if _ROLE.fullmatch(code) else None


def condition_in_feel(text: str) -> str | None:
    """A condition of another tool in our language, or None where it says more than that."""
    inside = _JUEL.fullmatch(text)
    source = (inside["inside"] if inside else text.strip().removeprefix("=")).strip()
    source = source.replace("'", '"')
    for pattern, word in _JUEL_WORDS:
        source = _outside_texts(source, pattern, word)
    source = _NOT_NAME.sub(r"not(\1)", source)
    source = _outside_texts(_in_snake_case(source), r" +", " ").strip()
    try:
        compile_expression(source)
    except FeelSyntaxRefused:
        return None
    return source


def _outside_texts(source: str, pattern: str, word: str) -> str:
    parts = re.split(r'("[^"]*")', source)
    return "".join(part if part.startswith('"') else re.sub(pattern, word, part) for part in parts)


def _in_snake_case(source: str) -> str:
    parts = re.split(r'("[^"]*")', source)
    return "".join(
        part
        if part.startswith('"')
        else _NAME.sub(lambda found: _CAMEL.sub("_", found[0]).lower(), part)
        for part in parts
    )
