"""A server of chat completions, asked by OpenAI's client. Heavy to load: see `open_model`."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Any, Final, cast

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    AsyncStream,
    DefaultAsyncHttpxClient,
    Omit,
    OpenAIError,
    Timeout,
)
from openai.types.chat import ChatCompletionChunk
from pydantic import BaseModel
from typing_extensions import override

from api.assistant.model.chunks import Chunk, read_chunk
from api.assistant.model.failures import FailureKind, ModelFailed
from api.assistant.model.rounds import Endpoint
from api.assistant.settings import OPENAI_URL, AssistantSettings
from api.schemas.common import Document

MOST_BYTES: Final = 16_000_000
"""Of one answer: a chunk of a single character takes 300 bytes."""

_FIRST_PAUSE_SECONDS: Final = 0.25
_LONGEST_PAUSE_SECONDS: Final = 5.0
_REQUEST_TIMEOUT, _CONFLICT, _TOO_MANY, _SERVER = 408, 409, 429, 500


class ModelEndpoint(Endpoint):
    """The model of the settings.

    A request is sent again only while nothing of its answer has come, so no tool can be used twice
    for it. The client's own retries are off: they wait for up to two minutes if the server says so,
    with somebody in front of the screen, and repeat requests that took too long.
    """

    def __init__(self, settings: AssistantSettings) -> None:
        self._settings = settings
        key = settings.api_key.get_secret_value() if settings.api_key else None
        timeout = Timeout(settings.silence_seconds, connect=settings.connect_seconds)
        self._headers = {name: Omit() for name in _unsent(settings)}
        self._client = AsyncOpenAI(
            api_key=key or "none",
            base_url=settings.base_url,
            max_retries=0,
            timeout=timeout,
            default_headers={"Accept-Encoding": "identity"},
            http_client=DefaultAsyncHttpxClient(
                timeout=timeout,
                follow_redirects=False,  # what is said goes where the settings say
                event_hooks={"response": [_limit]},
            ),
        )

    @override
    async def ask(
        self, messages: Sequence[Document], tools: Sequence[Document]
    ) -> AsyncGenerator[Chunk, None]:
        """The answer, chunk by chunk.

        Raises:
            ModelFailed: it does not come, or breaks off.
        """
        try:
            stream = await self._open(messages, tools)
            try:
                async for chunk in stream:
                    yield _chunk(chunk)
            finally:
                await stream.close()
        except (OpenAIError, httpx2.HTTPError) as error:
            raise _sorted(error) from error
        except (ValueError, RecursionError) as error:  # what should be JSON is none
            raise ModelFailed("broken", "not_json") from error

    @override
    async def close(self) -> None:
        """Nothing is held open."""
        await self._client.close()

    async def _open(
        self, messages: Sequence[Document], tools: Sequence[Document]
    ) -> AsyncStream[ChatCompletionChunk]:
        for pause in _pauses(self._settings.retries):
            try:
                return await self._client.chat.completions.create(
                    model=self._settings.model,
                    messages=cast("Any", messages),
                    tools=cast("Any", tools or Omit()),
                    stream=True,
                    stream_options={"include_usage": True},
                    extra_headers=self._headers,
                )
            except APIError as error:
                wait = _wait_before_retry(error, pause)
                if wait is None:
                    raise
            await asyncio.sleep(wait)
        raise AssertionError("the last pause is None, after which the error is raised")


def _unsent(settings: AssistantSettings) -> Iterator[str]:
    """Headers that the client would take from the environment, or make up, and nobody asked for."""
    if settings.api_key is None:
        yield "Authorization"
    if settings.base_url != OPENAI_URL:
        yield from ("OpenAI-Organization", "OpenAI-Project")


class _Limited(httpx2.AsyncByteStream):
    """A body that breaks off where it gets longer than any answer is."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for piece in self._body:
            taken += len(piece)
            if taken > MOST_BYTES:
                raise ModelFailed("broken", "too_many_bytes")
            yield piece

    @override
    async def aclose(self) -> None:
        await self._body.aclose()


async def _limit(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ModelFailed("broken", "encoded")  # nobody asked for it, and it may unpack to anything
    response.stream = _Limited(cast("httpx2.AsyncByteStream", response.stream))


def _pauses(retries: int) -> Iterator[float | None]:
    """How long to wait after each attempt; None after the last."""
    yield from (_FIRST_PAUSE_SECONDS * 2**number for number in range(retries))
    yield None


def _wait_before_retry(error: APIError, pause: float | None) -> float | None:
    """How long to wait before the request is sent again; None if it would not help."""
    if pause is None or isinstance(error, APITimeoutError):
        return None
    if isinstance(error, APIConnectionError):
        return pause
    if not isinstance(error, APIStatusError):
        return None
    status = error.status_code
    if status not in {_REQUEST_TIMEOUT, _CONFLICT, _TOO_MANY} and status < _SERVER:
        return None
    wait = _retry_after(error)
    return pause if wait is None else wait if wait <= _LONGEST_PAUSE_SECONDS else None


def _retry_after(error: APIStatusError) -> float | None:
    try:
        wait = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return wait if wait >= 0 else None


def _chunk(chunk: object) -> Chunk:
    """What the client made of a chunk, which it does not check."""
    if not isinstance(chunk, BaseModel):
        raise ModelFailed("broken", "chunk_malformed")
    return read_chunk(chunk.model_dump(warnings=False, exclude_unset=True))


def _sorted(error: Exception) -> ModelFailed:
    if isinstance(error, APIStatusError):
        return ModelFailed("unavailable", f"http_{error.status_code}")
    if isinstance(error, APITimeoutError | httpx2.TimeoutException):
        cause = error.__cause__ or error
        is_far = isinstance(cause, httpx2.ConnectTimeout)
        kind: FailureKind = "unavailable" if is_far else "slow"
        return ModelFailed(kind, "connect_timeout" if is_far else "silence")
    if isinstance(error, APIConnectionError):
        cause = error.__cause__ or error
        has_begun = isinstance(cause, httpx2.RemoteProtocolError | httpx2.ReadError)
        return ModelFailed("broken" if has_begun else "unavailable", type(cause).__name__)
    return ModelFailed("unavailable", "error_in_stream")
