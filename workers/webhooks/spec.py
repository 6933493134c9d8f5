"""The webhooks worker as a kind of worker: a consumer that writes down, and a sender."""

from datetime import timedelta

from shared.core.egress import EgressRules
from shared.core.sealing import Sealer
from shared.db.repositories import webhook_deliveries
from workers.runtime.app import WorkerParts, WorkerPieces, WorkerSpec
from workers.runtime.outbound import Outbound
from workers.runtime.pruning import Pruner
from workers.webhooks.handler import WebhooksHandler
from workers.webhooks.sender import Sender
from workers.webhooks.settings import WebhooksSettings


def _build(parts: WorkerParts[WebhooksSettings]) -> WorkerPieces:
    settings = parts.settings
    outbound = Outbound(EgressRules.parse(settings.egress_allow))
    sender = Sender(
        parts.database,
        Sealer.of(settings.secrets_key),
        outbound,
        parts.metrics,
        may_work=lambda: parts.pause.may_work,
    )
    pruner = Pruner(
        parts.database,
        parts.clock,
        "webhook_deliveries",
        webhook_deliveries.prune,
        timedelta(days=settings.webhook_days),
    )
    handler = WebhooksHandler(parts.database, sender.wake)
    return WorkerPieces(handler, services=[sender], jobs=[pruner.job])


SPEC = WorkerSpec("webhooks", 8006, WebhooksSettings, _build)
