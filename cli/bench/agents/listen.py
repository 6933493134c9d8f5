"""Listens to a PostgreSQL channel and notes when each notification came."""

from typing import Any

import asyncpg

from cli.bench.agents.control import Control, Job


async def play(job: Job, control: Control) -> list[tuple[str, float]]:
    """Payload and arrival (s) of each notification, until told to stop."""
    heard: list[tuple[str, float]] = []

    def hear(_connection: Any, _pid: int, _channel: str, payload: str) -> None:
        heard.append((payload, control.now()))

    connection = await asyncpg.connect(job["database_url"])
    await connection.add_listener(job["channel"], hear)
    await control.await_start()
    await control.stopped.wait()
    await connection.close()
    return heard
