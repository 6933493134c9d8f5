"""task.completed → the next occurrence of its series."""

from collections.abc import Sequence
from functools import partial

from typing_extensions import override

from shared.commands.recurrences import Completion, roll_completions
from shared.core.clock import Clock
from shared.db.session import Database, UnitOfWork
from shared.events.envelope import Event
from shared.events.groups import RECURRENCE_GROUP
from shared.events.tasks import TaskCompleted
from shared.observability.metrics import Metrics
from workers.recurrence.measures import measure_rolled
from workers.runtime.handler import AfterCommit, TransactionalHandler
from workers.runtime.ownership import refuse_foreign


class RecurrenceHandler(TransactionalHandler):
    """Brings tasks back."""

    group = RECURRENCE_GROUP.name
    topics = RECURRENCE_GROUP.topics
    types = RECURRENCE_GROUP.types

    def __init__(self, db: Database, clock: Clock, metrics: Metrics) -> None:
        super().__init__(db)
        self._clock = clock
        self._metrics = metrics

    @override
    async def handle(self, events: Sequence[Event], uow: UnitOfWork) -> AfterCommit | None:
        """Each completed occurrence has its next one; tasks that do not recur are left alone."""
        completions = [
            Completion(data.user_id, data.task_id, data.completed_at)
            for data in (event.data for event in events)
            if isinstance(data, TaskCompleted) and data.series_id is not None
        ]
        if not completions:
            return None
        result = await roll_completions(uow, completions, self._clock.monotonic)
        if result.stale:
            claims = [(each.task_id, each.user_id) for each in completions]
            await refuse_foreign(uow.connection, "tasks", claims)
            self._metrics.count("stale_events_total", result.stale, group=self.group)
        return partial(measure_rolled, self._metrics, result, by="completion")
