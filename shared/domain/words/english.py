"""English."""

from typing import Final

from shared.domain.words.vocabulary import Unit, Vocabulary

_WEEKDAYS: Final = {
    "monday": 0, "mon": 0,
    "tuesday": 1, "tue": 1, "tues": 1,
    "wednesday": 2, "wed": 2, "weds": 2,
    "thursday": 3, "thu": 3, "thur": 3, "thurs": 3,
    "friday": 4, "fri": 4,
    "saturday": 5, "sat": 5,
    "sunday": 6, "sun": 6,
}  # fmt: skip
_MONTHS: Final = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sep": 9, "sept": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
_CARDINALS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_NAMES: Final = {
    Unit.SECOND: ("second", "seconds", "sec", "secs"),
    Unit.MINUTE: ("minute", "minutes", "min", "mins"),
    Unit.HOUR: ("hour", "hours", "hr", "hrs"),
    Unit.DAY: ("day", "days"),
    Unit.WEEK: ("week", "weeks", "wk", "wks"),
    Unit.MONTH: ("month", "months"),
    Unit.YEAR: ("year", "years", "yr", "yrs"),
}
_WORKDAYS: Final = (0, 1, 2, 3, 4)

ENGLISH: Final = Vocabulary(
    weekdays=_WEEKDAYS,
    plural_weekdays={
        f"{name}s": day for name, day in _WEEKDAYS.items() if name.endswith(("day", "t", "n", "i"))
    },
    day_groups={
        "weekday": _WORKDAYS, "weekdays": _WORKDAYS, "workday": _WORKDAYS, "workdays": _WORKDAYS,
        "weekend": (5, 6), "weekends": (5, 6),
    },  # fmt: skip
    months=_MONTHS,
    risky=frozenset({"sat", "sun", "mon", "wed", "may", "mar", "march", "august", "dec", "jan"}),
    names_before_days=frozenset({
        "black", "good", "cyber", "easter", "palm", "ash", "casual", "bloody", "shrove", "whit",
        "super", "ruby", "fat", "maundy", "giving", "freaky",
    }),
    units={name: (1, unit) for unit, names in _NAMES.items() for name in names}
    | {
        "workday": (1, Unit.WORKDAY), "workdays": (1, Unit.WORKDAY),
        "fortnight": (2, Unit.WEEK), "fortnights": (2, Unit.WEEK),
        "quarter": (3, Unit.MONTH), "quarters": (3, Unit.MONTH),
        "decade": (10, Unit.YEAR), "decades": (10, Unit.YEAR),
    },  # fmt: skip
    short_units={
        "s": (1, Unit.SECOND), "m": (1, Unit.MINUTE), "h": (1, Unit.HOUR), "d": (1, Unit.DAY),
        "w": (1, Unit.WEEK), "mo": (1, Unit.MONTH), "y": (1, Unit.YEAR),
    },  # fmt: skip
    numbers={word: number for number, word in enumerate(_CARDINALS, 1)}
    | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90},
    ordinals={word: number for number, word in enumerate(_ORDINALS, 1)}
    | {"thirtieth": 30, "last": -1, "final": -1, "penultimate": -2},
    days={
        "today": 0, "tod": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "2day": 0,
        "tonight": 0, "eod": 0,
    },  # fmt: skip
    feasts={
        ("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24),
        ("xmas",): (12, 25), ("boxing", "day"): (12, 26), ("new", "year's"): (1, 1),
        ("new", "year's", "day"): (1, 1), ("new", "year's", "eve"): (12, 31),
        ("new", "years", "eve"): (12, 31), ("new", "years", "day"): (1, 1),
        ("halloween",): (10, 31), ("valentine's", "day"): (2, 14), ("valentines", "day"): (2, 14),
    },  # fmt: skip
    times={"noon": (12, 0), "midday": (12, 0), "midnight": (24, 0), "tonight": (20, 0)},
    day_parts={
        "morning": (9, 0), "afternoon": (14, 0), "evening": (19, 0), "night": (22, 0),
        "noon": (12, 0), "midday": (12, 0), "midnight": (24, 0), "lunchtime": (12, 0),
    },  # fmt: skip
    late_parts=frozenset({"afternoon", "evening", "night"}),
    adverbs={
        "hourly": (1, Unit.HOUR), "daily": (1, Unit.DAY), "everyday": (1, Unit.DAY),
        "weekly": (1, Unit.WEEK), "monthly": (1, Unit.MONTH), "quarterly": (3, Unit.MONTH),
        "yearly": (1, Unit.YEAR), "annually": (1, Unit.YEAR), "biweekly": (2, Unit.WEEK),
        "fortnightly": (2, Unit.WEEK), "bimonthly": (2, Unit.MONTH), "semiannually": (6, Unit.MONTH),
        "biannually": (6, Unit.MONTH), "nightly": (1, Unit.DAY),
    },  # fmt: skip
    meridiems={"am": False, "pm": True},
)  # fmt: skip
