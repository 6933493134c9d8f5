"""docs/self-hosting/settings.md, made from the settings classes of all processes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from api.settings import ApiSettings
from cli.embedded.settings import StackSettings
from cli.worker import WorkerName, spec_of
from shared.core.secret_files import is_secret_type
from shared.core.setting_shapes import entry_of
from shared.core.settings import PLAIN_NAMES

_HEAD = """# Settings

Made from the settings classes by `make events`; do not edit. Every process reads its settings from
the environment, once, at its start; one that makes no sense ends it with exit code 2, by name.
`rondel serve --all` takes those of all processes.

Those with a key sign (🔑) are secrets. Each can be in a file as well, which the same name with
`_FILE` at its end names: `BETTER_AUTH_SECRET_FILE=/run/secrets/auth`. One newline at the end of the
file is not part of the secret. A file that is missing or empty, or a secret that is given twice,
ends the process; one that every account of the machine may read is a warning in the log. How
secrets are changed while everything runs says [docs/security.md](../security.md#changing-secrets).

| variable | also | default | what it says | read by |
|---|---|---|---|---|
"""
_STACK_HEAD = """
## The local stack

`rondel dev` and `make dev` also take these. Services whose address is given are not started.

| variable | what it says |
|---|---|
"""
_PREFIX = "RONDEL_"


@dataclass(frozen=True, slots=True)
class _Setting:
    name: str
    default: str
    description: str
    is_secret: bool


def render() -> Iterator[tuple[str, str]]:
    """Path and text of the generated file."""
    plain = {_variable(path): name for name, path in PLAIN_NAMES.items()}
    rows = [_row(setting, plain, readers) for setting, readers in _all_settings().items()]
    stack = [
        f"| `{_PREFIX}{name.upper()}` | {field.description} |"
        for name, field in StackSettings.model_fields.items()
        if field.validation_alias is None
    ]
    text = _HEAD + "\n".join(rows) + "\n" + _STACK_HEAD + "\n".join(stack) + "\n"
    yield "docs/self-hosting/settings.md", text


def _all_settings() -> Mapping[_Setting, Sequence[str]]:
    """Each setting with the processes that read it; one that differs between them has two rows."""
    found: defaultdict[_Setting, list[str]] = defaultdict(list)
    classes = {"api": ApiSettings} | {str(n): spec_of(n).settings_class for n in WorkerName}
    for process, settings in classes.items():
        for setting in _settings_of(settings, ()):
            found[setting].append(process)
    return found


def _settings_of(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[_Setting]:
    for name, field in model.model_fields.items():
        here = (*path, name)
        piece = _piece_of(field.annotation)
        named = entry_of(field)
        if named is not None:
            yield from _settings_of(named, (*here, "<name>"))
        elif piece is not None:
            yield from _settings_of(piece, here)
        else:
            yield _Setting(
                _variable(here),
                _default_of(field),
                field.description or "",
                is_secret_type(field.annotation),
            )


def _piece_of(annotation: Any) -> type[BaseModel] | None:
    """The model that the settings of this field are, also where a process does without it."""
    kinds = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    found = (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
    return next(found, None)


def _variable(path: Sequence[str]) -> str:
    return _PREFIX + "__".join(path).upper()


def _default_of(field: FieldInfo) -> str:
    default: Any = field.default
    if default is PydanticUndefined:
        return "has to be given"
    if default is None or default == "" or isinstance(default, SecretStr):
        return ""
    return f"`{default}`"


def _row(setting: _Setting, plain: Mapping[str, str], readers: Sequence[str]) -> str:
    also = f"`{plain[setting.name]}`" if setting.name in plain else ""
    by = "all" if len(readers) == len(WorkerName) + 1 else ", ".join(readers)
    sign = " 🔑" if setting.is_secret else ""
    return f"| `{setting.name}`{sign} | {also} | {setting.default} | {setting.description} | {by} |"
