"""What few need, and takes much memory in every process, is not loaded before it is used."""

import subprocess
import sys

import pytest

from cli.embedded.layout import PROJECT

SENDS_SPANS = {"requests", "opentelemetry.exporter"}
TOOLS_OF_ASSISTANTS = {"mcp"}
COMMON_PASSWORDS = {"zxcvbn"}


@pytest.mark.parametrize(
    ("process", "late"),
    [
        ("api.server", SENDS_SPANS | TOOLS_OF_ASSISTANTS | COMMON_PASSWORDS),
        ("workers.relay.spec", SENDS_SPANS),
        ("workers.notifications.spec", SENDS_SPANS),
    ],
)
def test_a_process_that_starts_leaves_it_alone(process, late):
    code = f"import sys, {process}; print(*sorted({late} & sys.modules.keys()))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []
