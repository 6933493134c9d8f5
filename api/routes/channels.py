"""Channels: made, read, changed, tried out, deleted."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from starlette.responses import Response

from api.deps import PrincipalDep, ResourcesDep
from api.preconditions import expected_version
from api.problems import Responses, problems
from api.rendering import json_response
from api.resources import Resources
from api.routing import LeanRoute
from api.schemas.channels import (
    ChannelChange,
    ChannelCreate,
    ChannelDeletedOut,
    ChannelOut,
    ChannelsOut,
    ChannelTestOut,
    NewChannelOut,
)
from api.schemas.common import Document
from shared.commands import channels as commands
from shared.commands.channels import ChannelsNotSet, Revealed, TooManyChannels, TooManyTests, Vault
from shared.core.egress import EgressRules
from shared.core.errors import InvalidInput, NotFound
from shared.core.sealing import Sealer
from shared.db.repositories.channels import (
    ChannelRow,
    ChannelTestRow,
    find_channel,
    find_test,
    list_channels,
)

_WAIT_SECONDS = 10.0
_TESTS = "/api/channels/tests"
_UNSETTLED: Responses = {
    202: {"model": ChannelTestOut, "description": "Not settled yet: see Location"}
}

router = APIRouter(prefix="/api/channels", tags=["channels"], route_class=LeanRoute)

IfMatch = Annotated[
    str | None, Header(description="ETag of the channel: refuse if its version is another by now")
]


@router.post(
    "",
    status_code=201,
    response_model=NewChannelOut,
    responses=problems(ChannelsNotSet, TooManyChannels),
)
async def create_channel(
    body: ChannelCreate, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Make a channel. The secret that signs a webhook is shown this once."""
    made = await commands.create_channel(
        resources.db,
        principal,
        _vault(resources),
        kind=body.kind,
        name=body.name.strip(),
        given=body.given,
    )
    return _revealed(made, 201)


@router.get("", response_model=ChannelsOut)
async def list_all_channels(principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """List channels, and how the last message through each ended."""
    async with resources.db.read() as connection:
        rows = await list_channels(connection, principal.user_id)
    return json_response({"items": [_document(row) for row in rows]})


@router.get("/tests/{test_id}", response_model=ChannelTestOut)
async def get_channel_test(
    test_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read what came of a test message."""
    async with resources.db.read() as connection:
        test = await find_test(connection, principal.user_id, test_id)
    if test is None:
        raise NotFound("test", test_id)
    return json_response(_test(test))


@router.get("/{channel_id}", response_model=ChannelOut)
async def get_channel(
    channel_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Read one channel."""
    async with resources.db.read() as connection:
        row = await find_channel(connection, principal.user_id, channel_id)
    if row is None:
        raise NotFound("channel", channel_id)
    return _response(row)


@router.patch("/{channel_id}", response_model=ChannelOut, responses=problems(ChannelsNotSet))
async def change_channel(
    channel_id: UUID,
    body: ChannelChange,
    principal: PrincipalDep,
    resources: ResourcesDep,
    if_match: IfMatch = None,
) -> Response:
    """Change fields of a channel, or switch it on or off."""
    row = await commands.change_channel(
        resources.db,
        principal,
        _vault(resources),
        channel_id,
        name=body.name and body.name.strip(),
        is_enabled=body.enabled,
        given=body.given,
        expected=expected_version(if_match, body.version),
    )
    return _response(row)


@router.post(
    "/{channel_id}/secret", response_model=NewChannelOut, responses=problems(ChannelsNotSet)
)
async def rotate_channel_secret(
    channel_id: UUID, principal: PrincipalDep, resources: ResourcesDep
) -> Response:
    """Give a webhook a new secret, shown this once; for a day the old one signs, too."""
    return _revealed(
        await commands.rotate_secret(resources.db, principal, _vault(resources), channel_id), 200
    )


@router.delete("/{channel_id}", response_model=ChannelDeletedOut)
async def delete_channel(
    channel_id: UUID, principal: PrincipalDep, resources: ResourcesDep, if_match: IfMatch = None
) -> Response:
    """Delete a channel; its reminders keep their other channels, or get the account's defaults."""
    moved = await commands.delete_channel(
        resources.db, principal, channel_id, expected_version(if_match)
    )
    return json_response({"reminders_moved": moved})


@router.post(
    "/{channel}/test",
    response_model=ChannelTestOut,
    responses=_UNSETTLED | problems(InvalidInput, TooManyTests),
)
async def test_channel(channel: str, principal: PrincipalDep, resources: ResourcesDep) -> Response:
    """Send a test message now, through `email` or a channel, and wait 10 s for what comes of it."""
    test = await commands.ask_test(resources.db, principal, channel)
    test = await commands.await_test(resources.db, test, _WAIT_SECONDS)
    status = 200 if test.settled_at else 202
    return json_response(_test(test), status, {"location": f"{_TESTS}/{test.id}"})


def _vault(resources: Resources) -> Vault:
    settings = resources.settings
    return Vault(Sealer.of(settings.secrets_key), EgressRules.parse(settings.egress_allow))


def _revealed(made: Revealed, status: int) -> Response:
    document = {"channel": _document(made.row), "secret": made.secret or None}
    headers = {"etag": f'"{made.row.version}"'}
    if status == 201:  # noqa: PLR2004 - Created
        headers["location"] = f"/api/channels/{made.row.id}"
    return json_response(document, status, headers)


def _response(row: ChannelRow) -> Response:
    return json_response(_document(row), headers={"etag": f'"{row.version}"'})


def _document(row: ChannelRow) -> Document:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "name": row.name,
        "target": row.target,
        "enabled": row.is_enabled,
        "disabled_reason": row.disabled_reason,
        "last_sent_at": row.last_sent_at,
        "last_failed_at": row.last_failed_at,
        "last_error": row.last_error,
        "version": row.version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _test(test: ChannelTestRow) -> Document:
    ended = test.settled_at
    return {
        "id": str(test.id),
        "channel": test.channel,
        "state": test.state,
        "answer": test.answer,
        "seconds": commands.seconds_between(test.asked_at, ended) if ended else None,
    }
