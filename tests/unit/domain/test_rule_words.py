"""Rules that hit different slots are said in different words."""

from collections import defaultdict
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from shared.domain.recurrence import parse_rule
from shared.domain.recurrence.expand import expand_rule
from shared.domain.recurrence.words import rule_words
from tests.unit.domain.rules import accepted_rules

START = datetime(2026, 11, 27, 9)
UTC = ZoneInfo("UTC")


def test_equal_words_mean_equal_slots():
    said = defaultdict(dict)

    @settings(max_examples=300, derandomize=True, database=None)
    @given(accepted_rules())
    def collect(case):
        rule = parse_rule(case[0])
        slots = tuple(islice(expand_rule(rule, START, UTC), 40))
        said[rule_words(rule, START)][slots] = rule.text

    collect()
    assert len(said) > 60  # how many differ depends on what was imported before, too
    assert [(words, *rules.values()) for words, rules in said.items() if len(rules) > 1] == []
