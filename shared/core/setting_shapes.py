"""How settings are made of others."""

from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


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
