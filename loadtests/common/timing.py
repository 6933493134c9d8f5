"""When the time of a test begins."""

from typing import Any

import gevent
from locust import events


def count_from_the_start() -> None:
    """`--run-time` is what a test gets, however long the imports took.

    Timers of gevent 26.9 count from the last turn of its loop, which was before the imports.
    """
    events.init.add_listener(_update_now)


def _update_now(**_more: Any) -> None:
    gevent.get_hub().loop.update_now()
