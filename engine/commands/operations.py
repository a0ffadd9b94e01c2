"""例外行为 as a table: verb, step, who may apply, which approval chain, what it does (STEPS 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.commands import effects, extra_documents, optional_acts, recalling
from engine.commands.act import Act
from engine.commands.chains import Link, approval_links

Values = Mapping[str, object]
Effect = Callable[[Act, Values], None]
ChainKey = Callable[[Act, Values], str | None]
Links = Callable[[Act, Values], list[Link]]


def _nothing(_act: Act, _values: Values) -> None:
    """No effect at this point."""


def _nobody(_act: Act, _values: Values) -> list[Link]:
    """Nobody acts after the approvals."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One kind of act outside the diagrams."""

    step: str
    title: str
    applicants: frozenset[str]
    chain: ChainKey
    """Key of the place's approval; None = the application decides itself."""
    may_apply: Effect = _nothing
    """Refuses what cannot be applied for now."""
    on_application: Effect = _nothing
    on_grant: Effect = _nothing
    """Gets the application's values, overlaid by those of the deciding link."""
    on_refusal: Effect = _nothing
    follow_up: Links = _nobody
    """Who works after the approvals on the document that it makes."""
    form: str | None = None
    """The form of the application where it is a document's own; None = that of the step."""
    after_end: bool = False
    """Whether it is done in a case that has ended."""
    many: bool = False
    """Whether several may wait for somebody at once."""
    letter: str | None = None
    """Variant of the letter to a real-name complainant after the grant."""


LEAD = frozenset({"lead_handler"})


def _key(name: str) -> ChainKey:
    return lambda _act, _values: name


OPERATIONS: dict[str, Operation] = {
    "suspend": Operation(
        step="EX4",
        title="中止",
        applicants=LEAD,
        chain=_key("suspend"),
        may_apply=effects.refuse_suspended,
        on_grant=effects.suspend,
        letter="F",
    ),
    "resume": Operation(
        step="EX4b",
        title="恢复",
        applicants=frozenset({"section_head"}),
        chain=lambda _act, _values: None,
        may_apply=effects.refuse_not_suspended,
        on_grant=effects.resume,
    ),
    "extend": Operation(
        step="EX6",
        title="延期",
        applicants=frozenset({"lead_handler"}),
        chain=effects.extension_chain,
        may_apply=effects.refuse_extension,
        on_grant=effects.extend,
    ),
    "recuse": Operation(
        step="EX7",
        title="回避",
        applicants=frozenset(
            {
                *("lead_handler", "co_handler", "org_liaison", "org_head", "complainant"),
                "section_head",
            }
        ),
        chain=effects.recusal_chain,
        on_application=effects.request_recusal,
        on_grant=effects.decide_recusal,
    ),
    "withdraw": Operation(
        step="EX8",
        title="撤回投诉举报",
        applicants=frozenset({"complainant"}),
        chain=_key("withdraw"),
        on_grant=effects.decide_withdrawal,
    ),
    "terminate": Operation(
        step="EX5",
        title="终止",
        applicants=LEAD,
        chain=_key("terminate"),
        on_grant=effects.terminate,
    ),
    "merge": Operation(
        step="EX9",
        title="并案、分案",
        applicants=LEAD,
        chain=_key("merge"),
        on_grant=effects.merge,
    ),
    "revoke_filing": Operation(
        step="EX10",
        title="撤销立案",
        applicants=LEAD,
        chain=lambda _act, _values: None,
        on_grant=effects.revoke_filing,
    ),
    "raise_level": Operation(
        step="EX11",
        title="提级、指定监督",
        applicants=LEAD,
        chain=_key("raise_level"),
        on_grant=effects.raise_level,
    ),
    "correct_document": Operation(
        step="EX13",
        title="文书更正、收回",
        applicants=LEAD,
        chain=_key("correct_document"),
        may_apply=recalling.refuse_unknown_document,
        on_grant=recalling.correct_document,
        follow_up=extra_documents.of_the_correction,
    ),
    "reopen": Operation(
        step="EX14",
        title="重新办理",
        applicants=LEAD,
        chain=_key("reopen"),
        may_apply=effects.refuse_not_ended,
        on_grant=effects.reopen,
        after_end=True,
    ),
    "take_offline": Operation(
        step="EX15",
        title="涉密转线下",
        applicants=frozenset({"lead_handler", "co_handler"}),
        chain=_key("take_offline"),
        on_grant=effects.take_offline,
    ),
    "invite": Operation(
        step=optional_acts.INVITING,
        title="邀请论证、参与",
        applicants=LEAD,
        chain=lambda _act, _values: None,
        may_apply=optional_acts.refuse_invitation,
        on_grant=optional_acts.appoint_guest,
        follow_up=optional_acts.guest_links,
    ),
    "plan": Operation(
        step="R2",
        title="报送整改方案",
        applicants=frozenset({"org_liaison"}),
        chain=lambda _act, _values: None,
        may_apply=optional_acts.refuse_plan,
    ),
    "propose_accountability": Operation(
        step="R7",
        title="追责建议",
        applicants=LEAD,
        chain=lambda _act, _values: None,
        may_apply=effects.refuse_unless_escalated,
        many=True,
    ),
    "make_document": Operation(
        step=extra_documents.STEP,
        title="另制文书",
        applicants=frozenset({"lead_handler", "co_handler", "intake_clerk", "section_head"}),
        chain=lambda _act, _values: None,
        may_apply=extra_documents.refuse_twice_at_once,
        follow_up=extra_documents.of_the_kind_chosen,
        many=True,
    ),
    "look_back": Operation(
        step="EX17",
        title="回头看检查",
        applicants=LEAD,
        chain=lambda _act, _values: None,
        may_apply=effects.refuse_not_ended,
        form="A12",
        after_end=True,
    ),
    "review_file": Operation(
        step="EX18",
        title="案卷评查",
        applicants=frozenset({"legal_reviewer", "section_head"}),
        chain=lambda _act, _values: None,
        may_apply=effects.refuse_handlers_own,
        form="A18",
        after_end=True,
    ),
}
"""Verb → operation."""

JUDGED_BY_THE_CASE = frozenset(
    {"suspend", "resume", "reopen", "propose_accountability", "look_back", "review_file"}
)
"""Acts whose own rule asks nothing of the form: the case alone tells whether they may be done."""

STANDING_ALONE = (
    Operation(
        step="RO",
        title="提出异议",
        applicants=frozenset({"org_head"}),
        chain=lambda _act, _values: None,
    ),
    Operation(
        step="P2.8",
        title="逾期催告",
        applicants=frozenset({"lead_handler"}),
        chain=lambda _act, _values: None,
        follow_up=extra_documents.of_the_talk,
    ),
)
"""Acts that reach the diagram as a message; their application stands by itself."""

BY_STEP: dict[str, Operation] = {one.step: one for one in (*OPERATIONS.values(), *STANDING_ALONE)}


def links_of(act: Act, operation: Operation, values: Values) -> list[Link]:
    """Everyone who acts after the application, in order: approvers, then the letter's two hands."""
    key = operation.chain(act, values)
    links = (
        [] if key is None else approval_links(act, key, step=operation.step, title=operation.title)
    )
    links += operation.follow_up(act, values)
    if operation.letter is not None and act.case.facts.values.get("is_real_name") is True:
        links += [
            Link(role="intake_clerk", form="D02", title=f"拟制{operation.title}告知"),
            Link(role="seal_keeper", form="D02", title=f"{operation.title}告知用印"),
        ]
    return links
