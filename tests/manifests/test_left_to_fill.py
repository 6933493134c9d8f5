"""The guides of the clouds show what an overlay leaves to fill in, as their command prints it."""

import re
import subprocess

import pytest

from cli.embedded.layout import PROJECT

_SHOWN = re.compile(r"```sh\n(for part in .*?)```\n\n```\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("cloud", ["oke", "aks", "gke"])
def test_what_is_left_to_fill_in_is_what_the_guide_shows(cloud):
    guide = (PROJECT / "docs" / "self-hosting" / f"{cloud}.md").read_text()
    ((command, shown),) = _SHOWN.findall(guide)
    ran = subprocess.run(
        ["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    assert sorted(ran.stdout.split()) == sorted(shown.split())
