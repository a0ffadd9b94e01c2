"""How a light reads: its colour, and the words beside it, for colour is never all that tells."""

from datetime import date

from marshmallow import Schema, fields

from engine.domain.lights import Light
from webui.words import left, light_name


class LightWords(Schema):
    """A light: `colour` names its style, `words` say the same."""

    colour = fields.String(required=True)
    words = fields.String(required=True)


def light_words(light: Light | None, due_on: date | None, today: date) -> dict[str, str] | None:
    """黄灯，还有3天; None where no period runs."""
    if light is None:
        return None
    name = light_name(light)
    words = f"{name}，{left(due_on, today)}" if due_on and light in RUNS else name
    return {"colour": light.value, "words": words}


RUNS = frozenset({Light.GREEN, Light.YELLOW, Light.ORANGE, Light.RED, Light.BLACK})
