"""A model that is away, slow, rude or broken: what is said of it, and what is not done."""

import asyncio
import contextlib
import socket

import orjson
import pytest
from structlog.testing import capture_logs

from api.assistant.agent import Text, ToolCall, ToolResult
from tests.integration.api.assistant.asking import KEY, Used, asking, failure, texts, tokens, turn
from tests.openai_server import replies
from tests.openai_server.replies import calls, refuses, says, stream
from tests.openai_server.server import OpenAIServer, openai_server

SECRET_WORDS = "my secret plans"
ADDS = ("add_task", {"text": "Pay rent"})


async def asked_with(*script, said="Hello", use=None, **settings):
    """The parts of an answer to this script, and the server after it."""
    async with openai_server() as server, asking(server, **settings) as ask:
        server.script(*script)
        return await ask(turn(said, use=use)), server


async def test_a_port_at_which_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = OpenAIServer(port=free.getsockname()[1])
    async with asking(server) as ask:
        assert failure(await ask(turn())) == "model_unavailable"


async def test_a_machine_that_does_not_take_the_connection():
    with contextlib.ExitStack() as open_until_the_end:
        full = open_until_the_end.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):  # more than wait there; nobody accepts them
            waiting = open_until_the_end.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with capture_logs() as logs:
            async with asking(OpenAIServer(port=full.getsockname()[1]), connect_seconds=0.2) as ask:
                assert failure(await ask(turn())) == "model_unavailable"
    assert logs[0]["reason"] == "connect_timeout"


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 422, 429, 500, 503])
async def test_a_refusal_is_unavailable_and_costs_nothing(status):
    parts, server = await asked_with(refuses(status, KEY), retries=2 if status < 429 else 0)
    assert failure(parts) == "model_unavailable"
    assert tokens(parts) == 0
    assert len(server.requests) == 1


async def test_a_wrong_key_is_unavailable():
    async with openai_server(key="another") as server, asking(server) as ask:
        assert failure(await ask(turn())) == "model_unavailable"


NONSENSE = {
    "empty": replies.EMPTY,
    "only done": replies.ONLY_DONE,
    "not json": replies.NOT_JSON,
    "page": replies.page(),
    "unstreamed": replies.unstreamed("Good morning"),
    "cut": replies.CUT_AT_ONCE,
    "giant": replies.giant(20_000_000),
    "endless thoughts": replies.endless({"reasoning_content": "hmm " * 100}),
    "no text": says(),
    "white space": says("  ", "\n"),
    "thoughts": says("<think>I should answer"),
    "wrong types": stream({"content": 7}, "text", {"tool_calls": "none"}),
    "wrong number": stream({"tool_calls": [{"index": "many"}]}),
    "too long": says("", finish="length"),
    "a list": replies.Reply([b"data: [1, 2]\n\n", replies.DONE]),
    "deep": replies.Reply([b"data: " + b"[" * 100_000 + b"\n\n", replies.DONE]),
}


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE)
async def test_nonsense_is_called_so(reply):
    parts, _ = await asked_with(reply)
    assert failure(parts) == "model_nonsense", parts
    assert texts(parts) == []


@pytest.mark.parametrize(
    "reply",
    [
        replies.HALF_JSON,
        replies.CUT_WITHIN,
        replies.ERROR_WITHIN,
        says("So far", finish=None),
        says("So far", finish="length"),
        says("So far", finish="content_filter"),
        replies.endless({"content": "all work and no play "}),
    ],
    ids=["half json", "cut", "error", "no end", "length", "filter", "endless"],
)
async def test_what_broke_off_after_text_says_so_and_is_counted(reply):
    parts, _ = await asked_with(reply)
    assert failure(parts) == "model_broke_off"
    assert 0 < len("".join(texts(parts))) <= 20_000
    assert tokens(parts) > 1_000


@pytest.mark.parametrize("reply", [replies.HANGS, replies.HANGS_WITHIN], ids=["before", "within"])
async def test_silence_ends_the_answer(reply):
    parts, server = await asked_with(reply, silence_seconds=0.2, retries=3)
    assert failure(parts) == "model_slow"
    assert len(server.requests) == 1  # what is slow is not asked once more


async def test_a_model_that_goes_on_and_on_is_slow_at_the_deadline():
    parts, _ = await asked_with(replies.endless_comments(), answer_seconds=0.3)
    assert failure(parts) == "model_slow"


async def test_a_complete_answer_does_not_wait_for_a_server_that_hangs_after_it():
    reply = says("All done.", tokens=None, done=False, end="hang")
    parts, _ = await asked_with(reply, silence_seconds=1)
    assert failure(parts) is None
    assert texts(parts) == ["All done."]


