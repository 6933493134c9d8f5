"""Many services through Apprise, which runs in a process of its own (ADR 0009)."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from typing_extensions import override

from shared.core.clock import Clock
from shared.core.egress import EgressRules, Refused
from shared.core.sealing import Sealer
from shared.domain.apprise import parse_apprise, without_secrets
from shared.domain.channels import ChannelSettings
from workers.notifications.channels.channel import (
    Accepted,
    DeliveryError,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)
from workers.notifications.channels.courier import Courier, Report
from workers.notifications.channels.sealed import (
    ContactBook,
    SealedChannel,
    is_redirect,
    refusal,
    status_phrase,
    wait_asked,
)
from workers.runtime.outbound import CheckedNetwork

COURIERS: Final = 2
"""Processes at most. A second one starts only while the first is busy."""


class AppriseChannel(SealedChannel):
    """All channels that are Apprise URLs."""

    def __init__(
        self,
        rules: EgressRules,
        network: CheckedNetwork,
        sealer: Sealer,
        clock: Clock,
        contacts: ContactBook,
        *,
        total_seconds: float = 10,
    ) -> None:
        super().__init__("apprise", COURIERS, sealer, clock, contacts)
        self.couriers = [Courier(rules, network, total_seconds) for _ in range(COURIERS)]
        self._free: asyncio.LifoQueue[Courier] = asyncio.LifoQueue()
        for courier in reversed(self.couriers):
            self._free.put_nowait(courier)

    async def close(self) -> None:
        """No process is left."""
        for courier in self.couriers:
            await courier.close()

    @override
    async def _send(self, settings: ChannelSettings, message: OutgoingMessage) -> Accepted:
        try:
            service = parse_apprise(settings.url).schema
        except Refused as refused:  # the lists have become shorter since it was stored
            raise PermanentDelivery(self._reason(str(refused))) from None
        body = "\n".join([*message.body_lines, message.task_url])
        courier = await self._free.get()
        try:
            report = await courier.send(settings.url, message.title, body)
        finally:
            self._free.put_nowait(courier)
        return self._understood(report, service, settings.url)

    def _understood(self, report: Report, service: str, url: str) -> Accepted:
        """What the report means.

        Raises:
            TransientDelivery, PermanentDelivery: it was not taken, or nobody knows.
        """
        answer, passage = report.answer, report.passage
        if answer.get("unusable"):
            reason = f"{service}: Apprise can make nothing of this URL"
            raise PermanentDelivery(self._reason(reason))
        steps: Sequence[Mapping[str, Any]] = answer["steps"]
        taken = [step["status"] for step in steps if _is_fine(step)]
        if answer.get("sent") and taken:
            return Accepted(f"{service}: {taken[-1]} {status_phrase(taken[-1])}".strip())
        if passage.refused:
            raise PermanentDelivery(self._reason(f"{service}: {passage.refused}"))
        wrong = [step for step in steps if not _is_fine(step)]
        was_taken_in_part = bool(taken)
        if passage.failed:
            reason = f"{service}: cannot connect: {passage.failed}"
            raise TransientDelivery(self._reason(reason), in_doubt=was_taken_in_part)
        if wrong:
            in_doubt = was_taken_in_part or passage.has_begun
            raise self._failure(wrong[-1], service, in_doubt=in_doubt)
        said = without_secrets(str(answer.get("said") or answer.get("crashed") or ""), url)
        reason = f"{service}: not taken, for a reason that Apprise does not tell. {said}"
        raise TransientDelivery(self._reason(reason), in_doubt=bool(steps))

    def _failure(self, step: Mapping[str, Any], service: str, *, in_doubt: bool) -> DeliveryError:
        """What the last request that failed means."""
        status = step.get("status")
        if status is None:
            is_unsent = bool(step.get("unsent"))
            what = "cannot connect" if is_unsent else "no whole answer"
            reason = self._reason(f"{service}: {what}: {step['error']}")
            return TransientDelivery(reason, in_doubt=in_doubt and not is_unsent)
        if is_redirect(status):
            reason = self._reason(f"{service}: {status}: redirects are not followed")
            return PermanentDelivery(reason)
        reason = self._reason(f"{service}: {status} {status_phrase(status)}")
        return refusal(status, reason, wait_asked(step["retry_after"], self._clock.now()))


def _is_fine(step: Mapping[str, Any]) -> bool:
    status: int = step.get("status", 0)
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
