"""Rules on every text file: nothing in it names one machine or one registry."""

import re
from collections.abc import Iterator

from tools.house_rules.source import Source

# Put together here, so that this file does not name what it looks for.
_REGISTRY_HOSTS = [
    ("crates", "io"),
    ("deb", "debian", "org"),
    ("files", "pythonhosted", "org"),
    ("proxy", "golang", "org"),
    ("pypi", "org"),
    ("registry", "npmjs", "org"),
    ("registry", "yarnpkg", "com"),
    ("repo", "maven", "apache", "org"),
    ("repo1", "maven", "org"),
    ("security", "debian", "org"),
]
_REGISTRY = re.compile("|".join(r"\b" + r"\.".join(labels) + r"\b" for labels in _REGISTRY_HOSTS))
_MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_.])/(?:work|root|(?:home|Users)/[\w.-]+)/")
_LOCK_ADDRESS = re.compile(
    r"""^(?:-i|-f|--index-url|--extra-index-url|--find-links)\b|"resolved":\s*"https?:""",
    re.MULTILINE,
)
_LOCK_NAMES = re.compile(r"(^|/)(requirements/[^/]+\.txt|package-lock\.json)$")


def machine_path(source: Source) -> Iterator[tuple[int, str]]:
    """No file names a folder that only its author has."""
    for line, found in _matches(_MACHINE_PATH, source):
        yield line, f"{found} exists on one machine only"


def registry_host(source: Source) -> Iterator[tuple[int, str]]:
    """No file names a package registry's host: that is for the client's configuration to say."""
    for line, found in _matches(_REGISTRY, source):
        yield line, f"{found}: leave the registry to the configuration of pip, npm or Maven"


def lock_address(source: Source) -> Iterator[tuple[int, str]]:
    """Lock files carry versions and hashes, no addresses; so there is no uv.lock."""
    if source.path.rpartition("/")[2] == "uv.lock":
        yield 1, "requirements/*.txt is the lock; uv.lock carries addresses"
    if _LOCK_NAMES.search(source.path):
        for line, _ in _matches(_LOCK_ADDRESS, source):
            yield line, "a lock carries hashes, no addresses"


def _matches(pattern: re.Pattern[str], source: Source) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(source.text):
        yield source.text.count("\n", 0, match.start()) + 1, match[0]
