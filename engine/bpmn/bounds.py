"""The bounds of the diagram engine; reaching one is a named error, never a hang."""

ADVANCE_STEPS_MAX = 2_000
"""Elements one move may pass before it counts as stuck (a loop without a person in it)."""

PARSED_RELEASES_MAX = 64
"""Releases whose parsed diagrams are kept in memory by one runner."""

EXPRESSIONS_KEPT_MAX = 8_192
"""Compiled expressions and scripts kept in memory by one process."""

DIAGRAM_BYTES_MAX = 2_000_000
"""Largest diagram or decision table accepted, in bytes of XML."""

DIAGRAM_NODES_MAX = 500
"""Most flow nodes in one diagram file, those of embedded sub-processes included."""

DIAGRAM_FLOWS_MAX = 2_000
"""Most sequence flows in one diagram file."""

PARSE_RECURSION_MAX = 20_000
"""Python frames while a diagram is parsed: the library recurses, several frames a node."""

TREE_DEPTH_MAX = 1_000_000
"""Depth to which the library may walk its task tree; its own 1000 ends walks silently."""
