"""Webhooks: made, read, changed, tried, replayed, deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.problems import problems
from api.rendering import json_response, versioned_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.common import Document
from api.schemas.webhooks import (
    ReplayedOut,
    ReplayIn,
    WebhookChange,
    WebhookCreate,
    WebhookDeliveryPageOut,
    WebhookDeliveryQuery,
    WebhookListOut,
    WebhookMadeOut,
    WebhookOut,
)
from shared.commands import webhooks as commands
from shared.commands.changing import account_gone
from shared.commands.channels import ChannelsNotSet, Vault
from shared.commands.webhooks import Made, TooManyWebhooks, WebhookPatch
from shared.core.egress import EgressRules
from shared.core.errors import NotFound
from shared.core.sealing import Sealer
from shared.db.repositories.users import find_user
from shared.db.repositories.webhook_deliveries import DeliveryRow, list_deliveries
from shared.db.repositories.webhooks import WebhookRow, find_webhook, list_webhooks

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the webhook: refuse if its version is another by now")
]


@router.get("", response_model=WebhookListOut)
async def list_all_webhooks(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List webhooks."""
    async with resources.db.read() as connection:
        rows = await list_webhooks(connection, principal.user_id)
        if not rows and await find_user(connection, principal.user_id) is None:
            raise account_gone()
    return json_response({"items": [_document(row) for row in rows]})


@router.post(
    "",
    status_code=201,
    response_model=WebhookMadeOut,
    responses=problems(ChannelsNotSet, TooManyWebhooks),
)
async def create_webhook(
    body: WebhookCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Send events of these types to an address from now on. The secret is shown this once."""
    made = await commands.create_webhook(
        resources.db,
        principal,
        _vault(resources),
        name=body.name.strip(),
        url=body.url,
        event_types=body.event_types,
    )
    return _made(made, 201)


@router.get("/{webhook_id}", response_model=WebhookOut)
async def get_webhook(
    webhook_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read one webhook."""
    return _response(await _find(resources, principal.user_id, webhook_id))


@router.patch("/{webhook_id}", response_model=WebhookOut, responses=problems(ChannelsNotSet))
async def change_webhook(
    webhook_id: UUID,
    body: WebhookChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change a webhook. Switching it on forgets its failures."""
    patch = WebhookPatch(
        name=body.name.strip() if body.name else None,
        url=body.url,
        event_types=body.event_types,
        is_enabled=body.enabled,
    )
    row = await commands.change_webhook(
        resources.db,
        principal,
        _vault(resources),
        webhook_id,
        patch,
        expected=expected_version(if_match, body.version),
    )
    return _response(row)


@router.delete("/{webhook_id}", status_code=204)
async def delete_webhook(
    webhook_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a webhook, and what it knows of its deliveries."""
    await commands.delete_webhook(resources.db, principal, webhook_id, expected_version(if_match))
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/secret", response_model=WebhookMadeOut, responses=problems(ChannelsNotSet)
)
async def rotate_webhook_secret(
    webhook_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Sign with a new secret; for a day what is sent is signed with the old one, too."""
    made = await commands.rotate_webhook_secret(
        resources.db, principal, _vault(resources), webhook_id
    )
    return _made(made, 200)


@router.post("/{webhook_id}/test", status_code=202, response_model=ReplayedOut)
async def test_webhook(
    webhook_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Send a message of type webhook.test; what came of it is among the deliveries."""
    delivery_id = await commands.send_test(resources.db, principal, webhook_id)
    return json_response({"ids": [str(delivery_id)]}, 202)


@router.get("/{webhook_id}/deliveries", response_model=WebhookDeliveryPageOut)
async def list_webhook_deliveries(
    webhook_id: UUID,
    query: Annotated[WebhookDeliveryQuery, Query()],
    principal: PrincipalDep,
    resources: ResourcesDep,
) -> Response:
    """List what was sent, the newest first, and what the other side said."""
    await _find(resources, principal.user_id, webhook_id)
    async with resources.db.read() as connection:
        rows = await list_deliveries(
            connection,
            principal.user_id,
            webhook_id,
            state=query.state,
            before=query.cursor,
            limit=query.limit + 1,
        )
    items = rows[: query.limit]
    following = str(items[-1].id) if len(rows) > query.limit else None
    return json_response({"items": [_delivery(row) for row in items], "next_cursor": following})


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202, response_model=ReplayedOut
)
async def replay_webhook_delivery(
    webhook_id: UUID, delivery_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Send one delivery again, with the same webhook-id."""
    ids = await commands.replay_deliveries(
        resources.db, principal, webhook_id, delivery_id=delivery_id
    )
    return json_response({"ids": [str(each) for each in ids]}, 202)


@router.post("/{webhook_id}/replay", status_code=202, response_model=ReplayedOut)
async def replay_webhook_failures(
    webhook_id: UUID, body: ReplayIn, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Send again what has failed since an instant."""
    ids = await commands.replay_deliveries(
        resources.db, principal, webhook_id, failed_since=body.failed_since
    )
    return json_response({"ids": [str(each) for each in ids]}, 202)


def _vault(resources: Resources) -> Vault:
    settings = resources.settings
    return Vault(
        Sealer.of(settings.secrets_key), EgressRules.parse(settings.egress_allow), "webhook"
    )


async def _find(resources: Resources, user_id: UUID, webhook_id: UUID) -> WebhookRow:
    async with resources.db.read() as connection:
        row = await find_webhook(connection, user_id, webhook_id)
    if row is None:
        raise NotFound("webhook", webhook_id)
    return row


def _made(made: Made, status: int) -> Response:
    return json_response({"webhook": _document(made.row), "secret": made.secret}, status)


def _response(row: WebhookRow) -> Response:
    return versioned_response(_document(row), row.version)


def _document(row: WebhookRow) -> Document:
    return {
        "id": str(row.id),
        "name": row.name,
        "target": row.target,
        "event_types": list(row.event_types),
        "enabled": row.is_enabled,
        "disabled_reason": row.disabled_reason,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _delivery(row: DeliveryRow) -> Document:
    return {
        "id": str(row.id),
        "event_id": str(row.event_id),
        "event_type": row.event_type,
        "replay": row.replay,
        "state": row.state,
        "attempts": row.attempts,
        "next_attempt_at": row.due_at,
        "status": row.status,
        "answer": row.answer,
        "created_at": row.created_at,
        "settled_at": row.settled_at,
    }
