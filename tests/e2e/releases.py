"""The code of the version before this one, and of the one after it."""

import shutil
import subprocess
from pathlib import Path

from cli.embedded.layout import PROJECT
from shared.db.migrate import head_revision

PACKAGES = ("api", "cli", "shared", "workers")
NEXT_REVISION = "next"
_NEEDED = (*PACKAGES, "migrations", "pyproject.toml")
_MIGRATION = '''"""what a next version may add

Revision ID: {revision}
Revises: {before}
Phase: expand
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '4s'")
{upgrade}


def downgrade() -> None:
    raise NotImplementedError("never asked for")
'''
_EXPAND = """    op.add_column("tasks", sa.Column("colour", sa.String(), nullable=True))
    op.add_column("tasks", sa.Column("mood", sa.String(), server_default="calm", nullable=False))
    op.create_table("moods", sa.Column("name", sa.String(), primary_key=True))"""


def newest_release() -> str | None:
    """The newest tag `v1.2.3` of a commit before this one."""
    tags = _git("tag", "--list", "v*", "--sort=-version:refname", "--no-contains", "HEAD")
    return next(iter(tags.decode().split()), None)


def previous_code(folder: Path) -> Path:
    """A folder with the code of the newest release; before the first one, this code."""
    tag = newest_release()
    if tag is None:
        return PROJECT
    archive = _git("archive", tag, *PACKAGES)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return folder


def next_code(folder: Path, upgrade: str = _EXPAND) -> Path:
    """A folder with this code and one migration more, which does what is said."""
    for name in _NEEDED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    text = _MIGRATION.format(revision=NEXT_REVISION, before=head_revision(), upgrade=upgrade)
    (folder / "migrations" / "versions" / "9999_next.py").write_text(text)
    return folder


def _git(*arguments: str) -> bytes:
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, check=True).stdout
