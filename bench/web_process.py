"""The web as granian serves it: one house per process, settings from the environment."""

import logging
import sys
from pathlib import Path

import structlog
from flask import Flask

sys.path.insert(0, str(Path(__file__).parents[1]))
from engine.running import settle_in
from engine.wiring import open_house, settings_of_this_process
from webui.app import create_app

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def web() -> Flask:
    """The application of this process."""
    made = create_app(open_house(settings_of_this_process()))
    settle_in()
    return made
