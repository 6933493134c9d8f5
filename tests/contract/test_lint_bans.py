"""The bans of the conventions that ruff enforces are seen to fire, and to spare their owners."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BANNED = [
    ("TID251", "shared/domain/a.py", "from datetime import UTC, datetime\n\ndatetime.now(UTC)\n"),
    ("TID251", "api/a.py", "import datetime\n\ndatetime.date.today()\n"),
    ("TID251", "workers/relay/a.py", "import time\n\ntime.time()\n"),
    ("TID251", "shared/db/a.py", 'import os\n\nos.environ["DATABASE_URL"]\n'),
    ("TID251", "tests/unit/test_a.py", "from unittest.mock import Mock\n\nMock()\n"),
    ("TID251", "api/routes/a.py", "from fastapi import HTTPException\n\nHTTPException(404)\n"),
    ("TID252", "api/routes/a.py", "from . import tasks\n\ntasks.x()\n"),
    ("PLC0415", "cli/a.py", "def f() -> None:\n    import rich\n\n    rich.x()\n"),
    ("S307", "api/a.py", 'eval("1")\n'),
    ("S102", "api/a.py", 'exec("1")\n'),
    ("S324", "shared/core/a.py", 'import hashlib\n\nhashlib.md5(b"")\n'),
    ("S602", "workers/relay/a.py", 'import subprocess\n\nsubprocess.run("ls", shell=True)\n'),
    (
        "S608",
        "shared/db/a.py",
        'def f(x: str) -> str:\n    return f"SELECT * FROM t WHERE x = {x}"\n',
    ),
    ("S506", "api/a.py", "import yaml\n\nyaml.load(open('a'))\n"),
    ("BLE001", "tests/a.py", "try:\n    f()\nexcept Exception:\n    g()\n"),
]
SPARED = [
    ("TID251", "shared/core/clock.py", "import time\n\ntime.time()\n"),
    ("TID251", "shared/core/settings.py", 'import os\n\nos.environ["DATABASE_URL"]\n'),
]


def broken_rules(path: str, text: str) -> set[str]:
    """Codes of the ruff rules that `text` breaks when it stands at `path`."""
    result = subprocess.run(
        [
            Path(sys.executable).with_name("ruff"),
            *("check", "--no-cache", "--output-format=concise", f"--stdin-filename={path}", "-"),
        ],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stderr == ""
    return {line.split(" ")[1] for line in result.stdout.splitlines() if line.startswith(path)}


@pytest.mark.parametrize(("rule", "path", "text"), BANNED)
def test_ban_fires(rule: str, path: str, text: str) -> None:
    assert rule in broken_rules(path, text)


@pytest.mark.parametrize(("rule", "path", "text"), SPARED)
def test_owner_is_spared(rule: str, path: str, text: str) -> None:
    assert rule not in broken_rules(path, text)
