"""Checks the tags of a template: balance, allowed constructs, names against the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from engine.definitions.finding import Finding
from engine.documents.archive import Entries
from engine.documents.jinja_rules import TemplateRoom, faults_in
from engine.documents.ooxml import W, paragraph_text, read_xml, template_parts
from engine.documents.tags import (
    CLOSERS,
    MIDDLES,
    OPENERS,
    Tag,
    TaggedParagraph,
    paragraphs_of,
    stray_braces,
    tags_of,
)
from engine.documents.template_fields import TemplateField
from engine.documents.template_names import NameCheck

NESTING_MAX = 5
LOOPS_NESTED_MAX = 2
TAG_LENGTH_MAX = 300
FINDINGS_MAX = 200

Parts = Mapping[str, etree._Element]


def parts_of(entries: Entries) -> Parts:
    """The parsed parts a template speaks in; body first."""
    return {name: read_xml(entries[name]) for name in template_parts(list(entries))}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagReport:
    """What is wrong with the tags; the top-level names they use, and every label by its path."""

    findings: list[Finding]
    used: frozenset[str]
    paths: frozenset[str]


def report_on_tags(
    parts: Parts,
    names: Mapping[str, TemplateField] | None,
    *,
    file: str,
    hides_identity: bool = False,
) -> TagReport:
    """Check every tag; `names` None leaves the names unchecked."""
    findings: list[Finding] = []
    used: set[str] = set()
    paths: set[str] = set()
    for part, root in parts.items():
        walk = _Walk(file=file, check=NameCheck(names, hides_identity=hides_identity))
        for paragraph in paragraphs_of(part, root):
            walk.take(paragraph)
        walk.end()
        findings += walk.findings
        used |= walk.check.used
        paths |= walk.check.paths
    return TagReport(findings=findings[:FINDINGS_MAX], used=frozenset(used), paths=frozenset(paths))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    tag: Tag
    paragraph: TaggedParagraph


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One part in reading order, with the ifs and loops that are open."""

    file: str
    check: NameCheck
    room: TemplateRoom = field(default_factory=TemplateRoom)
    opened: list[_Open] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, paragraph: TaggedParagraph) -> None:
        stray = stray_braces(paragraph.text)
        if stray is not None:
            self._say(
                paragraph,
                "template_braces",
                f"括号不成对或用了全角括号：{stray}",
                "字段写作 {{ 字段名 }}，括号用半角并成对。",
            )
        for tag in tags_of(paragraph.text):
            self._take_tag(tag, paragraph)

    def end(self) -> None:
        for left in self.opened:
            self._say(
                left.paragraph,
                "template_not_closed",
                f"“{left.tag.written}”没有结束",
                f"请在相应位置补上 {{% end{left.tag.keyword} %}}。",
            )

    def _take_tag(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        if len(tag.written) > TAG_LENGTH_MAX:
            self._say(
                paragraph,
                "template_construct_not_allowed",
                "标记过长",
                f"一个标记不超过 {TAG_LENGTH_MAX} 个字符。",
            )
            return
        if not tag.known_level:
            self._say(
                paragraph,
                "template_construct_not_allowed",
                f"不支持的标记前缀：{tag.written}",
                "只用 {%p … %}（整段）和 {%tr … %}（整行）。",
            )
        self._check_alone(tag, paragraph)
        if not tag.keyword:
            self._check_source(tag.source, tag, paragraph)
        elif tag.keyword in OPENERS:
            self._open(tag, paragraph)
        elif tag.keyword in MIDDLES:
            self._middle(tag, paragraph)
        elif tag.keyword in CLOSERS:
            self._close(tag, paragraph)
        else:
            self._say(
                paragraph,
                "template_construct_not_allowed",
                f"不允许的指令：{tag.written[:60]}",
                "只能使用字段、if／elif／else／endif 和 for／endfor。",
            )

    def _check_alone(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        """A tag that takes its paragraph or row away must stand alone in it."""
        if tag.level == "row":
            row = paragraph.row
            if row is None:
                self._say(
                    paragraph,
                    "template_row_tag",
                    f"“{tag.written}”不在表格里",
                    "整段的写 {%p … %}。",
                )
                return
            texts = "".join(paragraph_text(each) for each in row.iter(W + "p"))
        elif tag.level == "paragraph":
            texts = paragraph.text
        else:
            return
        if texts.strip() != tag.written:
            self._say(
                paragraph,
                "template_tag_not_alone",
                f"“{tag.written}”所在的段或行里还有别的文字，会被一并删去",
                "请让它独占一段（或一行）。",
            )

    def _open(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        statement = self._check_source(f"{tag.source}{{% end{tag.keyword} %}}", tag, paragraph)
        self.opened.append(_Open(tag=tag, paragraph=paragraph))
        loops = sum(1 for each in self.opened if each.tag.keyword == "for")
        if len(self.opened) > NESTING_MAX or loops > LOOPS_NESTED_MAX:
            self._say(
                paragraph,
                "template_too_deep",
                "if 或 for 套得过深",
                f"最多 {NESTING_MAX} 层，其中循环 {LOOPS_NESTED_MAX} 层。",
            )
        if tag.keyword == "for":
            self.check.enter_loop(statement if isinstance(statement, nodes.For) else None)

    def _middle(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        if not self.opened or self.opened[-1].tag.keyword != "if":
            self._say(
                paragraph,
                "template_not_opened",
                f"“{tag.written}”前面没有 if",
                "请先写 {% if … %}。",
            )
            return
        self._check_same_place(tag, paragraph)
        if tag.keyword == "elif":
            self._check_source(f"{{% if {tag.argument} %}}{{% endif %}}", tag, paragraph)
        elif tag.argument:
            self._say(
                paragraph, "template_syntax", f"“{tag.written}”写法不对", "else 后面不带条件。"
            )

    def _close(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        kind = CLOSERS[tag.keyword]
        if not self.opened or self.opened[-1].tag.keyword != kind:
            self._say(
                paragraph,
                "template_not_opened",
                f"“{tag.written}”没有对应的开始",
                f"请先写 {{% {kind} … %}}。",
            )
            return
        self._check_same_place(tag, paragraph)
        self.opened.pop()
        if kind == "for":
            self.check.leave_loop()

    def _check_same_place(self, tag: Tag, paragraph: TaggedParagraph) -> None:
        """What is opened in a line, cell or table must be closed in it, or the page falls apart."""
        first = self.opened[-1]
        begun = first.paragraph.container(first.tag.level)
        if first.tag.level != tag.level or begun is not paragraph.container(tag.level):
            self._say(
                paragraph,
                "template_crosses",
                f"“{first.tag.written}”与“{tag.written}”不在同一层",
                "段内开始的在同一段结束；跨段的两头都独占一段；跨行的两头都用 {%tr … %}。",
            )

    def _check_source(self, source: str, tag: Tag, paragraph: TaggedParagraph) -> nodes.Node | None:
        try:
            tree = self.room.parse(source)
        except (TemplateSyntaxError, RecursionError, OverflowError, ValueError):
            self._say(
                paragraph,
                "template_syntax",
                f"看不懂“{tag.written[:60]}”",
                "请对照字段清单检查写法。",
            )
            return None
        faults = faults_in(tree)
        for fault in faults:
            self._say(
                paragraph,
                fault.code,
                f"{fault.what}：{tag.written[:60]}",
                "只能使用字段、if、for 和列出的过滤器。",
            )
        if faults or not tree.body:
            return None
        for problem in self.check.problems_in(tree):
            self._say(paragraph, problem.code, problem.what, problem.mend)
        return tree.body[0]

    def _say(self, paragraph: TaggedParagraph, code: str, what: str, mend: str) -> None:
        self.findings.append(
            Finding(code=code, file=self.file, where=paragraph.place, what=f"{what}。", mend=mend)
        )