async def test_a_complete_answer_is_one_at_the_deadline_too():
    reply = says("All done.", tokens=None, done=False, end="hang")
    parts, _ = await asked_with(reply, answer_seconds=1.5)
    assert failure(parts) is None
    assert texts(parts) == ["All done."]


async def test_a_complete_answer_stays_one_if_the_connection_is_cut_after_it():
    parts, _ = await asked_with(says("All done.", tokens=None, done=False, end="cut"))
    assert failure(parts) is None
    assert texts(parts) == ["All done."]


async def test_no_done_at_the_end_is_no_fault():
    parts, _ = await asked_with(says("All done.", done=False))
    assert (texts(parts), tokens(parts), failure(parts)) == (["All done."], 9_000, None)


@pytest.mark.parametrize(
    "fault",
    [
        refuses(429, retry_after="0.01"),
        refuses(500, retry_after="0"),
        refuses(503, retry_after="Thu, 26 Nov 2026 09:00:00 GMT"),
        refuses(409, retry_after="-1"),
        replies.DROPS,
    ],
    ids=["busy", "error", "a date", "no time", "dropped"],
)
async def test_what_failed_at_once_is_sent_again(fault):
    parts, server = await asked_with(fault, says("Here I am."), retries=1)
    assert texts(parts) == ["Here I am."]
    assert server.requests[0].body == server.requests[1].body


async def test_it_is_sent_no_more_often_than_set():
    busy = refuses(503, retry_after="0")
    parts, server = await asked_with(*[busy] * 4, retries=2)
    assert failure(parts) == "model_unavailable"
    assert len(server.requests) == 3


async def test_nobody_is_made_to_wait_as_long_as_a_busy_server_wants():
    parts, server = await asked_with(refuses(429, retry_after="60"), says("Late."), retries=2)
    assert failure(parts) == "model_unavailable"
    assert len(server.requests) == 1


async def test_an_answer_that_began_is_never_asked_for_again():
    for reply in (replies.CUT_WITHIN, replies.CUT_AT_ONCE, replies.ERROR_WITHIN):
        _, server = await asked_with(reply, says("Again."), retries=3)
        assert len(server.requests) == 1


async def test_a_tool_is_not_used_twice_when_the_model_breaks_off_after_it():
    used = Used()
    parts, server = await asked_with(
        calls(ADDS), refuses(500, retry_after="0"), refuses(500), use=used, retries=1
    )
    assert used.calls == [ADDS]
    assert failure(parts) == "model_broke_off"
    assert len(server.requests) == 3


async def test_after_mere_reading_the_failure_keeps_its_name():
    parts, _ = await asked_with(calls(("find_tasks", {})), refuses(500))
    assert failure(parts) == "model_unavailable"


async def test_calls_of_a_stream_that_breaks_are_not_made():
    used = Used()
    whole = calls(ADDS, finish=None, tokens=None, done=False, end="cut")
    parts, _ = await asked_with(whole, use=used)
    assert used.calls == []
    assert failure(parts) == "model_nonsense"
    assert tokens(parts) > 1_000


async def test_calls_that_were_cut_off_are_not_made():
    used = Used()
    parts, _ = await asked_with(calls(ADDS, finish="length"), use=used)
    assert (used.calls, failure(parts)) == ([], "model_nonsense")


async def test_redirects_are_not_followed():
    async with openai_server() as elsewhere:
        elsewhere.script(says("Caught you."))
        away = refuses(307, location=f"{elsewhere.url}/chat/completions")
        parts, _ = await asked_with(away)
        assert failure(parts) == "model_unavailable"
        assert elsewhere.requests == []


async def test_a_packed_answer_is_not_unpacked():
    parts, _ = await asked_with(replies.Reply([b"x"], headers={"content-encoding": "gzip"}))
    assert failure(parts) == "model_nonsense"


async def test_the_connection_ends_when_the_reader_leaves():
    async with openai_server() as server, asking(server) as ask:
        server.script(replies.HANGS_WITHIN)
        asks = asyncio.create_task(ask(turn()))
        async with asyncio.timeout(10):
            while not server.requests:
                await asyncio.wait({asks}, timeout=0.01)
            asks.cancel()
            await server.left.wait()
        assert asks.cancelled() or asks.cancelling()


