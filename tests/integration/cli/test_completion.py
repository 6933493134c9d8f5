"""Completion in shells, by the protocol that the printed scripts speak."""

import asyncio
import os
import shlex
import subprocess
import sys
import time

import pytest

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST, choose_port
from cli.main import COMMANDS
from cli.tasks.completing import shell_safe
from shared.core.settings import inherited_environment
from tests.integration.api.conftest import NOBODY

PATIENCE_SECONDS = 10  # one for the server, the others for a slow machine to start the command
HEAVY = {"sqlalchemy", "fastapi", "asyncpg", "aiokafka", "httpx"}


def ask(environment, *, words, shell="bash"):
    """What the command answers a shell that has these words, the last one unfinished."""
    asked = {
        "_RONDEL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": shlex.join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": shlex.join(words) if words[-1] else shlex.join(words[:-1]) + " ",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli.main"],
        env=inherited_environment({**environment, **asked}),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def nowhere(tmp_path):
    return {
        "RONDEL_URL": "",
        "RONDEL_TOKEN": "",
        "XDG_CONFIG_HOME": str(tmp_path),
        "RONDEL_STATE_DIR": str(tmp_path),
    }


def test_names_and_options_of_commands_are_completed(tmp_path):
    environment = nowhere(tmp_path)
    assert ask(environment, words=["rondel", ""]) == list(COMMANDS)
    assert ask(environment, words=["rondel", "to"]) == ["today", "topics"]
    assert ask(environment, words=["rondel", "today", "--j"]) == ["--json"]
    assert ask(environment, words=["rondel", "completion", ""]) == ["bash", "zsh", "fish"]
    assert "rebuild" in ask(environment, words=["rondel", "reminders", ""])
    assert ask(environment, words=["rondel", "nosuch", "x"]) == []


def test_names_of_commands_are_completed_without_importing_any(tmp_path):
    code = (
        "import sys\nfrom cli.main import main\nsys.argv = ['rondel']\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('heavy:', sorted({HEAVY} & sys.modules.keys()))"
    )
    asked = {"_RONDEL_COMPLETE": "complete_bash", "COMP_WORDS": "rondel d", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=inherited_environment({**nowhere(tmp_path), **asked}),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"
    assert "dlq" in done.stdout


async def test_tasks_are_completed_by_id_and_by_words_of_their_titles(ada):
    rent = await ada.add("Pay rent")
    plants = await ada.add("Water plants")

    async def complete(*words, **more):
        return await asyncio.to_thread(ask, ada.environment, words=["rondel", *words], **more)

    ids = {rent["id"][-4:], plants["id"][-4:]}
    assert set(await complete("done", "")) == ids
    assert set(await complete("postpone", "")) == ids
    assert await complete("done", rent["id"][-4:], plants["id"][-4:][:3]) == [plants["id"][-4:]]
    assert await complete("skip", "pla") == ["plants"]
    assert await complete("done", "pay", "re") == ["rent"]
    assert await complete("done", "water", "re") == []
    assert f"{rent['id'][-4:]}\tPay rent" in await complete("done", "", shell="fish")
    assert f'"{rent["id"][-4:]}":"Pay rent"' in "\n".join(await complete("done", "", shell="zsh"))


async def test_a_title_cannot_reach_the_shell(ada):
    await ada.add("a \\$(touch x) `touch y` 'z' \"w\" ;|&<>(){}[bold]*?:")
    found = await asyncio.to_thread(ask, ada.environment, words=["rondel", "done", ""], shell="zsh")
    (row,) = [line for line in found if "touch" in line]
    assert row.partition(":(")[2].strip("()'").split(":", 1)[1] == '"a touch x touch y z w bold"'
    assert shell_safe("tab\t\x1b[2J\nnew") == "tab 2J new"


async def test_a_server_that_does_not_answer_holds_up_no_shell(ada):
    async def silent(reader, writer):
        await reader.read()
        writer.close()

    port = choose_port()
    async with await asyncio.start_server(silent, HOST, port):
        for address in (f"http://{HOST}:{port}", f"http://{NOBODY}", "nonsense"):
            environment = {**ada.environment, "RONDEL_URL": address}
            began = time.monotonic()
            assert await asyncio.to_thread(ask, environment, words=["rondel", "done", ""]) == []
            assert time.monotonic() - began < PATIENCE_SECONDS


async def test_another_server_offers_nothing(ada):
    async def other(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\nconnection: close\r\n\r\n")
        writer.write(b'{"items":7}')
        await writer.drain()
        writer.close()

    port = choose_port()
    async with await asyncio.start_server(other, HOST, port):
        environment = {**ada.environment, "RONDEL_URL": f"http://{HOST}:{port}"}
        assert await asyncio.to_thread(ask, environment, words=["rondel", "done", ""]) == []


@pytest.mark.parametrize(
    ("shell", "sign"), [("bash", "complete -o"), ("zsh", "compdef"), ("fish", "complete --command")]
)
def test_a_script_is_printed_for_each_shell(tmp_path, shell, sign):
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "completion", shell],
        env=inherited_environment(nowhere(tmp_path)),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert sign in done.stdout
    assert "_RONDEL_COMPLETE" in done.stdout


def test_bash_itself_completes_with_the_script(tmp_path):
    command = tmp_path / "rondel"
    command.write_text(f'#!/bin/sh\ncd {PROJECT} && exec {sys.executable} -m cli.main "$@"\n')
    command.chmod(0o755)
    script = (
        "source <(rondel completion bash); COMP_WORDS=(rondel und); COMP_CWORD=1; "
        '_rondel_completion rondel; echo "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.defpath}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=inherited_environment({**nowhere(tmp_path), "PATH": path}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "undo\n"
