"""The command line, run on the database of a world."""

import asyncio
import sys
from pathlib import Path

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment
from tests.e2e.world import World


async def rondel(world: World, *arguments: str, code: int = 0, directory: Path = PROJECT) -> str:
    """What the command of the code in `directory` prints; it ends with that exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli.main", *arguments),
        cwd=directory,
        env=inherited_environment({**world.processes.environment, "COLUMNS": "200"}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode == code, out.decode()
    return out.decode()
