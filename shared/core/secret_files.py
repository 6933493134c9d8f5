"""Secrets from files: `RONDEL_SECRETS_KEY_FILE` names the file that holds `RONDEL_SECRETS_KEY`.

So works every setting that is a secret, under each of its names. One newline at the end of the file
is not part of the secret. Which settings there are is read off the settings class, so that a new
secret needs nothing here.
"""

import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, SecretStr

Place = tuple[str, ...]
PlainNames = Mapping[str, Place]

SUFFIX: Final = "_FILE"
DEVELOPMENT: Final = "development-"
"""What a secret begins with that `rondel dev` made; it is refused in production."""

_PREFIX: Final = "RONDEL_"
_LARGEST_BYTES: Final = 64 * 1024


class WrongSecretFiles(Exception):
    """The environment names files that cannot be used; a line for each variable says why."""


class _Unusable(Exception):
    """Why a file cannot be used; never what is in it."""


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A variable that names a file, and the setting that is in it."""

    variable: str
    place: Place
    path: Path

    def read(self) -> str:
        """The secret.

        Raises:
            _Unusable: there is none to be had.
        """
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):
                raise _Unusable("is not a file")
            with self.path.open("rb") as file:
                raw = file.read(_LARGEST_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise _Unusable(f"cannot be read: {getattr(error, 'strerror', error)}") from None
        if len(raw) > _LARGEST_BYTES:
            raise _Unusable(f"is larger than {_LARGEST_BYTES} bytes")
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise _Unusable("is not text in UTF-8") from None
        text = text.removesuffix("\n").removesuffix("\r")
        if not text.strip():
            raise _Unusable("is empty")
        return text

    @property
    def is_exposed(self) -> bool:
        """Whether every account of this machine may read it."""
        return bool(self.path.stat().st_mode & stat.S_IROTH)


def secret_files(
    kind: type[BaseModel], environ: Mapping[str, str], plain: PlainNames
) -> Iterator[SecretFile]:
    """The variables that name files of secrets of these settings."""
    for variable, place in file_variables(kind, environ, plain).items():
        if path := environ[variable]:
            yield SecretFile(variable, place, Path(path))


def file_variables(
    kind: type[BaseModel], environ: Mapping[str, str], plain: PlainNames
) -> dict[str, Place]:
    """The settings that may be in files by these variables; one that is empty names none."""
    found = {}
    for variable in environ:
        name = variable.upper()
        if name.endswith(SUFFIX):
            place = _place_of(name.removesuffix(SUFFIX), plain)
            if place and _is_secret(kind, place):
                found[variable] = place
    return found


def read_secret_files(
    kind: type[BaseModel], environ: Mapping[str, str], plain: PlainNames
) -> dict[str, Any]:
    """The secrets in files, as the settings nest.

    Raises:
        WrongSecretFiles: one cannot be used, or its setting is given in another way, too.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for file in secret_files(kind, environ, plain):
        others = [name for name in _ways_to(file.place, plain) if name != file.variable.upper()]
        given = [name for name in environ if name.upper() in others and environ[name]]
        if given:
            wrong.append(f"{file.variable}: {given[0]} is set, too; set one of them")
            continue
        try:
            _put(found, file.place, file.read())
        except _Unusable as error:
            wrong.append(f"{file.variable}: {file.path} {error}")
    if wrong:
        raise WrongSecretFiles("\n".join(wrong))
    return found


def secrets_in(settings: BaseModel, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every secret of these settings and where it stands."""
    for name, value in settings:
        yield from _secrets_of(value, (*place, name))


def _secrets_of(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    match value:
        case SecretStr():
            yield place, value.get_secret_value()
        case BaseModel():
            yield from secrets_in(value, place)
        case dict():
            for key, each in value.items():
                yield from _secrets_of(each, (*place, str(key)))
        case _:
            return


def is_secret_type(annotation: Any) -> bool:
    """Whether a setting of this type is a secret."""
    return SecretStr in _parts_of(annotation)


def _place_of(name: str, plain: PlainNames) -> Place | None:
    if name in plain:
        return plain[name]
    if not name.startswith(_PREFIX):
        return None
    return tuple(name.removeprefix(_PREFIX).lower().split("__"))


def _ways_to(place: Place, plain: PlainNames) -> list[str]:
    names = [_PREFIX + "__".join(place).upper()]
    names += [name for name, at in plain.items() if at == place]
    return [*names, *(name + SUFFIX for name in names)]


def _is_secret(kind: type[BaseModel], place: Place) -> bool:
    name, *below = place
    if name not in kind.model_fields:
        return False
    annotation: Any = kind.model_fields[name].annotation
    for part in _parts_of(annotation):
        if not below and part is SecretStr:
            return True
        if below and get_origin(part) is dict:  # several, by a name of the operator's
            inner = [each for each in get_args(part) if _is_model(each)]
            if any(len(below) > 1 and _is_secret(each, tuple(below[1:])) for each in inner):
                return True
        if below and _is_model(part) and _is_secret(part, tuple(below)):
            return True
    return False


def _parts_of(annotation: Any) -> Iterator[Any]:
    """An annotation and what is in it: members of a union, what `Annotated` is about."""
    yield annotation
    if get_origin(annotation) is not dict:
        for each in get_args(annotation):
            yield from _parts_of(each)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _put(found: dict[str, Any], place: Place, value: str) -> None:
    *sections, last = place
    for section in sections:
        found = found.setdefault(section, {})
    found[last] = value


def without_files(
    environ: Mapping[str, str], names: Mapping[str, str], plain: PlainNames
) -> dict[str, str]:
    """`environ` without the variables that name files for what is in `names` as well."""
    places = {_place_of(name.upper(), plain) for name in names}
    taken = {way for place in places if place for way in _ways_to(place, plain)}
    return {
        name: value
        for name, value in environ.items()
        if not (name.upper() in taken and name.upper().endswith(SUFFIX))
    }
