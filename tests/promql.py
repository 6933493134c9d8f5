"""What an expression of Prometheus asks for: names of metrics, and labels."""

import re

_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')
_RANGES = re.compile(r"\[[^\]]*\]")
_GROUPS = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_SELECTORS = re.compile(r"\{([^}]*)\}")
_MATCHERS = re.compile(r"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)")
_NAMES = re.compile(r"(?<![\w:.])[a-zA-Z_:][\w:]*(?!\s*\()(?![\w:])")
_WORDS = {"and", "bool", "by", "inf", "nan", "offset", "on", "or", "unless", "without"}


def _bare(expression: str) -> str:
    return _RANGES.sub("", _TEXTS.sub('""', expression))


def metrics_in(expression: str) -> set[str]:
    """The metrics, as they are written: with `_bucket` or `_count`, if so."""
    bare = _SELECTORS.sub("", _GROUPS.sub("", _bare(expression)))
    return {name for name in _NAMES.findall(bare) if name.lower() not in _WORDS}


def labels_in(expression: str) -> set[str]:
    """The labels that it selects, groups or joins by."""
    bare = _bare(expression)
    grouped = {label.strip() for part in _GROUPS.findall(bare) for label in part.split(",")}
    selected = {label for part in _SELECTORS.findall(bare) for label in _MATCHERS.findall(part)}
    return (grouped | selected) - {""}
