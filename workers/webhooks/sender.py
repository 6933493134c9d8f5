"""Sends what is due, and tries again later what was not taken.

A schedule of its own instead of retry topics: an address that is down must hold up nobody else, its
owner sees each attempt, and may replay it; an operator has nothing to mend there, so nothing of it
goes to the dead letters.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from shared.commands.channels import open_settings
from shared.core.egress import Refused, parse_target
from shared.core.plain import one_line, shortened
from shared.core.sealing import CannotOpen, NoSecretsKey, Sealer
from shared.core.standard_webhooks import headers_for
from shared.db.repositories import webhook_deliveries as deliveries
from shared.db.repositories import webhooks
from shared.db.repositories.webhook_deliveries import Claimed
from shared.db.session import Database
from shared.domain.delivery_reasons import OUR_ERROR, REASONS
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics
from workers.runtime.failures import is_passing
from workers.runtime.outbound import Outbound, Request, Unanswered

RETRY_AFTER: Final = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 300, 1_800, 7_200, 21_600, 43_200)
)
"""Between attempts; about 20 hours in all. Standard Webhooks asks for several days at most."""

FAILURES_UNTIL_OFF: Final = 20
"""So many deliveries that failed for good, one after the other, switch a webhook off."""

_AT_ONCE: Final = 32
_EACH: Final = 4
_A_PERSON: Final = 8
_LOOK_EVERY_SECONDS: Final = 1.0
_CLAIM_FOR: Final = timedelta(seconds=60)
"""Longer than an attempt may take, so that only a dead process's claims run out."""
_REST_SECONDS: Final = 30.0
_REASON_CHARS: Final = 300
_GONE: Final = 410
_SUCCESS: Final = range(200, 300)
_JITTER: Final = 0.1
_OUTCOMES: Final = ("sent", "given_back", "failed")


class _NotTaken(Exception):
    """The other side did not take it. `is_final`: it never will."""

    def __init__(self, answer: str, status: int | None = None, *, is_final: bool = False) -> None:
        super().__init__(answer)
        self.answer = answer
        self.status = status
        self.is_final = is_final


