"""The cast of a scenario: invented people for every role, and the organs they belong to.

``role`` is ``role#1``, ``role#2`` another person of the same role. All names are invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.definitions.release import Release
from engine.domain.people import COMPLAINANT, Organ, Person

HOW_MANY = {"committee_member": 6, "lead_handler": 3, "committee_chair": 1}
TWO = 2
ORGAN_ROLES = frozenset({"org_liaison", "org_head"})
STATION_ROLES = frozenset({"station_supervisor"})
GOVERNMENT_ROLES = frozenset({"gov_deputy", "gov_head", "committee_chair"})
OUTSIDE_ROLES = frozenset({"complainant"})
MORE_ROLES = ("sys_admin", "security_admin", "auditor")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
VALID_FROM, VALID_TO = date(2020, 1, 1), date(2039, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays: people by ``role#n``, the organs in order, the supervised one first."""

    people: Mapping[str, Person]
    organs: Sequence[Organ]

    def person(self, name: str) -> Person:
        """The person a scenario names; raises KeyError for a name nobody plays."""
        if name == COMPLAINANT.id:
            return COMPLAINANT
        return self.people[name if "#" in name else f"{name}#1"]

    def name_of(self, person_id: str) -> str:
        """``role#n`` of a person, or the id itself."""
        for name, person in self.people.items():
            if person.id == person_id:
                return name
        return person_id


def make_cast(
    release: Release,
    organs: Sequence[Mapping[str, str]],
    *,
    where: Mapping[str, str] | None = None,
) -> Cast:
    """People for every role of the release's place; `where` moves single ones to another organ."""
    place = release.place_info
    own, government, station = place.tiers["T1"].acting_body, place.government, "示例司法所"
    given = [_organ(number, one) for number, one in enumerate(organs, start=1)]
    named = {one.name for one in given}
    house = [
        _organ(number, {"name": name})
        for number, name in enumerate((own, government, station), start=len(given) + 1)
        if name not in named
    ]
    everywhere = {one.name: one for one in (*given, *house)}
    supervised = given[0].name if given else own
    home = {
        **dict.fromkeys(ORGAN_ROLES, supervised),
        **dict.fromkeys(STATION_ROLES, station),
        **dict.fromkeys(GOVERNMENT_ROLES, government),
    }
    people = {}
    for number, (name, role) in enumerate(_names(release), start=1):
        organ = everywhere[(where or {}).get(name, home.get(role, own))]
        people[name] = _person(number, name, role, organ)
    return Cast(people=people, organs=[*given, *house])


def _names(release: Release) -> Iterator[tuple[str, str]]:
    for role in (*release.place_info.roles, *MORE_ROLES):
        if role in OUTSIDE_ROLES:
            continue
        for number in range(1, HOW_MANY.get(role, TWO) + 1):
            yield f"{role}#{number}", role


def _organ(number: int, given: Mapping[str, str]) -> Organ:
    return Organ(
        id=f"{number:032x}",
        name=given["name"],
        uscc=given.get("uscc"),
        level=given.get("level"),
        kind=given.get("kind"),
    )


def _person(number: int, name: str, role: str, organ: Organ) -> Person:
    surname = SURNAMES[(number - 1) % len(SURNAMES)]
    return Person(
        id=f"{0xC0DE0000 + number:032x}",
        login=role if name.endswith("#1") else name.replace("#", ""),
        name=f"{surname}演示{'甲乙丙丁戊己'[int(name[-1]) - 1]}",
        organ_id=organ.id,
        roles=frozenset({role}),
        unit="执法监督科" if role in {"lead_handler", "co_handler"} else None,
        office_phone="028-00000000",
        certificate_no=f"JD-{number:05d}",
        certificate_to=VALID_TO,
        active_from=VALID_FROM,
    )
