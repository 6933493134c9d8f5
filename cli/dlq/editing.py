"""A text in the editor that the person at the terminal has chosen."""

import shlex
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import typer
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class _EditorSettings(BaseSettings):
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_ignore_empty=True)

    visual: str | None = Field(default=None, validation_alias="VISUAL")
    editor: str = Field(default="vi", validation_alias="EDITOR")


def edited(text: str) -> str | None:
    """The text after it was edited; None if it is the same.

    Only this account can read it meanwhile, and it is gone afterwards.
    """
    settings = _EditorSettings()
    editor = settings.visual or settings.editor
    with TemporaryDirectory(prefix="rondel-") as folder:
        path = Path(folder) / "value.json"
        path.write_text(text)
        try:
            subprocess.run([*shlex.split(editor), str(path)], check=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            typer.echo(
                f"The editor {editor} failed; set EDITOR to another, or use --value FILE.",
                err=True,
            )
            raise typer.Exit(1) from error
        after = path.read_text()
    return None if after.strip() == text.strip() else after
