"""The assistant's tools, as clients of the protocol see and use them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    InputRequiredResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from api.assistant.measures import count_tool_call
from api.assistant.plans import Outcome
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.tool import Kind, ToolContext
from api.assistant.tools.tool import Tool as OwnTool
from api.assistant.tools.using import use_tool
from api.mcp.asking import Asker
from api.mcp.confirming import asked_of, can_ask, decided, question
from api.mcp.errors import asker_of, domain_error_of, told
from api.mcp.proposals import DECISIONS, DecisionTool, keeping
from api.mcp.schemas import input_schema, output_schema
from api.problems import problem_document
from api.rendering import dump
from api.scopes import ScopeMissing

AnyTool = OwnTool | DecisionTool

SCOPES_OF: Final[Mapping[Kind, tuple[str, ...]]] = {
    "read": ("read",),
    "change": ("read", "tasks:write"),
    "destructive": ("read", "tasks:write"),
}
"""Scopes of a token that may use tools of a kind; who changes tasks looks them up first."""


@cache
def described() -> Mapping[str, Tool]:
    """All tools, by name, as clients are told of them."""
    tools: list[AnyTool] = [*TOOLS.values(), *DECISIONS.values()]
    return {each.name: _described(each) for each in tools}


def kind_of(name: str) -> Kind:
    """The kind of a tool that exists."""
    return (TOOLS.get(name) or DECISIONS[name]).kind


@told
async def list_tools(asker: Asker, _: PaginatedRequestParams | None) -> ListToolsResult:
    """The tools that the sender may use."""
    usable = [each for name, each in described().items() if asker.may(*SCOPES_OF[kind_of(name)])]
    return ListToolsResult(tools=usable)


async def call_tool(
    context: ServerRequestContext[Any, Any], params: CallToolRequestParams
) -> CallToolResult | InputRequiredResult:
    """What became of it. What is wrong with the call is told to the model, and changes nothing."""
    asker = asker_of(context)
    if params.name not in described():
        raise MCPError(INVALID_PARAMS, f"There is no tool {params.name[:80]}.")
    kind = kind_of(params.name)
    proposal_id = asked_of(params, kind)
    asker.exchange.is_changing = kind != "read"
    try:
        _require(asker, kind)
        outcome = await _use(asker, params, proposal_id)
        count_tool_call(asker.resources.metrics, params.name, outcome, DECISIONS)
    except Exception as raised:  # noqa: BLE001 - logged, and told as `internal`
        error = domain_error_of(raised, asker)
        document = problem_document(error, asker.scope["request_id"])
        outcome = Outcome(ok=False, words=f"{error.title}: {error}", problem=document)
    if outcome.proposal_id is not None and params.name in TOOLS and can_ask(context):
        return question(outcome)
    return _result(outcome)


def _require(asker: Asker, kind: Kind) -> None:
    missing = [each for each in SCOPES_OF[kind] if not asker.may(each)]
    if missing:
        raise ScopeMissing(
            f"The token has no scope {' and no scope '.join(missing)}, which this tool needs; its "
            "owner can make one that has."
        )


async def _use(asker: Asker, params: CallToolRequestParams, proposal_id: UUID | None) -> Outcome:
    context = ToolContext(asker.caller, await asker.person())
    arguments: Mapping[str, Any] = params.arguments or {}
    if params.name in DECISIONS:
        return await DECISIONS[params.name].use(asker, context, arguments)
    if proposal_id is not None:
        return await decided(asker, context, proposal_id, params)
    return await use_tool(context, params.name, arguments, keeping(asker))


def _described(tool: AnyTool) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=input_schema(tool.arguments),
        output_schema=output_schema(),
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.kind == "read",
            destructive_hint=tool.kind == "destructive",
            idempotent_hint=tool.kind == "read" or tool.name in DECISIONS,
            open_world_hint=False,
        ),
    )


def _result(outcome: Outcome) -> CallToolResult:
    document = dump(outcome.as_document())
    return CallToolResult(
        content=[TextContent(type="text", text=document.decode())],
        structured_content=orjson.loads(document),
        is_error=not outcome.ok,
    )
