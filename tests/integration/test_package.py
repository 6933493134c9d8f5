"""What is packaged has the web app in it, and is not made without it."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from shared.db.migrate import head_revision
from tests.factories.web import FILES, make_build

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "cli", "migrations", "shared", "workers")


@pytest.fixture
def project(tmp_path):
    """A repository with one module in each package, and all that says how it is packaged."""
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "tools/package_web.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    return tmp_path


def build(project, *arguments):
    command = [sys.executable, "-m", "hatchling", "build", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_a_wheel_has_the_app_where_it_is_looked_for_first(project):
    make_build(project / "frontend" / "dist")
    built = build(project, "-t", "wheel")
    assert built.returncode == 0, built.stderr
    [wheel] = (project / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("api/web/")}
        assert names == {f"api/web/{name}" for name in FILES}
        assert archive.read("api/web/index.html") == FILES["index.html"]


def test_a_wheel_has_the_schema_with_all_of_its_history(project):
    make_build(project / "frontend" / "dist")
    for name in ("migrations", "shared"):
        shutil.copytree(ROOT / name, project / name, dirs_exist_ok=True)
    built = build(project, "-t", "wheel")
    assert built.returncode == 0, built.stderr
    [wheel] = (project / "dist").glob("*.whl")
    installed = project / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    asked = "from shared.db import migrate; print(migrate.__file__, migrate.head_revision())"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=installed, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [str(installed / "shared/db/migrate.py"), head_revision()]


def test_a_wheel_can_be_made_of_the_source_archive(project, tmp_path):
    make_build(project / "frontend" / "dist")
    built = build(project, "-t", "sdist")
    assert built.returncode == 0, built.stderr
    [source] = (project / "dist").glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    assert (unpacked / "frontend/dist/index.html").is_file()
    again = build(unpacked, "-t", "wheel")
    assert again.returncode == 0, again.stderr
    [wheel] = (unpacked / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert "api/web/index.html" in archive.namelist()


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_nothing_is_packaged_without_the_app_and_the_way_out_is_said(project, kind):
    built = build(project, "-t", kind)
    assert built.returncode != 0
    assert "no frontend/dist/index.html. Run: make web" in built.stdout + built.stderr
    assert "Traceback" not in built.stdout + built.stderr
    assert list(project.glob("dist/*")) == []


def test_an_editable_install_needs_no_app(project):
    built = build(project, "-t", "wheel:editable")
    assert built.returncode == 0, built.stderr
    [wheel] = (project / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "web" in name]
