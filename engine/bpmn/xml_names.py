"""XML namespaces of the diagrams, in the form lxml compares tags with."""

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZHIJIAN = "{urn:zhijian:bpmn:1}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
