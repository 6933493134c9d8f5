"""What of an API a client of the version before does not survive, told from two OpenAPI documents.

A request is read by the server: what was taken has to be taken still, and since unknown fields are
refused, a field that is gone is a break. An answer is read by clients: what they were promised has
to be there still; they pass over fields and values that they do not know (docs/api-policy.md).
What is no shape (what an operation does, who may call it, how fast) is not seen here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from tools.event_contracts.compatibility import Reader, Schema, breaking_changes

Document = Mapping[str, Any]
Operation = Mapping[str, Any]

_METHODS = ("delete", "get", "head", "options", "patch", "post", "put")
_SUCCESS = ("2", "3")


@dataclass(frozen=True, order=True)
class ApiBreak:
    """One change that a client does not survive."""

    operation: str
    at: str
    what: str

    @override
    def __str__(self) -> str:
        return ": ".join(part for part in (self.operation, self.at, self.what) if part)


def api_breaks(old: Document, new: Document) -> list[ApiBreak]:
    """Every change from `old` to `new` that breaks a client of `old`, ordered."""
    olds, news = _operations(old), _operations(new)
    found: set[ApiBreak] = set()
    for name, before in olds.items():
        after = news.get(name)
        if after is None:
            was = "it is gone (it was deprecated)" if before.get("deprecated") else "it is gone"
            found.add(ApiBreak(name, "", was))
            continue
        found |= {ApiBreak(name, at, what) for at, what in _changes(before, after, (old, new))}
    return sorted(found)


def _operations(document: Document) -> dict[str, Operation]:
    return {
        f"{method.upper()} {path}": item[method]
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    }


def _changes(
    old: Operation, new: Operation, within: tuple[Document, Document]
) -> Iterator[tuple[str, str]]:
    """Places and words of what breaks in one operation."""
    if old.get("operationId") != new.get("operationId"):
        yield "operationId", f"it was {old.get('operationId')}, and is {new.get('operationId')}"
    if new.get("security") and not old.get("security"):
        yield "security", "it asks for a token now"
    if _needs_body(new) and not _needs_body(old):
        yield "request body", "it is required now"
    for each in breaking_changes(_request(old), _request(new), within):
        if each.reader is Reader.NEW or each.is_gone:
            yield f"request {each.at}", each.what
    for each in breaking_changes(_answers(old), _answers(new), within):
        if each.reader is Reader.OLD and not each.is_new_value:
            yield f"answer {each.at}", each.what


def _request(operation: Operation) -> Schema:
    """All that is sent, as one object: parameters and bodies by their media type."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    for each in operation.get("parameters", ()):
        name = f"{each['in']} {each['name']}"
        properties[name] = each["schema"]
        if each.get("required"):
            required.append(name)
    for media, each in operation.get("requestBody", {}).get("content", {}).items():
        properties[f"body {media}"] = each.get("schema", {})
    return {"type": "object", "properties": properties, "required": required}


def _needs_body(operation: Operation) -> bool:
    return bool(operation.get("requestBody", {}).get("required"))


def _answers(operation: Operation) -> Schema:
    """All that is answered when it goes well, as one object: bodies by status and media type."""
    properties: dict[str, Any] = {}
    for status, answer in operation["responses"].items():
        if not status.startswith(_SUCCESS):
            continue
        properties[status] = {}
        for media, each in answer.get("content", {}).items():
            properties[f"{status} {media}"] = each.get("schema", {})
    return {"type": "object", "properties": properties}