async def test_who_leaves_early_has_used_tokens_all_the_same():
    async with openai_server() as server, asking(server) as ask:
        server.script(says("So ", "far ", "so good."), says("So far so good."))
        whole = tokens(await ask(turn()))
        heard = []
        async for part in ask.agent.answer(turn()):
            heard.append(part)
            if isinstance(part, Text):
                break
    assert tokens(heard) > 1_000
    assert tokens(heard) <= whole / 2


async def test_the_log_says_what_it_was_without_key_and_without_words():
    with capture_logs() as logs:
        await asked_with(refuses(404, f"{KEY} {SECRET_WORDS}"), said=SECRET_WORDS)
        await asked_with(replies.HALF_JSON, said=SECRET_WORDS)
    assert [(each["event"], each["reason"]) for each in logs] == [
        ("model_failed", "http_404"),
        ("model_failed", "not_json"),
    ]
    assert KEY not in str(logs)
    assert SECRET_WORDS not in str(logs)


async def test_failures_tell_readers_nothing_of_the_server():
    parts, _ = await asked_with(refuses(401, f"bad key {KEY}"))
    assert str(parts[-1]) == "The model cannot be reached."


async def test_rounds_have_an_end():
    used = Used()
    parts, server = await asked_with(*[calls(("find_tasks", {}))] * 30, use=used)
    assert failure(parts) == "model_nonsense"
    assert len(server.requests) == len(used.calls) == 8


async def test_calls_have_an_end():
    used = Used()
    ten = calls(*[("find_tasks", {})] * 10)
    parts, _ = await asked_with(ten, ten, ten, use=used)
    assert failure(parts) == "model_nonsense"
    assert len(used.calls) == 20  # of a message that goes too far none is made


async def test_what_is_no_object_is_told_to_the_model_which_may_try_again():
    used = Used()
    parts, server = await asked_with(
        calls(("add_task", '{"text": "Pay')), calls(ADDS), says("Added."), use=used
    )
    assert used.calls == [ADDS]
    assert failure(parts) is None
    told = server.requests[1].messages
    assert told[-2]["tool_calls"][0]["function"]["arguments"] == "{}"
    assert '"ok":false' in told[-1]["content"]


@pytest.mark.parametrize(
    "raw", ["[]", '"text"', "7", "null", "{", '{"a": NaN}', '{"a": "\\ud800"}']
)
async def test_three_calls_without_arguments_are_nonsense(raw):
    used = Used()
    parts, server = await asked_with(*[calls(("add_task", raw))] * 4, use=used)
    assert (used.calls, failure(parts)) == ([], "model_nonsense")
    assert len(server.requests) == 3


async def test_unknown_tools_count_as_bad_calls():
    used = Used()
    names = ["drop_tables", "apply_changes", "a b\u202ec\x00" + "d" * 100]
    parts, server = await asked_with(*[calls((name, {})) for name in names], use=used)
    assert failure(parts) == "model_nonsense"
    assert len(server.requests) == 3
    shown = [part.name for part in parts if isinstance(part, ToolCall | ToolResult)]
    assert all(len(name) <= 64 and name.isascii() for name in shown)


async def test_a_call_that_is_not_made_can_be_told_and_kept():
    half = replies.stream(replies.call_delta("add_task", '{"text": "\ud800\x00 ' + "x" * 900))
    parts, _ = await asked_with(half, says("Sorry."))
    (call,) = (part for part in parts if isinstance(part, ToolCall))
    assert orjson.dumps(call.arguments).startswith(b'"{')
    assert len(call.arguments) <= 200


async def test_endless_arguments_have_an_end():
    used = Used()
    delta = replies.call_delta(None, "a" * 500, identifier=None)
    parts, _ = await asked_with(replies.endless(delta), use=used)
    assert (used.calls, failure(parts)) == ([], "model_nonsense")


async def test_tokens_that_are_left_end_the_answer():
    used = Used()
    async with openai_server() as server, asking(server, tokens=20_000) as ask:
        server.script(calls(("find_tasks", {}), tokens=19_900), says("Never said."))
        parts = await ask(turn(use=used))
        assert failure(parts) == "tokens_used_up"
        assert tokens(parts) == 19_900
        assert len(server.requests) == 1


async def test_nothing_is_asked_if_the_question_alone_is_too_much():
    async with openai_server() as server, asking(server, tokens=10) as ask:
        assert failure(await ask(turn())) == "tokens_used_up"
        assert server.requests == []


async def test_an_answer_ends_within_its_tokens():
    async with openai_server() as server, asking(server, tokens=6_000) as ask:
        server.script(replies.endless({"content": "word " * 10}))
        parts = await ask(turn())
        assert failure(parts) == "tokens_used_up"
        assert 6_000 <= tokens(parts) < 6_100
