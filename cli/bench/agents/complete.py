"""Completes one task after another by the API's own command, at a steady rate."""

from uuid import UUID

from cli.bench.agents.control import Control, Job
from cli.bench.agents.pace import keep_pace
from shared.commands.tasks import complete_task
from shared.core.clock import SystemClock
from shared.core.ids import UserId
from shared.core.principal import Principal
from shared.core.settings import DatabaseSettings
from shared.db.engine import create_engine
from shared.db.session import Database

_WARM_UP = 20
_PATIENCE_SECONDS = 60  # a rate that the machine cannot hold is to be measured, not refused


async def play(job: Job, control: Control) -> list[tuple[str, float, float]]:
    """Series, planned instant and instant of commit of each completion.

    `tasks` are pairs of user and task; the first twenty only warm up and are left out.
    """
    settings = DatabaseSettings.model_validate(
        {"url": job["database_url"], "pool_timeout_seconds": _PATIENCE_SECONDS}
    )
    engine = create_engine(settings, "bench-complete")
    db = Database(engine, SystemClock(), job["partitions"])
    completed: list[tuple[str, float, float]] = []

    async def complete(number: int, planned: float) -> None:
        user_id, task_id = job["tasks"][number]
        task = await complete_task(db, Principal(UserId(UUID(user_id))), UUID(task_id), None)
        completed.append((str(task.series_id), planned, control.now()))

    for number in range(_WARM_UP):
        await complete(number, control.now())
    completed.clear()
    await control.await_start()
    rest = len(job["tasks"]) - _WARM_UP
    await keep_pace(control, job["rate"], rest, lambda n, at: complete(n + _WARM_UP, at))
    await engine.dispose()
    return completed
