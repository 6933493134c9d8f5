"""Many open streams of live updates, and people who write: how long a change takes to arrive.

make load FILE=sse.py ARGS="--users 50 --spawn-rate 10 --run-time 30s"
"""

import time
from typing import Any

import gevent
from locust import FastHttpUser, between, task

from loadtests.common.accounts import sign_up
from loadtests.common.stream import LiveStream, StreamRefused
from loadtests.common.timing import count_from_the_start
from loadtests.config import SETTINGS

_READY_SECONDS = 15.0
_ARRIVAL_SECONDS = 15.0
_LOOK_SECONDS = 0.05
_CREATED = 201

count_from_the_start()


class Watcher(FastHttpUser):
    """An account with several pages open; in each, every change of its own is to arrive."""

    host = SETTINGS.api_url
    wait_time = between(1, 3)
    network_timeout = 10.0
    connection_timeout = 10.0

    def on_start(self) -> None:
        """All streams are open."""
        self.streams: list[LiveStream] = []
        self.readers: list[gevent.Greenlet] = []
        self.account = sign_up(self.client)
        self.began: dict[str, float] = {}
        self.arrived: dict[str, int] = {}
        self.ready = 0
        self.streams = [
            LiveStream(self.host or SETTINGS.api_url, self.account.token)
            for _ in range(SETTINGS.streams)
        ]
        self.readers = [gevent.spawn(self._read, stream) for stream in self.streams]
        self._until(lambda: self.ready >= SETTINGS.streams, _READY_SECONDS)

    def on_stop(self) -> None:
        """Nothing is open any more."""
        gevent.killall(self.readers)
        for stream in self.streams:
            stream.close()

    @task
    def write(self) -> None:
        """A new task, which every stream is to show."""
        started = time.monotonic()
        title = f"Look up {started}"
        self.began[title] = started
        answer = self.client.post("/api/tasks", json={"title": title}, headers=self.account.headers)
        if answer.status_code != _CREATED:
            del self.began[title]
            return
        self._until(lambda: self.arrived.get(title, 0) >= SETTINGS.streams, _ARRIVAL_SECONDS)
        missing = SETTINGS.streams - self.arrived.pop(title, 0)
        del self.began[title]
        for _ in range(missing):
            self._say("change arrived", _ARRIVAL_SECONDS, TimeoutError("it never came"))

    def _read(self, stream: LiveStream) -> None:
        started = time.monotonic()
        try:
            for frame in stream.frames():
                self._take(frame.event, frame.data, started)
            self._say("stream ended", 0, ConnectionError("the API ended the stream"))
        except (OSError, StreamRefused) as error:
            self._say("open stream", time.monotonic() - started, error)

    def _take(self, event: str, data: Any, opened_at: float) -> None:
        now = time.monotonic()
        if event == "ready":
            self.ready += 1
            self._say("open stream", now - opened_at)
        elif event == "resync":
            self._say("resync", 0, RuntimeError("changes were missed"))
        elif data["change"] == "created" and (title := data["task"]["title"]) in self.began:
            self.arrived[title] = self.arrived.get(title, 0) + 1
            self._say("change arrived", now - self.began[title])

    def _say(self, name: str, seconds: float, error: Exception | None = None) -> None:
        """A line in Locust's statistics: from the request's first byte to the event."""
        self.environment.events.request.fire(
            request_type="SSE",
            name=name,
            response_time=seconds * 1000,
            response_length=0,
            exception=error,
            context={},
        )

    def _until(self, is_so: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not is_so() and time.monotonic() < deadline:
            gevent.sleep(_LOOK_SECONDS)
