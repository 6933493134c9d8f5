"""A wall clock that can be set from another process, without touching the machine's.

Each process of a chaos run reads how far its clock is off from eight bytes that it shares with the
run through a file. Monotonic time is the machine's own: no setting of a clock moves it.
"""

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from typing_extensions import override

from shared.core.clock import Clock, SystemClock

_OFFSET = struct.Struct("=d")


class ClockFile:
    """Seconds by which one process's wall clock is ahead of the true one; seen at once."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_OFFSET.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _OFFSET.size)

    @property
    def seconds(self) -> float:
        """How far it is ahead; negative for behind."""
        (seconds,) = _OFFSET.unpack_from(self._shared)
        return float(seconds)

    def step(self, seconds: float) -> None:
        """The clock is that far ahead of the true one from now on."""
        _OFFSET.pack_into(self._shared, 0, seconds)


class SteppableClock(Clock):
    """The machine's clock, wrong by what the file says."""

    def __init__(self, offset: ClockFile) -> None:
        self._offset = offset
        self._true = SystemClock()

    @override
    def now(self) -> datetime:
        """The present instant as this process believes it."""
        return self._true.now() + timedelta(seconds=self._offset.seconds)

    @override
    def monotonic(self) -> float:
        """Seconds that never go backwards, whatever the wall clock does."""
        return self._true.monotonic()
