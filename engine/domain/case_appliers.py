"""How the events of a case as a whole change it."""

from dataclasses import replace

from engine.domain import events as ev
from engine.domain.applying import applies
from engine.domain.case import ON_PAPER, RUNS_ON_PAPER, Case
from engine.domain.facts import fact_from_plain
from engine.domain.work_calendar import start_of_day


@applies(ev.CaseOpened)
def _case_opened(_case: Case, _event: ev.CaseOpened, _line: ev.Logged) -> None:
    """Nothing more: `empty_case` made the head from it."""


@applies(ev.CaseRegistered)
def _registered(case: Case, event: ev.CaseRegistered, line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        source=event.case_source,
        organ_id=event.organ_id,
        organ_name=event.organ_name,
        title=event.title,
        discovered_on=event.discovered_on,
        registered_at=line.done_at,
    )


@applies(ev.CaseLinked)
def _linked(case: Case, event: ev.CaseLinked, _line: ev.Logged) -> None:
    if event.is_origin:
        case.head = replace(case.head, title=event.title)


@applies(ev.PaperCaseEntered)
def _entered_from_paper(case: Case, event: ev.PaperCaseEntered, _line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        case_no=event.case_no,
        source=event.case_source,
        organ_id=event.organ_id,
        organ_name=event.organ_name,
        title=event.title,
        registered_at=start_of_day(event.received_on),
        filed_on=event.filed_on,
        closed_on=event.closed_on,
        outcome=event.outcome,
        status="archived",
        flags=case.head.flags | {ON_PAPER},
        ended=True,
    )


@applies(ev.PaperEntryStarted)
def _paper_begun(case: Case, _event: ev.PaperEntryStarted, line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        flags=case.head.flags | {RUNS_ON_PAPER},
        appointed={**case.head.appointed, RUNS_ON_PAPER: line.actor},
    )


@applies(ev.PaperEntryEnded)
def _paper_ended(case: Case, event: ev.PaperEntryEnded, _line: ev.Logged) -> None:
    case.head = replace(case.head, flags=case.head.flags - {RUNS_ON_PAPER} | {ON_PAPER})
    for item in event.items:
        case.items[item.id] = item
        case.touched.items.add(item.id)


@applies(ev.OrganIdentified)
def _organ_identified(case: Case, event: ev.OrganIdentified, _line: ev.Logged) -> None:
    case.head = replace(case.head, organ_id=event.organ_id)


@applies(ev.CaseAccepted)
def _accepted(case: Case, _event: ev.CaseAccepted, line: ev.Logged) -> None:
    case.head = replace(case.head, accepted_on=line.done_at.date())


@applies(ev.CaseFiled)
def _filed(case: Case, event: ev.CaseFiled, line: ev.Logged) -> None:
    case.head = replace(
        case.head,
        filed_on=line.done_at.date(),
        case_no=event.case_no,
        instrument_set=event.instrument_set,
    )


@applies(ev.CaseClosed)
def _closed(case: Case, event: ev.CaseClosed, line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome, closed_on=line.done_at.date())


@applies(ev.OutcomeFixed)
def _outcome(case: Case, event: ev.OutcomeFixed, _line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome)


@applies(ev.StatusChanged)
def _status(case: Case, event: ev.StatusChanged, _line: ev.Logged) -> None:
    case.head = replace(case.head, status=event.status)


@applies(ev.CaseMigrated)
def _migrated(case: Case, event: ev.CaseMigrated, _line: ev.Logged) -> None:
    case.head = replace(case.head, release_id=event.to_release)
    for one in event.tasks:
        visit = case.visits[one.visit_id]
        case.visits[visit.id] = replace(visit, form=one.form, title=one.title)
        case.touched.visits.add(visit.id)


@applies(ev.FlagRaised)
def _flag_raised(case: Case, event: ev.FlagRaised, _line: ev.Logged) -> None:
    case.head = replace(case.head, flags=case.head.flags | {event.flag})


@applies(ev.FlagLowered)
def _flag_lowered(case: Case, event: ev.FlagLowered, _line: ev.Logged) -> None:
    case.head = replace(case.head, flags=case.head.flags - {event.flag})


@applies(ev.HandlersAppointed)
def _handlers(case: Case, event: ev.HandlersAppointed, _line: ev.Logged) -> None:
    case.head = replace(case.head, handlers=event.handlers)


@applies(ev.HandlerReplaced)
def _replaced(case: Case, event: ev.HandlerReplaced, _line: ev.Logged) -> None:
    handlers = tuple(event.came if one == event.left else one for one in case.head.handlers)
    case.head = replace(case.head, handlers=handlers)


@applies(ev.PersonAppointed)
def _appointed(case: Case, event: ev.PersonAppointed, _line: ev.Logged) -> None:
    appointed = {**case.head.appointed, event.step: event.person_id}
    case.head = replace(case.head, appointed=appointed)


@applies(ev.MembersRecused)
def _members_recused(case: Case, event: ev.MembersRecused, _line: ev.Logged) -> None:
    case.head = replace(case.head, recused=case.head.recused | set(event.people))


@applies(ev.RecusalGranted)
def _recused(case: Case, event: ev.RecusalGranted, _line: ev.Logged) -> None:
    case.head = replace(case.head, recused=case.head.recused | {event.person_id})


@applies(ev.ObjectionRaised)
def _objected(case: Case, event: ev.ObjectionRaised, _line: ev.Logged) -> None:
    case.head = replace(case.head, objected=case.head.objected | {event.document_id})


@applies(ev.CaseReopened)
def _reopened(case: Case, _event: ev.CaseReopened, _line: ev.Logged) -> None:
    case.head = replace(case.head, ended=False, outcome=None, closed_on=None)


@applies(ev.CaseEnded)
def _ended(case: Case, event: ev.CaseEnded, _line: ev.Logged) -> None:
    case.head = replace(case.head, outcome=event.outcome, ended=True)


@applies(ev.FactWritten)
def _fact(case: Case, event: ev.FactWritten, _line: ev.Logged) -> None:
    case.facts.write(event.name, fact_from_plain(event.value), path=event.path)
    case.touched.facts = True


@applies(ev.CallEnded)
def _call_ended(case: Case, event: ev.CallEnded, _line: ev.Logged) -> None:
    case.facts.close_call(event.path)
    case.touched.facts = True


@applies(ev.ProcessMoved)
def _moved(case: Case, event: ev.ProcessMoved, _line: ev.Logged) -> None:
    case.head = replace(case.head, ended=event.ended)
