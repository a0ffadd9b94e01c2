"""待办: what I have to do, may take, and have done."""

from flask import Blueprint, render_template, request

from engine.queries.inbox import Tab, inbox
from engine.queries.task_page import entries
from webui.access import Rule, open_to, the_desk

TABS = (Tab.TODO, Tab.CLAIM, Tab.DONE)
pages = Blueprint("to_do", __name__)


@pages.get("/")
@open_to(Rule.SIGNED_IN)
def index() -> str:
    """One of the lists."""
    desk = the_desk()
    asked = request.args.get("tab", "")
    tab = Tab(asked) if asked in TABS else Tab.TODO
    found = inbox(desk, tab)
    if not asked and not found.rows and found.counts[Tab.CLAIM]:
        found = inbox(desk, Tab.CLAIM)
    return render_template("to_do.html", list=found, tabs=TABS, entries=entries(desk))
