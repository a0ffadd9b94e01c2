"""机关与人员: each of the three administrators does his own duty, and the log tells all of it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update

from engine.commands.enter_organ import EnterOrgan, enter_organ
from engine.commands.enter_person import (
    ChangePerson,
    EnterPerson,
    PersonEntry,
    change_person,
    enter_person,
)
from engine.commands.grant_roles import GrantRoles, grant_roles
from engine.commands.leave_post import LeavePost, TakePost, leave_post, take_post
from engine.commands.reset_access import (
    DropSecondFactor,
    MatchSubject,
    ReplacePassword,
    drop_second_factor,
    match_subject,
    replace_password,
)
from engine.domain import roster_events as ev
from engine.domain.administration import DUTY
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.audit import verify
from engine.store.connection import reading, writing
from engine.store.register import Register
from engine.store.roster_rows import APPLIERS, roster_log_faults
from tests.commands.desk import PLACE, everything

HASH = "$argon2id$kept"


@pytest.fixture
def roster(desk_at):
    """The register of a place, quickly."""
    return RosterYard(desk_at(""))


@pytest.fixture
def roster_anywhere(desk):
    """The same on each kind of database."""
    return RosterYard(desk)


class RosterYard:
    """Orders by the administrators of a desk."""

    def __init__(self, desk):
        self.desk = desk
        self.office = desk.office
        self.id_of = desk.id_of
        self.refused = desk.refused
        with reading(desk.engine) as connection:
            self.organ_id = Register(connection, PLACE).organs()[0].id

    def who(self, by, key=None):
        return {"key": key or self.office.ids.next(), "place": PLACE, "by": self.id_of(by)}

    def entry(self, **more):
        given = {"login": "newcomer", "name": "新来的", "organ_id": self.organ_id, **more}
        return PersonEntry(**given)

    def enter(self, by="sys_admin", key=None, **more):
        order = EnterPerson(**self.who(by, key), entry=self.entry(**more), password_hash=HASH)
        return enter_person(self.office, order)["person_id"]

    def change(self, person_id, by="sys_admin", **more):
        order = ChangePerson(**self.who(by), person_id=person_id, entry=self.entry(**more))
        return change_person(self.office, order)

    def grant(self, person_id, *roles, by="security_admin", reason="任职文件", key=None):
        order = GrantRoles(
            **self.who(by, key), person_id=person_id, roles=frozenset(roles), reason=reason
        )
        return grant_roles(self.office, order)

    def organ(self, by="sys_admin", **more):
        return enter_organ(self.office, EnterOrgan(**self.who(by), **more))["organ_id"]

    def leave(self, person_id, *, to=None, last_day=None, by="sys_admin", reason="调离"):
        today = self.office.clock.now().date()
        order = LeavePost(
            **self.who(by),
            person_id=person_id,
            last_day=last_day or today,
            hand_over_to=to,
            reason=reason,
        )
        return leave_post(self.office, order)

    def person(self, person_id):
        with reading(self.desk.engine) as connection:
            return Register(connection, PLACE).person(person_id)

    def row(self, person_id):
        query = select(t.people).where(t.people.c.id == person_id)
        with reading(self.desk.engine) as connection:
            return connection.execute(query).mappings().one()

    def log(self):
        query = select(t.roster_log).order_by(t.roster_log.c.seq)
        with reading(self.desk.engine) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def faults(self):
        with reading(self.desk.engine) as connection:
            return [one.what for one in roster_log_faults(connection, PLACE)]


def test_each_event_has_one_duty_and_one_applier():
    kinds = set(ev.roster_event_types().values())
    assert set(DUTY) == kinds
    assert set(APPLIERS) == kinds


def test_an_account_is_made_without_any_role_and_gets_them_from_another(roster_anywhere):
    made = roster_anywhere.enter(roles=frozenset({"expert"}), certificate_no="JD-99999")
    assert roster_anywhere.person(made).roles == frozenset()
    assert roster_anywhere.person(made).certificate_no == "JD-99999"
    assert roster_anywhere.row(made)["first_password"]
    roster_anywhere.grant(made, "expert", "social_supervisor")
    roster_anywhere.grant(made, "expert")
    assert roster_anywhere.person(made).roles == {"expert"}
    assert [one["kind"] for one in roster_anywhere.log()] == [
        "PersonEntered",
        "CertificateRecorded",
        "RolesProposed",
        "RolesGranted",
        "RolesAnswered",
        "RolesWithdrawn",
    ]
    assert roster_anywhere.faults() == []


def test_what_is_sent_twice_is_done_once(roster):
    first = roster.enter(key="one act")
    assert roster.enter(key="one act") == first
    assert len(roster.log()) == 1
    with roster.refused("command_key_reused"):
        roster.enter(key="one act", name="另一人")


def test_nobody_does_the_duty_of_another(roster):
    made = roster.enter()
    for by in ("security_admin", "auditor", "bureau_head", "lead_handler"):
        with roster.refused("not_your_duty"):
            roster.enter(by=by, login="second")
        with roster.refused("not_your_duty"):
            roster.organ(by=by, name="新机关")
        with roster.refused("not_your_duty"):
            roster.leave(made, by=by)
    for by in ("sys_admin", "auditor", "bureau_head"):
        with roster.refused("not_your_duty"):
            roster.grant(made, "expert", by=by)
        with roster.refused("not_your_duty"):
            order = DropSecondFactor(**roster.who(by), person_id=made, reason="手机丢失")
            drop_second_factor(roster.office, order)


@pytest.mark.parametrize(
    "roles",
    [
        ("sys_admin", "auditor"),
        ("security_admin", "lead_handler"),
        ("timeliness_supervisor", "org_head"),
        ("complainant",),
        ("emperor",),
    ],
)
def test_roles_that_do_not_go_together_are_refused(roster, roles):
    """三员分立: nobody is two of them, none of them handles a case."""
    made = roster.enter()
    with roster.refused("roles_unfit"):
        roster.grant(made, *roles)
    with roster.refused("roles_unfit"):
        roster.change(made, roles=frozenset(roles))


def test_nobody_serves_himself(roster):
    with roster.refused("own_rights"):
        roster.grant(roster.id_of("security_admin"), "security_admin", "auditor")
    with roster.refused("own_rights"):
        roster.change(roster.id_of("sys_admin"), name="改名")
    with roster.refused("own_rights"):
        roster.leave(roster.id_of("sys_admin"))
    with roster.refused("own_rights"):
        order = ReplacePassword(
            **roster.who("sys_admin"), person_id=roster.id_of("sys_admin"), password_hash=HASH
        )
        replace_password(roster.office, order)


def test_each_of_the_three_stays_with_somebody(roster):
    roster.grant(roster.id_of("auditor#2"), "expert")
    with roster.refused("last_administrator"):
        roster.grant(roster.id_of("auditor"), "expert")
    with roster.refused("last_administrator"):
        roster.leave(roster.id_of("auditor"))
    assert roster.person(roster.id_of("auditor")).roles == {"auditor"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"login": "A B"}, "entry_unfit"),
        ({"login": "x"}, "entry_unfit"),
        ({"login": "sys_admin"}, "login_taken"),
        ({"name": " "}, "entry_unfit"),
        ({"name": "名" * 51}, "entry_unfit"),
        ({"unit": "科\u202e室"}, "entry_unfit"),
        ({"mobile": "12345"}, "entry_unfit"),
        ({"mail": "nobody"}, "entry_unfit"),
        ({"organ_id": "nothing"}, "organ_unknown"),
    ],
)
def test_what_cannot_be_kept_of_a_person_is_refused(roster, given, code):
    with roster.refused(code):
        roster.enter(**given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "entry_unfit"),
        ({"name": "双流区云雀街道办事处"}, "organ_taken"),
        ({"name": "新机关", "uscc": "11510116MB00000A2J"}, "organ_taken"),
        ({"name": "新机关", "uscc": "11510116MB00000A2K"}, "entry_unfit"),
        ({"name": "新机关", "parent_id": "nothing"}, "entry_unfit"),
    ],
)
def test_what_cannot_be_kept_of_an_organ_is_refused(roster, given, code):
    with roster.refused(code):
        roster.organ(**given)


def test_an_organ_stands_below_another_and_never_below_itself(roster):
    above = roster.organ(name="区政府")
    below = roster.organ(name="区局", parent_id=above)
    with roster.refused("entry_unfit"):
        roster.organ(organ_id=above, name="区政府", parent_id=below)
    roster.organ(organ_id=below, name="区综合局", parent_id=above)
    roster.organ(organ_id=below, name="区综合局", parent_id=above)
    assert [one["kind"] for one in roster.log()] == ["OrganEntered", "OrganEntered", "OrganChanged"]


def test_number_and_address_reach_the_row_and_no_log(roster):
    made = roster.enter(mobile="13900001234", mail="new@example.org")
    roster.change(made, mobile="13900005678")
    assert (roster.row(made)["mobile"], roster.row(made)["mail"]) == (
        "13900005678",
        "new@example.org",
    )
    for secret in ("13900001234", "13900005678", "new@example.org", HASH):
        assert secret not in str(roster.log())


def test_a_change_that_changes_nothing_is_not_in_the_log(roster):
    made = roster.enter(certificate_no="JD-1", certificate_to=date(2030, 1, 1))
    before = len(roster.log())
    roster.change(made, certificate_no="JD-1", certificate_to=date(2030, 1, 1))
    assert len(roster.log()) == before
    roster.change(made, post="科员", certificate_no="")
    assert roster.person(made).certificate_no is None
    assert len(roster.log()) == before + 2


def test_access_is_restored_by_those_whose_duty_it_is(roster):
    made = roster.enter()
    order = ReplacePassword(**roster.who("sys_admin"), person_id=made, password_hash="new")
    replace_password(roster.office, order)
    assert roster.row(made)["password_hash"] == "new"
    with roster.refused("reason_missing"):
        lost = DropSecondFactor(**roster.who("security_admin"), person_id=made, reason=" ")
        drop_second_factor(roster.office, lost)
    lost = DropSecondFactor(**roster.who("security_admin"), person_id=made, reason="手机丢失")
    drop_second_factor(roster.office, lost)


def test_a_subject_of_the_single_sign_on_is_one_person(roster_anywhere):
    made, other = roster_anywhere.enter(), roster_anywhere.enter(login="other")

    def match(person_id, subject):
        who = roster_anywhere.who("security_admin")
        order = MatchSubject(**who, person_id=person_id, issuer="https://id", subject=subject)
        match_subject(roster_anywhere.office, order)

    match(made, "u-1")
    match(made, "u-2")
    with roster_anywhere.refused("entry_unfit"):
        match(other, "u-2")
    match(made, None)
    match(other, "u-2")
    sign_ins = roster_anywhere.desk.stage.house.sign_ins
    assert sign_ins.person_of_subject(PLACE, "https://id", "u-2").id == other
    assert sign_ins.person_of_subject(PLACE, "https://id", "u-1") is None


# --- leaving -------------------------------------------------------------------------------------


def test_who_has_no_open_work_leaves_and_comes_back(roster):
    made = roster.enter()
    today = roster.office.clock.now().date()
    roster.leave(made)
    assert roster.person(made).active_to == today
    order = TakePost(**roster.who("sys_admin"), person_id=made, from_day=today)
    take_post(roster.office, order)
    assert roster.person(made).active_to is None


def test_who_has_open_work_hands_it_over_before_he_leaves(roster_anywhere):
    desk = roster_anywhere.desk
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    desk.player.walk("P3.3")
    leaver = next(one for one in desk.case().head.handlers)
    held = [one for one in desk.case().items.values() if one.is_open and one.assignee == leaver]
    assert held
    with roster_anywhere.refused("open_work_left"):
        roster_anywhere.leave(leaver)
    with roster_anywhere.refused("hand_over_refused"):
        roster_anywhere.leave(leaver, to=roster_anywhere.id_of("archivist"))
    to = next(
        roster_anywhere.id_of(f"lead_handler#{number}")
        for number in (1, 2, 3)
        if roster_anywhere.id_of(f"lead_handler#{number}") not in desk.case().head.handlers
    )
    done = roster_anywhere.leave(leaver, to=to)
    assert (done["tasks_handed_over"], done["cases_handed_over"]) == (len(held), 1)
    case = desk.case()
    assert {case.items[one.id].assignee for one in held} == {to}
    assert to in case.head.handlers
    assert leaver not in case.head.handlers
    assert roster_anywhere.person(leaver).active_to is not None
    assert verify(desk.engine).faults == ()


# --- the log -------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["edit", "drop", "cut", "swap"])
def test_any_change_of_the_log_is_found(roster, what):
    for number in range(4):
        roster.enter(login=f"person{number}")
    log = t.roster_log
    with writing(roster.desk.engine) as connection:
        if what == "edit":
            connection.execute(update(log).where(log.c.seq == 2).values(actor="0" * 32))
        elif what == "drop":
            connection.execute(log.delete().where(log.c.seq == 2))
        elif what == "cut":
            connection.execute(log.delete().where(log.c.seq == 4))
        else:
            lines = roster.log()
            connection.execute(
                update(log).where(log.c.seq == 2).values(payload=lines[2]["payload"])
            )
    assert roster.faults()
    assert verify(roster.desk.engine).faults


def test_a_refused_order_leaves_no_trace(roster):
    before = everything(roster.desk.engine)
    with roster.refused("login_taken"):
        roster.enter(login="auditor")
    assert everything(roster.desk.engine) == before


def test_a_person_of_another_place_is_unknown_here(roster):
    order = GrantRoles(
        **roster.who("security_admin"), person_id="nobody", roles=frozenset(), reason="x"
    )
    with roster.refused("person_unknown"):
        grant_roles(roster.office, order)
    with roster.refused("person_unknown"):  # nobody is a person of that place
        grant_roles(roster.office, replace(order, place="000000", by="system"))
