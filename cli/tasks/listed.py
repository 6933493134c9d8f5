"""The tasks that were shown last, and short ids for them: what sets the ends of ids apart."""

from collections.abc import Mapping, Sequence
from typing import Final

from cli.refusals import Document
from cli.tasks.desk import Desk

SHORTEST: Final = 4
_NAME: Final = "listed.json"
_MOST: Final = 1_000


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
    desk.note(_NAME, {"tasks": [{"id": each["id"], "title": each["title"]} for each in tasks]})


def remember_also(desk: Desk, tasks: Sequence[Document]) -> Mapping[str, str]:
    """The next command knows these as well as those before; their short ids are answered."""
    ids = {each["id"] for each in tasks}
    known = [each for each in remembered(desk) if each["id"] not in ids]
    all_of_them = [*tasks, *known][:_MOST]
    remember(desk, all_of_them)
    return short_ids([each["id"] for each in all_of_them])


def remembered(desk: Desk) -> list[Document]:
    """The tasks of this account that were shown last: ids and titles."""
    tasks = desk.recall(_NAME).get("tasks")
    found = tasks if isinstance(tasks, list) else []
    return [each for each in found if isinstance(each, dict) and each.keys() >= _KEYS]


_KEYS: Final = frozenset({"id", "title"})
