"""The words a form file may use: components, their attributes and properties, per component."""

from collections.abc import Mapping

COMPONENT_DEPTH_MAX = 4
COMPONENTS_MAX = 300
OPTIONS_MAX = 500
LIST_ITEMS_MAX = 500
TEXTFIELD_CHARACTERS_MAX = 500
TEXTAREA_CHARACTERS_MAX = 20_000
PATTERN_CHARACTERS_MAX = 500
DECIMALS_MAX = 6
SCHEMA_VERSION = 19

FORM_ATTRIBUTES = frozenset(
    "type id schemaVersion zhijian components exporter executionPlatform "
    "executionPlatformVersion versionTag".split()
)
_ALWAYS = "type id layout properties conditional"
_FIELD = f"{_ALWAYS} key label description appearance readonly disabled validate"
_CHOICE = f"{_FIELD} values defaultValue searchable"

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "textfield": f"{_FIELD} defaultValue",
        "textarea": f"{_FIELD} defaultValue",
        "number": f"{_FIELD} defaultValue decimalDigits increment serializeToString",
        "checkbox": f"{_FIELD} defaultValue",
        "radio": _CHOICE,
        "select": _CHOICE,
        "checklist": _CHOICE,
        "taglist": _CHOICE,
        "datetime": f"{_FIELD} subtype dateLabel timeLabel use24h timeInterval "
        "timeSerializingFormat disallowPassedDates",
        "filepicker": f"{_FIELD} multiple accept",
        "dynamiclist": f"{_ALWAYS} path label description components showOutline isRepeating "
        "allowAddRemove defaultRepetitions disableCollapse nonCollapsedItems",
        "group": f"{_ALWAYS} label components showOutline verticalAlignment",
        "text": f"{_ALWAYS} text",
        "separator": _ALWAYS,
        "spacer": f"{_ALWAYS} height",
    }.items()
}
"""What each component may carry; a component not named here is refused."""

LAYOUT_ONLY = frozenset({"text", "separator", "spacer"})

_ANY_FIELD = "required_if source editable secret suggest sample"
_TEXT = f"{_ANY_FIELD} format leak_check"
_CHOICE_PROPERTIES = f"{_ANY_FIELD} options_from"
_MANY = f"{_CHOICE_PROPERTIES} min_items max_items"

PROPERTIES: Mapping[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "textfield": f"{_TEXT} options_from",
        "textarea": _TEXT,
        "number": f"{_ANY_FIELD} format",
        "checkbox": _ANY_FIELD,
        "radio": f"{_CHOICE_PROPERTIES} type",
        "select": _CHOICE_PROPERTIES,
        "checklist": _MANY,
        "taglist": _MANY,
        "datetime": f"{_ANY_FIELD} not_future not_before",
        "filepicker": f"{_ANY_FIELD} min_items max_items",
        "dynamiclist": f"{_ANY_FIELD} min_items max_items",
        "group": "use only",
        "text": "",
        "separator": "",
        "spacer": "",
    }.items()
}

VALIDATE: Mapping[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "textfield": "required minLength maxLength pattern",
        "textarea": "required minLength maxLength pattern",
        "number": "required min max",
        "radio": "required",
        "select": "required",
        "checklist": "required",
        "taglist": "required",
        "datetime": "required",
        "filepicker": "required",
    }.items()
}
"""What `validate` may hold; a checkbox has none, the browser would demand “yes”."""

SOURCE_FAMILIES = frozenset({"case", "limit", "due", "ground", "place"})
SOURCE_WORDS = frozenset({"user", "number"})
OPTION_SOURCES = frozenset({"orgs", "people", "laws"})
TEMPLATE_WORDS = frozenset(
    "and or not in is if elif else for endif endfor true false none True False None loop".split()
)
"""Words of the template language; no label may be one."""

TEMPLATE_NAMES = frozenset("文号 成文日期 署名 公章 二维码".split())
"""Names always there in a template; no group, and no field outside a group, may take one."""
