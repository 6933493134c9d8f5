"""A text in the editor that the person at the terminal has chosen."""

import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from pydantic import Field
from pydantic_settings import BaseSettings


class _EditorSettings(BaseSettings):
    visual: str | None = Field(default=None, validation_alias="VISUAL")
    editor: str = Field(default="vi", validation_alias="EDITOR")


def edited(text: str) -> str | None:
    """The text after it was edited; None if it is the same.

    Only this account can read it meanwhile, and it is gone afterwards.
    """
    settings = _EditorSettings()
    command = shlex.split(settings.visual or settings.editor)
    with TemporaryDirectory(prefix="rondel-") as folder:
        path = Path(folder) / "value.json"
        path.write_text(text)
        try:
            subprocess.run([*command, str(path)], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            typer.echo(
                f"The editor {command[0]} failed; set EDITOR to another, or use --value FILE.",
                err=True,
            )
            raise typer.Exit(1) from error
        after = path.read_text()
    return None if after.strip() == text.strip() else after
