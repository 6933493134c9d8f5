"""How settings are made of others."""

from collections.abc import Iterator, Sequence
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Place = tuple[str, ...]
"""Where a setting is: the names of the sections that it is in, and its own."""


def entry_of(field: FieldInfo) -> type[BaseModel] | None:
    """What a setting has several of, each under a name of the operator's; None if it has not."""
    if get_origin(field.annotation) is not dict:
        return None
    kind = get_args(field.annotation)[1]
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The settings that this one consists of, or that it has several of; None if it is one."""
    kinds = (field.annotation, *get_args(field.annotation))
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)), None)


def required_in(kind: type[BaseModel], path: Sequence[str]) -> Iterator[tuple[Place, FieldInfo]]:
    """What has to be given at `path`: the setting there, or those of the section there."""
    name, *below = path
    field = kind.model_fields[name]
    section, entry = section_of(field), entry_of(field)
    if entry is not None:
        named, *deeper = below
        for rest, inner in required_in(entry, deeper):
            yield (name, named, *rest), inner
        return
    if section is None:
        yield (name,), field
        return
    needed = [key for key, inner in section.model_fields.items() if inner.is_required()]
    for key in below[:1] or needed:
        for rest, inner in required_in(section, [key, *below[1:]]):
            yield (name, *rest), inner
