"""待办: what I have to do, may take, and have done."""

from flask import Blueprint, render_template, request

from engine.queries.task_page import entries
from engine.queries.to_do_list import Tab, to_do_list
from webui.access import Rule, open_to, the_desk

pages = Blueprint("to_do", __name__)


@pages.get("/")
@open_to(Rule.SIGNED_IN)
def index() -> str:
    """One of the three lists."""
    desk = the_desk()
    asked = request.args.get("tab", "")
    tab = Tab(asked) if asked in list(Tab) else Tab.IN_HAND
    found = to_do_list(desk, tab)
    if not asked and not found.rows and found.counts[Tab.TO_CLAIM]:
        found = to_do_list(desk, Tab.TO_CLAIM)
    return render_template("to_do.html", list=found, tabs=list(Tab), entries=entries(desk))
