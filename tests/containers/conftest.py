"""The images, built for real."""

import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.embedded.layout import DEFAULT_STATE, PROJECT, cache_of
from shared.core.settings import inherited_environment
from tests.containers.engine import Engine, NoEngine, open_engine

_REGISTRY_BASE = "docker.io/library/python:3.13-slim"
_OWN_BASE = "rondel-test-base:trixie"
_PACKAGES = "python3-venv,ca-certificates"
_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    folder = Path(tempfile.mkdtemp(prefix="rondel-docker-"))
    try:
        with open_engine(folder) as found:
            yield found
    except NoEngine as error:
        pytest.skip(f"NO CONTAINER WAS TESTED: {error}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def base(engine) -> str:
    """An image with Python: of the registry, else Debian from its packages."""
    if engine.run("image", "inspect", _OWN_BASE).returncode == 0:
        return _OWN_BASE
    if engine.run("pull", "-q", _REGISTRY_BASE, seconds=300).returncode == 0:
        return _REGISTRY_BASE
    if shutil.which("debootstrap") is None:
        pytest.skip("NO CONTAINER WAS TESTED: no registry answers, and there is no debootstrap")
    archive = cache_of(DEFAULT_STATE) / "containers" / "trixie.tar"
    if not archive.exists():
        archive.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "root"
            _run("debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "trixie", str(root))
            # What this machine trusts, the image has to trust while it is built.
            bundle = ssl.get_default_verify_paths().cafile
            if bundle:
                shutil.copy(bundle, root / _BUNDLE.lstrip("/"))
            unfinished = archive.with_suffix(".new")
            excluded = ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale")
            options = [f"--exclude=./{path}/*" for path in excluded]
            _run("tar", *options, "-C", str(root), "-cf", str(unfinished), ".")
            unfinished.rename(archive)
    engine.done("import", str(archive), _OWN_BASE)
    return _OWN_BASE


def _run(*command: str) -> None:
    """A command of this machine, which went well."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="session")
def images(engine, base) -> dict[str, str]:
    """Tags of both images, built from this folder."""
    environment = inherited_environment({})
    options = ["--network", "host", "--build-arg", f"PYTHON_IMAGE={base}"]
    options += ["--build-arg", "WEB=given", "--build-arg", f"NODE_IMAGE={base}"]
    trusted = {"PIP_CERT": _BUNDLE} if base == _OWN_BASE else {}
    for name in ("PIP_INDEX_URL", "PIP_CERT"):
        if value := trusted.get(name) or environment.get(name):
            options += ["--build-arg", f"{name}={value}"]
    tags = {"worker": "rondel-worker:dev", "api": "rondel-api:dev"}
    for name, folder in (("worker", "workers"), ("api", "api")):
        path = PROJECT / folder / "Dockerfile"
        engine.done("build", *options, "-f", str(path), "-t", tags[name], str(PROJECT))
    return tags
