"""Nothing runs that was not pinned: packages by hash, actions by commit, and both are watched."""

import re
from pathlib import Path

import pytest

from tools.lock import TARGETS

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
OURS = re.compile(r"uses: \./\.github/workflows/[\w-]+\.yml( # .*)?")
"""A workflow of this very commit."""

PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_pinned_by_commit_and_may_read_alone(path):
    text = path.read_text()
    uses = re.findall(r"uses: .*", text)
    assert uses
    foreign = [line for line in uses if not OURS.fullmatch(line)]
    assert [line for line in foreign if not PINNED.fullmatch(line)] == []
    assert "\npermissions:\n  contents: read\n" in text
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")
    assert "pull_request_target" not in text


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_a_package_is_pinned_with_its_hashes_and_names_no_place(path):
    text = path.read_text()
    packages = re.findall(r"^([a-z0-9][\w.\[\]-]*)==([\w.!+]+)", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) == len(entries)
    assert [each for each in entries if "--hash=sha256:" not in each] == []
    assert "://" not in text
    assert "--index-url" not in text


def test_every_lock_is_made_by_make_lock():
    assert {path.stem for path in LOCKS} == {"bootstrap", *TARGETS}


def test_what_is_pinned_is_looked_up_every_day_and_a_release_says_what_it_is():
    daily = (ROOT / ".github/workflows/security.yml").read_text()
    assert re.search(r'cron: "\d+ \d+ \* \* \*"', daily)
    assert "make audit" in daily
    assert "npm audit" in daily
    release = (ROOT / ".github/workflows/release.yml").read_text()
    assert "make package sbom" in release
    assert release.index("attest-build-provenance") < release.index("gh release create")
    makefile = (ROOT / "Makefile").read_text()
    assert "pip-audit --strict --require-hashes" in makefile


def test_no_file_of_the_repository_holds_a_private_key():
    suffixes = {".pem", ".key", ".p12", ".pfx", ".env"}
    kept = [path for path in ROOT.glob("[!.]*/**/*") if path.suffix in suffixes]
    assert [path for path in kept if "node_modules" not in path.parts] == []
