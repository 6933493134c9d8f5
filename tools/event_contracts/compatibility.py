"""What may change between two schemas of one version of an event: new optional fields, and words.

Two kinds of readers count. Old ones read what the next release writes: processes of the release
before, in a rolling update, and clients outside. New ones read what the last release wrote and what
still lies in Kafka. So nearly every change breaks one of them: what is narrower than before refuses
old records, what is wider writes records that old readers refuse.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from typing_extensions import override

Schema = Mapping[str, Any]

_WORDS = frozenset({"title", "description", "examples", "$comment", "deprecated"})
_STRUCTURE = frozenset(
    {"$defs", "$id", "$ref", "$schema", "additionalProperties", "anyOf", "const", "enum", "items"}
    | {"properties", "required", "type"}
)
_LOWER_LIMITS = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems"})
_UPPER_LIMITS = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems"})


class Reader(StrEnum):
    """Who cannot go on."""

    OLD = "old readers"
    NEW = "readers of old records"


@dataclass(frozen=True, order=True)
class Break:
    """One change that somebody does not survive; `at` is a path of fields."""

    at: str
    what: str
    reader: Reader
    is_gone: bool = field(default=False, compare=False)
    """A field that was there is not any more."""
    is_new_value: bool = field(default=False, compare=False)
    """A list of values has one more."""

    @override
    def __str__(self) -> str:
        return f"{self.at or 'data'}: {self.what} (breaks {self.reader})"


def breaking_changes(
    old: Schema, new: Schema, within: tuple[Schema, Schema] | None = None
) -> list[Break]:
    """Every change from `old` to `new` that needs a new version, ordered by its place.

    Both are JSON Schemas as the catalogue makes them, or parts of the documents `within` which
    their references lead. A reader drops fields that it does not know.
    """
    return sorted(_Comparison(*(within or (old, new))).compare(old, new, ""))


class _Comparison:
    """Two documents, in which references are resolved."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new
        self._seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        refs = (str(old.get("$ref", "")), str(new.get("$ref", "")))
        if all(refs):
            if refs in self._seen:
                return  # a recursive model, or one that two fields share
            self._seen.add(refs)
        old, new = _resolved(self._old, old), _resolved(self._new, new)
        yield from self._alternatives(_alternatives(old), _alternatives(new), at)
        yield from _default(old, new, at)

    def _alternatives(
        self, old: Sequence[Schema], new: Sequence[Schema], at: str
    ) -> Iterator[Break]:
        olds = {_kind(_resolved(self._old, each)): each for each in old}
        news = {_kind(_resolved(self._new, each)): each for each in new}
        for kind in sorted(olds.keys() - news.keys()):
            yield Break(at, f"{kind} is no longer allowed", Reader.NEW)
        for kind in sorted(news.keys() - olds.keys()):
            yield Break(at, f"{kind} is allowed as well", Reader.OLD)
        if len(olds) != len(old) or len(news) != len(new):
            if list(old) != list(new):
                yield Break(at, "one of several forms changed", Reader.OLD)
            return
        for kind in sorted(olds.keys() & news.keys()):
            before = _resolved(self._old, olds[kind])
            after = _resolved(self._new, news[kind])
            yield from self._one(before, after, at)

    def _one(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        yield from _values(old, new, at)
        yield from _limits(old, new, at)
        yield from self._fields(old, new, at)
        yield from self._below("items", old, new, f"{at}[]")
        yield from self._below("additionalProperties", old, new, f"{at}.*")

    def _fields(self, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        olds, news = old.get("properties", {}), new.get("properties", {})
        was, is_now = set(old.get("required", ())), set(new.get("required", ()))
        for name in olds.keys() - news.keys():
            yield Break(_join(at, name), "the field is gone", Reader.OLD, is_gone=True)
        for name in (news.keys() - olds.keys()) & is_now:
            yield Break(_join(at, name), "the new field is required", Reader.NEW)
        for name in olds.keys() & news.keys():
            place = _join(at, name)
            if name in is_now - was:
                yield Break(place, "the field is required now", Reader.NEW)
            if name in was - is_now:
                yield Break(place, "the field may be left out now", Reader.OLD)
            yield from self.compare(olds[name], news[name], place)

    def _below(self, keyword: str, old: Schema, new: Schema, at: str) -> Iterator[Break]:
        before, after = _schema_at(old, keyword), _schema_at(new, keyword)
        if before is not None and after is not None:
            yield from self.compare(before, after, at)
        elif before is not None:
            yield Break(at, f"{keyword} says nothing any more", Reader.OLD)
        elif after is not None:
            yield Break(at, f"{keyword} is restricted now", Reader.NEW)


def _schema_at(schema: Schema, keyword: str) -> Schema | None:
    """None for `true` and `false` too: a reader drops what it does not know in either case."""
    found = schema.get(keyword)
    return found if isinstance(found, Mapping) else None


def _resolved(document: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: Any = document
    for part in str(reference).removeprefix("#/").split("/"):
        target = target[part]
    return {**_resolved(document, target), **{k: v for k, v in schema.items() if k != "$ref"}}


def _alternatives(schema: Schema) -> Sequence[Schema]:
    found: Sequence[Schema] = schema.get("anyOf", [schema])
    return found


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    if kind is None and (values := _allowed(schema)):
        kind = "/".join(sorted({type(value).__name__ for value in values}))
    return str(kind or "anything")


def _allowed(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    found: list[Any] | None = schema.get("enum")
    return found


def _values(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    before, after = _allowed(old), _allowed(new)
    if before is None and after is not None:
        yield Break(at, "only some values are allowed now", Reader.NEW)
    elif before is not None and after is None:
        yield Break(at, "every value is allowed now", Reader.OLD)
    else:
        for value in before or []:
            if value not in (after or []):
                yield Break(at, f"{value!r} is no longer allowed", Reader.NEW)
        for value in after or []:
            if value not in (before or []):
                yield Break(at, f"{value!r} is allowed as well", Reader.OLD, is_new_value=True)


def _limits(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    for keyword in sorted((old.keys() | new.keys()) - _WORDS - _STRUCTURE - {"default"}):
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            continue
        change = f"{keyword} was {before!r} and is {after!r}"
        if after is None or (before is not None and not _is_tighter(keyword, before, after)):
            yield Break(at, change, Reader.OLD)
        if before is None or (after is not None and not _is_tighter(keyword, after, before)):
            yield Break(at, change, Reader.NEW)


def _is_tighter(keyword: str, before: Any, after: Any) -> bool:
    """Whether `after` allows less and nothing else; False for what cannot be compared."""
    if keyword in _LOWER_LIMITS:
        return bool(after > before)
    return keyword in _UPPER_LIMITS and bool(after < before)


def _default(old: Schema, new: Schema, at: str) -> Iterator[Break]:
    if "default" in old and "default" in new and old["default"] != new["default"]:
        change = f"the default was {old['default']!r} and is {new['default']!r}"
        yield Break(at, change, Reader.NEW)


def _join(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name
