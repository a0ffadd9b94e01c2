"""All tables. The place (地方, a tenant) stands first in every key and index; ids are ours.

`case_log`, `bodies` and `opinions` are insert-only in what they say; everything else is what the
events of the log add up to.
"""

from engine.store.attachment_tables import attachments, uploads
from engine.store.calendar_tables import calendar_changes, moved_clocks, recalculations
from engine.store.case_tables import (
    bodies,
    case_log,
    case_people,
    case_states,
    cases,
    clocks,
    documents,
    drafts,
    identity_words,
    item_candidates,
    limit_entries,
    opinions,
    visits,
    work_items,
)
from engine.store.circulation_tables import circulations
from engine.store.clue_tables import clues
from engine.store.design_tables import (
    design_contents,
    design_drafts,
    design_edits,
    design_locks,
    design_proofs,
    publications,
)
from engine.store.hotline_tables import hotline_orders
from engine.store.machine_tables import commands, counters, incident_decisions, jobs, notices
from engine.store.office_tables import organs, people, people_roles, places, releases
from engine.store.roster_tables import proposed_roles, roster_log, roster_log_heads
from engine.store.search_tables import search_rows
from engine.store.sign_in_tables import (
    login_failures,
    personal_settings,
    recovery_codes,
    second_factors,
    sessions,
    shared_filters,
    sign_on_subjects,
)
from engine.store.table_parts import Id, PlaceCode, case_key, metadata, of_case, place
from engine.store.template_tables import template_revisions

__all__ = [
    "Id",
    "PlaceCode",
    "attachments",
    "bodies",
    "calendar_changes",
    "case_key",
    "case_log",
    "case_people",
    "case_states",
    "cases",
    "circulations",
    "clocks",
    "clues",
    "commands",
    "counters",
    "design_contents",
    "design_drafts",
    "design_edits",
    "design_locks",
    "design_proofs",
    "documents",
    "drafts",
    "hotline_orders",
    "identity_words",
    "incident_decisions",
    "item_candidates",
    "jobs",
    "limit_entries",
    "login_failures",
    "metadata",
    "moved_clocks",
    "notices",
    "of_case",
    "opinions",
    "organs",
    "people",
    "people_roles",
    "personal_settings",
    "place",
    "places",
    "proposed_roles",
    "publications",
    "recalculations",
    "recovery_codes",
    "releases",
    "roster_log",
    "roster_log_heads",
    "search_rows",
    "second_factors",
    "sessions",
    "shared_filters",
    "sign_on_subjects",
    "template_revisions",
    "uploads",
    "visits",
    "work_items",
]
