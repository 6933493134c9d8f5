"""Programs of others that tests run: found on the PATH, or asked for in plain words."""

import shutil
import subprocess
from pathlib import Path

_PACKAGES = "prometheus prometheus-alertmanager"


def monitoring_tool(name: str) -> str:
    """Where `promtool`, `amtool`, `prometheus` or `prometheus-alertmanager` is.

    Raises:
        AssertionError: it is not installed; the message says how to get it.
    """
    found = shutil.which(name)
    assert found, (
        f"{name} is not on the PATH. On Debian: apt-get install --no-install-recommends"
        f" {_PACKAGES}; elsewhere the binaries of Prometheus 2.42 or later and Alertmanager 0.25"
        " or later (Debian's name for alertmanager is prometheus-alertmanager)."
    )
    return found


def run_tool(name: str, *arguments: str | Path) -> str:
    """What it printed, warnings aside.

    Raises:
        AssertionError: it ended with an error; what it printed is the message.
    """
    command = [monitoring_tool(name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout
