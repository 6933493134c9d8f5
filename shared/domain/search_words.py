"""What somebody looks for in words. Pure."""

import re
from dataclasses import dataclass

# The last word, if it is one that is perhaps not finished yet.
_LAST = re.compile(r"(?:(?P<head>.*\s)|^)(?P<last>\w+)", re.DOTALL)
_OPERATOR = re.compile(r"[\"]|(?:^|\s)-\w|\sor\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SearchWords:
    """`whole` as it was typed: `head` in the syntax of web searches, then a word in the making.

    `is_either`: an `or` stands between the two. `is_plain`: there are no operators, so that what is
    only written alike may be found, too.
    """

    whole: str
    head: str
    beginning: str | None
    is_either: bool
    is_plain: bool


def search_words(text: str) -> SearchWords:
    """What is looked for.

    >>> search_words("buy mil")
    SearchWords(whole='buy mil', head='buy ', beginning='mil', is_either=False, is_plain=True)
    >>> search_words('"buy mil').beginning is None
    True
    """
    text = text.strip()
    is_plain = _OPERATOR.search(text) is None
    found = _LAST.fullmatch(text)
    if found is None or text.count('"') % 2 or text.lower() == "or":
        return SearchWords(text, text, None, is_either=False, is_plain=is_plain)
    head = found["head"] or ""
    is_either = head.lower().rstrip().endswith(" or")
    if is_either:
        head = head.rstrip()[: -len("or")]
    return SearchWords(text, head, found["last"], is_either, is_plain)
