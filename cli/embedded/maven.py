"""How jars come from a Maven repository: through `jgo`, with the mirrors of its own settings.

`python -m cli.embedded.maven` resolves infra/embedded/jgo.toml anew and writes the lock.
"""

import shutil
import tempfile
from pathlib import Path

import requests
from jgo.config import GlobalSettings
from jgo.constants import MAVEN_CENTRAL_URL
from jgo.env import EnvironmentBuilder, EnvironmentSpec, LockFile
from jgo.maven import MavenContext

from cli.embedded.errors import DownloadFailed
from cli.embedded.jars import LOCK, Jar
from cli.embedded.layout import INFRA

_SPEC = INFRA / "jgo.toml"
_TIMEOUT_SECONDS = 60
_ATTEMPTS = 3
_SCOPES = ("compile", "runtime")


def download(jar: Jar, folder: Path) -> Path:
    """The jar's file, somewhere below `folder`.

    Raises:
        DownloadFailed: no repository gave it.
    """
    repository = folder / jar.filename
    project = _maven(repository).project(jar.group, jar.artifact)
    error: Exception | None = None
    for _ in range(_ATTEMPTS):
        try:
            return Path(project.at_version(jar.version).artifact(jar.classifier).resolve())
        except requests.RequestException as failure:  # the network; the next attempt may do
            shutil.rmtree(repository, ignore_errors=True)  # half a file counts as there
            error = failure
        except RuntimeError as failure:  # no repository has it
            error = failure
            break
    raise DownloadFailed(
        f"{jar.filename} could not be downloaded: {error}",
        "Check the network and any proxy settings (HTTPS_PROXY), then try again; "
        f"or {jar.instead}.",
    ) from error


def write_lock() -> None:
    """The lock says what the specification resolves to today."""
    with tempfile.TemporaryDirectory() as repository:
        context = _maven(Path(repository))
        asked = EnvironmentBuilder(context).spec_to_dependencies(EnvironmentSpec.load(_SPEC))
        inputs, others = context.resolver.resolve(asked)
        needed = [*inputs, *(other for other in others if other.scope in _SCOPES)]
        LockFile.from_resolved_dependencies(needed, environment_name="rondel-kafka").save(LOCK)


def _maven(repository: Path) -> MavenContext:
    remotes = {"central": MAVEN_CENTRAL_URL, **GlobalSettings.load().repositories}
    return MavenContext(repo_cache=repository, remote_repos=remotes, timeout=_TIMEOUT_SECONDS)


if __name__ == "__main__":
    write_lock()
