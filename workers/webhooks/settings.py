"""What the webhooks worker can be told."""

from pydantic import Field

from shared.core.settings import EgressAllow, SecretsKey
from workers.runtime.settings import WorkerSettings


class WebhooksSettings(WorkerSettings):
    """Settings of the webhooks worker."""

    secrets_key: SecretsKey = None
    egress_allow: EgressAllow = ""
    webhook_days: int = Field(
        default=30, ge=1, le=3_650, description="Days that what was sent can be seen and replayed"
    )
