"""Which server a person uses at the command line, and with which token: in their own folder."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

import orjson
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from cli.embedded.errors import StackError
from cli.whole_files import cannot_write, replacing

_OURS: Final = "rondel"
_NAME: Final = "credentials.json"
_FOLDER_MODE: Final = stat.S_IRWXU


class ConfigSettings(BaseSettings):
    """Where a person keeps settings of programs (XDG Base Directory)."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True
    )

    xdg_config_home: Path | None = Field(
        default=None, description="Folder for settings; ~/.config if it is not an absolute path"
    )

    @property
    def folder(self) -> Path:
        """Rondel's own folder, which may not be there yet."""
        home = self.xdg_config_home
        return (home if home and home.is_absolute() else Path.home() / ".config") / _OURS


@dataclass(frozen=True, slots=True)
class Credentials:
    """A server, and a token that it knows."""

    url: str
    token: str


class OwnFolder:
    """Files of a person, which nobody else may read."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or ConfigSettings().folder
        self.credentials_file = self.path / _NAME

    def read(self, name: str) -> object:
        """What was written under this name; None if nothing was, or it is no JSON."""
        try:
            found: object = orjson.loads((self.path / name).read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return None
        return found

    def write(self, name: str, document: object) -> None:
        """The document stands there, whole.

        Raises:
            StackError: it cannot be written.
        """
        target = self.path / name
        try:
            self.path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
            self.path.chmod(_FOLDER_MODE)
            with replacing(target) as file:
                file.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        except OSError as error:
            raise cannot_write(target, error) from error

    def credentials(self) -> Credentials | None:
        """What `rondel login` stored; None if nothing is.

        Raises:
            StackError: something else stands there, or it cannot be read.
        """
        if not os.path.lexists(self.credentials_file):
            return None
        match self.read(_NAME):
            case {"url": str(url), "token": str(token)}:
                return Credentials(url, token)
            case _:
                message = f"{self.credentials_file} is not as `rondel login` writes it."
                raise StackError(message, "Run `rondel login` again, or `rondel logout`.")

    def store(self, credentials: Credentials) -> None:
        """Commands use this server and this token from now on."""
        self.write(_NAME, {"url": credentials.url, "token": credentials.token})

    def forget(self) -> bool:
        """Nothing is left of what commands stored; whether there was a token."""
        had = os.path.lexists(self.credentials_file)
        if self.path.is_dir():
            for file in self.path.glob("*.json"):
                file.unlink()
        return had
