"""One open browser: its frames in order, up to a limit."""

import asyncio
from collections import deque
from uuid import UUID


class Subscription:
    """Frames on their way to one client; an asyncio queue that can be closed from outside."""

    def __init__(self, user: bytes, limit: int, who: frozenset[UUID] = frozenset()) -> None:
        self.user = user
        self.who = who
        """Person and device that it is open for."""
        self._limit = limit
        self._frames: deque[bytes] = deque()
        self._moments: list[float] = []
        self.taken: list[float] = []
        """When the changes that were taken last had happened."""
        self._news = asyncio.Event()
        self._is_closed = False

    def send(self, frame: bytes, at: float | None = None) -> None:
        """The frame will follow the others; a client that is too far behind is let go instead.

        It comes back with the id of the last frame it has seen. `at`: when the change happened.
        """
        if len(self._frames) >= self._limit:
            self.close()
        elif not self._is_closed:
            self._frames.append(frame)
            if at is not None:
                self._moments.append(at)
            self._news.set()

    def close(self) -> None:
        """No frame follows those already taken."""
        self._is_closed = True
        self._frames.clear()
        self._news.set()

    async def take(self, seconds: float) -> bytes | None:
        """All waiting frames, at the latest after `seconds` (then empty); None once closed."""
        if not self._frames and not self._is_closed:
            try:
                async with asyncio.timeout(seconds):
                    await self._news.wait()
            except TimeoutError:
                return b""
        self._news.clear()
        if self._is_closed:
            return None
        frames = b"".join(self._frames)
        self._frames.clear()
        self.taken, self._moments = self._moments, []
        return frames
