"""Recurrence: RRULE text to slots, and what follows when an occurrence is done. Pure.

Decided in ADR 0003; the conventions are product 5.1-5.4, 5.9 and 5.10. The clock is an argument.
"""

from shared.domain.recurrence.checks import check_occurs
from shared.domain.recurrence.parse import parse_rule
from shared.domain.recurrence.patterns import Anchor, normalise_pattern
from shared.domain.recurrence.preview import preview
from shared.domain.recurrence.rolling import Roll, roll
from shared.domain.recurrence.rule import Freq, NthDay, Rule
from shared.domain.recurrence.series import Series, next_slots
from shared.domain.recurrence.slots import (
    Slot,
    days_between,
    days_later,
    parse_slot,
    slot_instant,
    slot_text,
)

__all__ = [
    "Anchor",
    "Freq",
    "NthDay",
    "Roll",
    "Rule",
    "Series",
    "Slot",
    "check_occurs",
    "days_between",
    "days_later",
    "next_slots",
    "normalise_pattern",
    "parse_rule",
    "parse_slot",
    "preview",
    "roll",
    "slot_instant",
    "slot_text",
]
