"""待办: what I have to do, may take, and have done."""

from flask import Blueprint, render_template, request

from engine.queries.task_page import entries
from engine.queries.to_do_list import Tab, to_do_list
from webui.access import Rule, open_to, the_house, the_person, the_place

pages = Blueprint("to_do", __name__)


@pages.get("/")
@open_to(Rule.SIGNED_IN)
def index() -> str:
    """One of the three lists."""
    house, person = the_house(), the_person()
    asked = request.args.get("tab", "")
    tab = Tab(asked) if asked in list(Tab) else Tab.IN_HAND
    store = house.store
    found = to_do_list(house.office, store, place=the_place(), by=person, tab=tab)
    begin = entries(house.office, store, place=the_place(), by=person)
    return render_template("to_do.html", list=found, tabs=list(Tab), entries=begin)
