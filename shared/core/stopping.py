"""How a process is told to stop."""

import asyncio
import signal
from typing import Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM or SIGINT sets `stop`; a second one ends the process as it stands."""
    loop = asyncio.get_running_loop()

    def stop_once() -> None:
        stop.set()
        for each in _SIGNALS:
            loop.remove_signal_handler(each)

    for each in _SIGNALS:
        loop.add_signal_handler(each, stop_once)