class Sender:
    """Sends from the table; several processes may do so side by side."""

    def __init__(
        self,
        db: Database,
        sealer: Sealer,
        outbound: Outbound,
        metrics: Metrics,
        *,
        may_work: Callable[[], bool] = lambda: True,
    ) -> None:
        """While `may_work` says no, nothing is begun."""
        self._db = db
        self._may_work = may_work
        self._sealer = sealer
        self._outbound = outbound
        self._metrics = metrics
        for outcome in _OUTCOMES:
            metrics.count("webhook_deliveries_total", 0, outcome=outcome)
        self._woken = asyncio.Event()
        self._resting: dict[UUID, float] = {}
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._log = get_logger()

    def wake(self) -> None:
        """Something may be due."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Sends what is due until `stop`; what is on its way then is followed to its end."""
        try:
            while not stop.is_set():
                self._woken.clear()
                if not await self._started_any():
                    await self._wait(stop)
            await asyncio.gather(*self._under_way, return_exceptions=True)
        finally:
            for task in self._under_way:  # those of a run that was broken off
                task.cancel()
        await self._outbound.close()

    async def _started_any(self) -> bool:
        try:
            return bool(await self._start_due())
        except Exception as error:
            if not is_passing(error):
                raise
            self._log.info("webhooks_put_off", error=type(error).__name__)
            return False

    async def send_due(self) -> int:
        """One round of what is due now has been tried; how many."""
        started = await self._start_due()
        await asyncio.gather(*started)
        return len(started)

    async def _start_due(self) -> list[asyncio.Task[None]]:
        """What is due now and has a place is under way.

        A place is free again as soon as its delivery has ended: nobody waits for the slowest of a
        round. A webhook gets new ones when all of its own have ended.
        """
        self._clear_ended()
        places = _AT_ONCE - len(self._under_way)
        if places == 0 or not self._may_work():
            return []
        now = self._db.clock.now()
        busy = self._under_way.values()
        people = Counter(each.user_id for each in busy)
        async with self._db.unit_of_work() as uow:
            claimed = await deliveries.claim_due(
                uow.connection,
                now,
                now + _CLAIM_FOR,
                resting={*self._resting_now(), *(each.webhook_id for each in busy)},
                full=[user_id for user_id, count in people.items() if count > _A_PERSON - _EACH],
                limit=places,
                each=_EACH,
            )
        return [self._start(each) for each in claimed]

    def _start(self, claimed: Claimed) -> asyncio.Task[None]:
        task = asyncio.create_task(self._try(claimed), name=f"webhook-{claimed.id}")
        task.add_done_callback(lambda _: self._woken.set())
        self._under_way[task] = claimed
        return task

    def _clear_ended(self) -> None:
        """Places of deliveries that have ended are free; what one could not record is raised."""
        for task in [each for each in self._under_way if each.done()]:
            del self._under_way[task]
            task.result()

    async def _wait(self, stop: asyncio.Event) -> None:
        waits = [asyncio.create_task(each.wait()) for each in (stop, self._woken)]
        await asyncio.wait(waits, timeout=_LOOK_EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()

    async def _try(self, claimed: Claimed) -> None:
        try:
            status = await self._send(claimed)
        except _NotTaken as error:
            await self._not_taken(claimed, error)
            return
        except Exception:  # noqa: BLE001 - of one row: logged, and tried again as any other
            self._log.exception("webhook_not_sent", delivery_id=str(claimed.id))
            bug = _NotTaken(REASONS[OUR_ERROR])
            await self._not_taken(claimed, bug)
            return
        now = self._db.clock.now()
        async with self._db.unit_of_work() as uow:
            await webhooks.lock_webhook(uow.connection, claimed.webhook_id)
            await deliveries.settle(
                uow.connection,
                claimed,
                state="sent",
                due_at=None,
                status=status,
                answer="taken",
                now=now,
            )
            await webhooks.note_sent(uow.connection, claimed.webhook_id)
        self._count("sent")

    async def _send(self, claimed: Claimed) -> int:
        """The status with which it was taken.

        Raises:
            _NotTaken: it was not.
        """
        try:
            settings = open_settings(self._sealer, claimed.webhook_id, claimed.sealed, "webhook")
        except (NoSecretsKey, CannotOpen) as error:
            raise _NotTaken(f"cannot read its settings: {error}") from None
        headers = headers_for(
            f"evt_{claimed.event_id.hex}",
            claimed.body,
            self._db.clock.now(),
            settings.signing_secrets(self._db.clock.now()),
        )
        try:
            request = Request(parse_target(settings.url), claimed.body, headers)
            answer = await self._outbound.post(request)
        except Refused as refused:
            raise _NotTaken(str(refused), is_final=True) from None
        except Unanswered as error:
            if error.was_slow:
                self._rest(claimed.webhook_id)
            raise _NotTaken(str(error)) from None
        if answer.status in _SUCCESS:
            return answer.status
        raise _NotTaken(f"answered {answer.status}", answer.status, is_final=answer.status == _GONE)

    async def _not_taken(self, claimed: Claimed, error: _NotTaken) -> None:
        """It is tried again later, or has failed; a webhook that only fails is switched off."""
        now = self._db.clock.now()
        due_at = None if error.is_final else _next_try(claimed.attempts, now)
        answer = shortened(one_line(error.answer), _REASON_CHARS)
        async with self._db.unit_of_work() as uow:
            await webhooks.lock_webhook(uow.connection, claimed.webhook_id)
            is_ours = await deliveries.settle(
                uow.connection,
                claimed,
                state="waiting" if due_at else "failed",
                due_at=due_at,
                status=error.status,
                answer=answer,
                now=now,
            )
            if due_at is None and is_ours:
                is_on = await webhooks.note_failed(
                    uow.connection,
                    claimed.webhook_id,
                    now,
                    is_gone=error.status == _GONE,
                    most=FAILURES_UNTIL_OFF,
                )
                if not is_on:
                    await deliveries.stop_waiting(
                        uow.connection, claimed.webhook_id, "the webhook was switched off", now
                    )
        self._count("given_back" if due_at else "failed")

    def _rest(self, webhook_id: UUID) -> None:
        self._resting[webhook_id] = self._db.clock.monotonic() + _REST_SECONDS

    def _resting_now(self) -> list[UUID]:
        now = self._db.clock.monotonic()
        self._resting = {each: until for each, until in self._resting.items() if until > now}
        return list(self._resting)

    def _count(self, outcome: str) -> None:
        self._metrics.count("webhook_deliveries_total", outcome=outcome)


def _next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None if that was the last."""
    if attempts > len(RETRY_AFTER):
        return None
    wait = RETRY_AFTER[attempts - 1]
    return now + wait * random.uniform(1.0, 1.0 + _JITTER)  # noqa: S311 - spreads load, guards nothing
