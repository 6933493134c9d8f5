"""If-Match and If-None-Match (RFC 9110 §13.1)."""

import re

from api.errors import RequestInvalid

_TAG = re.compile(r'"(\d{1,9})(\.\d{1,18})?"', re.ASCII)


def expected_version(if_match: str | None, body_version: int | None = None) -> int | None:
    """The version the caller insists on; None if it does not.

    >>> expected_version('"3.7"'), expected_version("*"), expected_version(None, 4)
    (3, None, 4)

    Raises:
        RequestInvalid: If-Match is no ETag of a task, or names another version than the body.
    """
    if if_match is None or if_match.strip() == "*":
        return body_version
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise _invalid("if_match_malformed", 'Send the ETag of the task, like "3.1", or *.')
    version = int(found[1])
    if body_version not in {None, version}:
        raise _invalid("versions_differ", "If-Match and the body name different versions.")
    return version


def _invalid(code: str, message: str) -> RequestInvalid:
    return RequestInvalid([{"pointer": "/header/if-match", "code": code, "message": message}])


def is_unchanged(if_none_match: str | None, etag: str) -> bool:
    """Whether the caller has this state already.

    >>> is_unchanged('W/"1.0", "2.0"', '"2.0"'), is_unchanged(None, '"2.0"')
    (True, False)
    """
    if if_none_match is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
