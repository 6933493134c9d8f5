"""The agent that asks a language model, at any endpoint that speaks OpenAI's chat completions."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final

from typing_extensions import override

from api.assistant.agent import Agent, Part, Text, ToolCall, ToolResult, Turn, Usage
from api.assistant.call_ids import new_call_id
from api.assistant.model.calls import WantedCall
from api.assistant.model.definitions import tool_definitions
from api.assistant.model.failures import ModelFailed, agent_failed
from api.assistant.model.prompt import PROMPT_VERSION
from api.assistant.model.rounds import MOST_CALLS, MOST_TEXT_CHARACTERS, Endpoint, Round
from api.assistant.model.talk import called, opening, tool_message
from api.assistant.plans import Outcome
from api.assistant.settings import AssistantSettings
from api.assistant.tools.catalogue import TOOLS
from api.assistant.tools.tool import Tool
from shared.core.plain import one_line
from shared.observability.logging import get_logger
from shared.observability.metrics import Metrics

MOST_ROUNDS: Final = 8
MOST_BAD_CALLS: Final = 3
_SHOWN_ARGUMENTS: Final = 200


@dataclass(frozen=True)
class ModelAgent(Agent):
    """Answers by a model. It only ever says things and uses tools, and those guard themselves."""

    endpoint: Endpoint
    settings: AssistantSettings
    tools: Mapping[str, Tool] = field(default_factory=lambda: TOOLS)
    tokens_left: int | None = None
    """An answer that needs more ends; None: there is no limit."""
    metrics: Metrics = field(default_factory=Metrics)

    def within(self, tokens: int) -> "ModelAgent":
        """The same for one answer, which may use so many tokens."""
        return ModelAgent(self.endpoint, self.settings, self.tools, tokens, self.metrics)

    @override
    async def answer(self, turn: Turn) -> AsyncIterator[Part]:
        """The parts of the answer; `Usage` adds up to what each request has cost.

        Raises:
            AgentFailed: the model cannot be reached, is slow, or makes no sense.
        """
        answering = _Answering(self, turn)
        try:
            async with aclosing(answering.parts()) as parts:
                async for part in parts:
                    yield part
        except ModelFailed as failed:
            told = agent_failed(failed, has_shown=answering.has_shown)
            get_logger().warning(
                "model_failed",
                code=told.code,
                reason=failed.reason,
                model=self.settings.model,
                round=answering.rounds,
                prompt=PROMPT_VERSION,
            )
            raise told from failed

    async def close(self) -> None:
        """Nothing is held open."""
        await self.endpoint.close()


class _Answering:
    """One answer: the model is asked, its calls are done, it is asked again."""

    def __init__(self, agent: ModelAgent, turn: Turn) -> None:
        self._agent = agent
        self._turn = turn
        self._messages = opening(turn, agent.tools)
        self._definitions = tool_definitions(agent.tools)
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + agent.settings.answer_seconds
        self._said = 0
        self._spent = 0
        self._calls = 0
        self._bad_calls = 0
        self._last: Outcome | None = None
        self.rounds = 0
        self.has_shown = False

    async def parts(self) -> AsyncGenerator[Part, None]:
        """All that is said and done."""
        while self.rounds < MOST_ROUNDS:
            self.rounds += 1
            round_ = Round(self._messages, self._definitions)
            async with aclosing(self._hear(round_)) as heard:
                async for part in heard:
                    yield part
            if not round_.calls.all:
                if not round_.text.strip():
                    yield self._last_words()
                return
            async with aclosing(self._do(round_)) as done:
                async for part in done:
                    yield part
        raise ModelFailed("broken", "too_many_rounds")

    async def _hear(self, round_: Round) -> AsyncGenerator[Part, None]:
        """What the model says, and what it costs, whether it comes to an end or not."""
        budget = self._budget()
        if budget is not None and round_.estimate > budget:
            raise ModelFailed("used_up", "before_request")
        room = MOST_TEXT_CHARACTERS - self._said
        listening = round_.listen(self._agent.endpoint, self._deadline, room, budget)
        failed: ModelFailed | None = None
        outcome, is_first = "left", True
        try:
            async with aclosing(listening) as heard:
                async for part in heard:
                    if isinstance(part, Usage):
                        yield self._counted(part)
                    else:
                        yield self._spaced(part, is_first=is_first)
                        is_first = False
            outcome = "answered"
        except ModelFailed as error:
            failed = error
            outcome = error.kind
        finally:
            self._measure(round_, outcome)
        for usage in round_.tell(round_.tokens):
            yield self._counted(usage)
        if failed is not None:
            raise failed

    def _measure(self, round_: Round, outcome: str) -> None:
        """`left` is a request whose reader went away; its tokens are counted all the same."""
        count, kind = self._agent.metrics.count, "counted" if round_.is_counted else "estimated"
        count("assistant_model_requests_total", outcome=outcome)
        count("assistant_tokens_total", round_.tokens, kind=kind)

    async def _do(self, round_: Round) -> AsyncGenerator[Part, None]:
        """The tools of a complete message are used, one after the other."""
        wanted = [(new_call_id(), call) for call in round_.calls.all]
        self._calls += len(wanted)
        if self._calls > MOST_CALLS:
            raise ModelFailed("broken", "too_many_calls")
        self._messages.append(called(round_.text, wanted))
        for identifier, call in wanted:
            arguments = call.arguments
            shown = one_line(call.raw[:_SHOWN_ARGUMENTS]) if arguments is None else arguments
            yield ToolCall(identifier, call.plain_name, shown)
            outcome = await self._use(call)
            yield ToolResult(identifier, call.plain_name, outcome)
            self._last = outcome
            self._messages.append(tool_message(identifier, outcome))
        if self._bad_calls >= MOST_BAD_CALLS:
            raise ModelFailed("broken", "bad_calls")

    async def _use(self, call: WantedCall) -> Outcome:
        """What became of it. A tool that has begun is never cut off: it might have done it."""
        arguments = call.arguments
        tool = self._agent.tools.get(call.name)
        if arguments is None:
            self._bad_calls += 1
            words = f"The arguments of {call.plain_name} are not a JSON object. Nothing was done."
            return Outcome(ok=False, words=words)
        if tool is None:
            self._bad_calls += 1
            return await self._turn.use(call.plain_name, arguments)
        self.has_shown = self.has_shown or tool.kind != "read"
        return await self._turn.use(tool.name, arguments)

    def _last_words(self) -> Text:
        """What the last tool said, of a model that has used tools and says nothing to it."""
        if self._last is None:
            raise ModelFailed("broken", "nothing_said")
        return self._spaced(Text(self._last.words), is_first=True)

    def _spaced(self, text: Text, *, is_first: bool) -> Text:
        """The text, apart from what was said before the tools were used."""
        spaced = Text("\n\n" + text.text) if is_first and self._said else text
        self._said += len(text.text)
        self.has_shown = True
        return spaced

    def _budget(self) -> int | None:
        """How many tokens are left for the next request; None if nobody counts."""
        left = self._agent.tokens_left
        return None if left is None else left - self._spent

    def _counted(self, usage: Usage) -> Usage:
        self._spent += usage.tokens
        return usage


def open_model(settings: AssistantSettings, metrics: Metrics | None = None) -> ModelAgent | None:
    """The agent of the settings; it has asked nothing yet. None if they name no model."""
    if not settings.has_model:
        return None
    from api.assistant.model.endpoint import ModelEndpoint  # noqa: PLC0415 - half a second to load

    return ModelAgent(ModelEndpoint(settings), settings, metrics=metrics or Metrics())
