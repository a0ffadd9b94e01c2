"""The light rules of a release's place, for the clocks of a case."""

from engine.definitions.release import Release
from engine.domain.lights import LightRules


def light_rules(release: Release) -> LightRules:
    """When a clock of this place turns yellow, orange, red and black, and when it reminds."""
    lights = release.place_info.lights
    return LightRules(
        yellow_working_days_left=lights.yellow_working_days_left,
        yellow_share_left=lights.yellow_share_left,
        orange=lights.orange,
        black_working_days_over=lights.black_working_days_over,
        remind_at=lights.remind_at,
    )
