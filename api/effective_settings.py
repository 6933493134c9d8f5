"""The settings of this process, as an administrator may see them."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr

from api.schemas.common import Document
from shared.core.setting_shapes import entry_of

_PREFIX: Final = "RONDEL_"
_SHOWN: Final = (str, int, float, bool)


def settings_document(settings: BaseModel) -> list[Document]:
    """Each setting as `SettingOut`."""
    return list(_settings_of(settings, ()))


def _settings_of(model: BaseModel, path: tuple[str, ...]) -> Iterator[Document]:
    for name, field in type(model).model_fields.items():
        here, value = (*path, name), getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _settings_of(value, here)
            continue
        if entry_of(field) is not None:
            for key, entry in value.items():
                yield from _settings_of(entry, (*here, key))
            continue
        is_secret = _is_secret(value, field.annotation)
        yield {
            "name": _PREFIX + "__".join(here).upper(),
            "value": None if is_secret else _shown(value),
            "is_secret": is_secret,
            "is_set": value is not None and value != "",
            "is_default": not field.is_required() and value == field.get_default(),
            "description": field.description or "",
        }


def _is_secret(value: object, annotation: object) -> bool:
    """What is kept as one, or may be; and an address with a password in it."""
    if isinstance(value, SecretStr) or "Secret" in str(annotation):
        return True
    return isinstance(value, str) and "://" in value and urlsplit(value).password is not None


def _shown(value: object) -> object:
    return value if value is None or isinstance(value, _SHOWN) else str(value)
