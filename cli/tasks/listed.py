"""The tasks that were shown last, and short ids for them: what sets the ends of ids apart."""

from collections.abc import Mapping, Sequence
from typing import Final

from cli.embedded.errors import StackError
from cli.refusals import Document
from cli.tasks.desk import Desk

SHORTEST: Final = 4
_NAME: Final = "listed.json"


def short_ids(ids: Sequence[str]) -> Mapping[str, str]:
    """For each id the shortest end that no other of them has, four characters at least.

    Ids made at about the same time begin alike (UUIDv7), and end at random.

    >>> list(short_ids(["0193-aaaa1234", "0193-bbbb1234", "0193-cccc9999"]).values())
    ['a1234', 'b1234', '9999']
    """
    plain = {each: each.replace("-", "") for each in ids}
    length = SHORTEST
    found: dict[str, str] = {}
    while len(found) < len(plain):
        ends = [text[-length:] for text in plain.values()]
        for each, text in plain.items():
            end = text[-length:]
            if each not in found and (ends.count(end) == 1 or len(end) == len(text)):
                found[each] = end
        length += 1
    return {each: found[each] for each in plain}


def remember(desk: Desk, tasks: Sequence[Document]) -> None:
    """The next command knows these tasks by the ends of their ids."""
    items = [{"id": each["id"], "title": each["title"]} for each in tasks]
    try:
        desk.folder.write(_NAME, {"account": desk.account, "tasks": items})
    except StackError:
        return  # a folder that cannot be written costs a request later, and nothing else


def remembered(desk: Desk) -> list[Document]:
    """The tasks of this account that were shown last: ids and titles."""
    match desk.folder.read(_NAME):
        case {"account": desk.account, "tasks": list(tasks)}:
            return [each for each in tasks if isinstance(each, dict) and each.keys() >= _KEYS]
        case _:
            return []


_KEYS: Final = frozenset({"id", "title"})
