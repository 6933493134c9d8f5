"""What the code says that manifests have to agree with."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from api.settings import DEFAULT_PORT, ApiSettings
from cli.worker import WorkerName, spec_of
from shared.core.secret_files import SUFFIX, is_secret_type
from shared.core.setting_shapes import entry_of, section_of
from shared.core.settings import PLAIN_NAMES, KafkaSettings

PREFIX: Final = "RONDEL_"
API: Final = "api"
PROCESSES: Final = (API, *map(str, WorkerName))


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment that a process reads."""

    path: tuple[str, ...]
    is_secret: bool
    is_required: bool

    @property
    def names(self) -> set[str]:
        """Each way to give it."""
        long = PREFIX + "__".join(self.path).upper()
        names = {long} | {plain for plain, path in PLAIN_NAMES.items() if path == self.path}
        return names | ({name + SUFFIX for name in names} if self.is_secret else set())


def port_of(process: str) -> int:
    """Where it listens unless it is told otherwise."""
    return DEFAULT_PORT if process == API else int(spec_of(WorkerName(process)).port)


def settings_class(process: str) -> type[BaseModel]:
    """The class that its settings are read with."""
    if process == API:
        return ApiSettings
    made: type[BaseModel] = spec_of(WorkerName(process)).settings_class
    return made


@cache
def settings_of(process: str) -> tuple[Setting, ...]:
    """Every variable that this process reads."""
    return tuple(_settings(settings_class(process), (), required=True))


@cache
def known_variables() -> dict[str, frozenset[str]]:
    """Each variable and the processes that read it."""
    found: dict[str, set[str]] = {}
    for process in PROCESSES:
        for setting in settings_of(process):
            for name in setting.names:
                found.setdefault(name, set()).add(process)
    return {name: frozenset(processes) for name, processes in found.items()}


def drain_seconds(process: str, environment: dict[str, str]) -> float:
    """How long it takes at most to stop, as far as its settings say."""
    name = "stop_seconds" if process == API else "drain_seconds"
    given = environment.get(f"{PREFIX}{name.upper()}")
    default: Any = settings_class(process).model_fields[name].default
    return float(given if given is not None else default)


def partitions(environment: dict[str, str]) -> int:
    """Partitions of the main topics, as these settings have them."""
    given = environment.get("RONDEL_KAFKA__PARTITIONS")
    default: int = KafkaSettings.model_fields["partitions"].default
    return default if given is None else int(given)


def _settings(model: type[BaseModel], path: tuple[str, ...], *, required: bool) -> list[Setting]:
    found = []
    for name, field in model.model_fields.items():
        here, needed = (*path, name), required and field.is_required()
        section = section_of(field)
        if entry_of(field) is not None:
            continue  # several, under names of the operator's: see `is_named_entry`
        if section is not None:
            found += _settings(section, here, required=needed)
        else:
            found.append(Setting(here, is_secret_type(field.annotation), needed))
    return found


def is_named_entry(variable: str) -> bool:
    """Whether it is a part of an issuer or provider that the operator has named."""
    return variable.startswith((f"{PREFIX}AUTH__ISSUERS__", f"{PREFIX}AUTH__PROVIDERS__"))
