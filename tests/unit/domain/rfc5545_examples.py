"""The examples of RFC 5545 §3.8.5.3: each heading with each form of its rule.

Dates, and the letters EDT and EST before them, are those that the RFC prints; "..." is its own.
"""

import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NINE = time(9)
EDT, EST = timezone(timedelta(hours=-4)), timezone(timedelta(hours=-5))
OFFSETS = {"EDT": EDT, "EST": EST}

JANUARIES = "1998 EST Jan 1-31; 1999 Jan 1-31; 2000 Jan 1-31"
FIVE_WEEKS = "1997 EDT Sep 2,4,9,11,16,18,23,25,30; Oct 2"
EVERY_20_MINUTES = " ".join(
    f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 20, 40)
)

# heading, start, rule, dates
BY_DATE = [
    ("daily for 10 occurrences", "19970902", "FREQ=DAILY;COUNT=10", "1997 EDT Sep 2-11"),
    (
        "daily until December 24, 1997",
        "19970902",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "1997 EDT Sep 2-30; Oct 1-25; EST Oct 26-31; Nov 1-30; Dec 1-23",
    ),
    (
        "every other day, forever",
        "19970902",
        "FREQ=DAILY;INTERVAL=2",
        (
            "1997 EDT Sep 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30;"
            "Oct 2,4,6,8,10,12,14,16,18,20,22,24; EST Oct 26,28,30;"
            "Nov 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29; Dec 1,3..."
        ),
    ),
    (
        "every 10 days, 5 occurrences",
        "19970902",
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "1997 EDT Sep 2,12,22; Oct 2,12",
    ),
    (
        "every day in January, for 3 years (yearly)",
        "19980101",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        JANUARIES,
    ),
    (
        "every day in January, for 3 years (daily)",
        "19980101",
        "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        JANUARIES,
    ),
    (
        "weekly for 10 occurrences",
        "19970902",
        "FREQ=WEEKLY;COUNT=10",
        "1997 EDT Sep 2,9,16,23,30; Oct 7,14,21; EST Oct 28; Nov 4",
    ),
    (
        "weekly until December 24, 1997",
        "19970902",
        "FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997 EDT Sep 2,9,16,23,30; Oct 7,14,21; EST Oct 28; Nov 4,11,18,25; Dec 2,9,16,23",
    ),
    (
        "every other week, forever",
        "19970902",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997 EDT Sep 2,16,30; Oct 14; EST Oct 28; Nov 11,25; Dec 9,23; 1998 Jan 6,20; Feb 3,17...",
    ),
    (
        "weekly on Tuesday and Thursday for five weeks (until)",
        "19970902",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        FIVE_WEEKS,
    ),
    (
        "weekly on Tuesday and Thursday for five weeks (count)",
        "19970902",
        "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        FIVE_WEEKS,
    ),
    (
        "every other week on Monday, Wednesday and Friday until December 24, 1997",
        "19970901",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        (
            "1997 EDT Sep 1,3,5,15,17,19,29; Oct 1,3,13,15,17; EST Oct 27,29,31;"
            "Nov 10,12,14,24,26,28; Dec 8,10,12,22"
        ),
    ),
    (
        "every other week on Tuesday and Thursday, for 8 occurrences",
        "19970902",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997 EDT Sep 2,4,16,18,30; Oct 2,14,16",
    ),
    (
        "monthly on the first Friday for 10 occurrences",
        "19970905",
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        (
            "1997 EDT Sep 5; Oct 3; EST Nov 7; Dec 5; 1998 Jan 2; Feb 6; Mar 6; Apr 3;"
            "EDT May 1; Jun 5"
        ),
    ),
    (
        "monthly on the first Friday until December 24, 1997",
        "19970905",
        "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997 EDT Sep 5; Oct 3; EST Nov 7; Dec 5",
    ),
    (
        "every other month on the first and last Sunday for 10 occurrences",
        "19970907",
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997 EDT Sep 7,28; EST Nov 2,30; 1998 Jan 4,25; Mar 1,29; EDT May 3,31",
    ),
    (
        "monthly on the second-to-last Monday for 6 months",
        "19970922",
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997 EDT Sep 22; Oct 20; EST Nov 17; Dec 22; 1998 Jan 19; Feb 16",
    ),
    (
        "monthly on the third-to-the-last day, forever",
        "19970928",
        "FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997 EDT Sep 28; EST Oct 29; Nov 28; Dec 29; 1998 Jan 29; Feb 26...",
    ),
    (
        "monthly on the 2nd and 15th for 10 occurrences",
        "19970902",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997 EDT Sep 2,15; Oct 2,15; EST Nov 2,15; Dec 2,15; 1998 Jan 2,15",
    ),
    (
        "monthly on the first and last day for 10 occurrences",
        "19970930",
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997 EDT Sep 30; Oct 1; EST Oct 31; Nov 1,30; Dec 1,31; 1998 Jan 1,31; Feb 1",
    ),
    (
        "every 18 months on the 10th thru 15th for 10 occurrences",
        "19970910",
        "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997 EDT Sep 10-15; 1999 EST Mar 10-13",
    ),
    (
        "every Tuesday, every other month",
        "19970902",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997 EDT Sep 2,9,16,23,30; EST Nov 4,11,18,25; 1998 Jan 6,13,20,27; Mar 3,10,17,24,31...",
    ),
    (
        "yearly in June and July for 10 occurrences",
        "19970610",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "; ".join(f"{year} EDT Jun 10; Jul 10" for year in range(1997, 2002)),
    ),
    (
        "every other year in January, February and March for 10 occurrences",
        "19970310",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        (
            "1997 EST Mar 10; 1999 Jan 10; Feb 10; Mar 10; 2001 Jan 10; Feb 10; Mar 10;"
            "2003 Jan 10; Feb 10; Mar 10"
        ),
    ),
    (
        "every third year on the 1st, 100th and 200th day for 10 occurrences",
        "19970101",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        (
            "1997 EST Jan 1; EDT Apr 10; Jul 19; 2000 EST Jan 1; EDT Apr 9; Jul 18;"
            "2003 EST Jan 1; EDT Apr 10; Jul 19; 2006 EST Jan 1"
        ),
    ),
    (
        "every 20th Monday of the year, forever",
        "19970519",
        "FREQ=YEARLY;BYDAY=20MO",
        "1997 EDT May 19; 1998 May 18; 1999 May 17...",
    ),
    (
        "Monday of week number 20, forever",
        "19970512",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997 EDT May 12; 1998 May 11; 1999 May 17...",
    ),
    (
        "every Thursday in March, forever",
        "19970313",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997 EST Mar 13,20,27; 1998 Mar 5,12,19,26; 1999 Mar 4,11,18,25...",
    ),
    (
        "every Thursday, but only during June, July and August, forever",
        "19970605",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        (
            "1997 EDT Jun 5,12,19,26; Jul 3,10,17,24,31; Aug 7,14,21,28;"
            "1998 Jun 4,11,18,25; Jul 2,9,16,23,30; Aug 6,13,20,27;"
            "1999 Jun 3,10,17,24; Jul 1,8,15,22,29; Aug 5,12,19,26..."
        ),
    ),
    (
        "every Friday the 13th, forever",
        "19970902",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998 EST Feb 13; Mar 13; Nov 13; 1999 EDT Aug 13; 2000 Oct 13...",
    ),
    (
        "the first Saturday that follows the first Sunday of the month, forever",
        "19970913",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        (
            "1997 EDT Sep 13; Oct 11; EST Nov 8; Dec 13; 1998 Jan 10; Feb 7; Mar 7;"
            "EDT Apr 11; May 9; Jun 13..."
        ),
    ),
    (
        "every 4 years, the first Tuesday after a Monday in November, forever",
        "19961105",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996 EST Nov 5; 2000 Nov 7; 2004 Nov 2...",
    ),
    (
        "the third instance of Tuesday, Wednesday or Thursday, for the next 3 months",
        "19970904",
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997 EDT Sep 4; Oct 7; EST Nov 6",
    ),
    (
        "the second-to-last weekday of the month",
        "19970929",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997 EDT Sep 29; EST Oct 30; Nov 27; Dec 30; 1998 Jan 29; Feb 26; Mar 30...",
    ),
    (
        "days generated differ because of WKST: Monday",
        "19970805",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997 EDT Aug 5,10,19,24",
    ),
    (
        "days generated differ because of WKST: Sunday",
        "19970805",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997 EDT Aug 5,17,19,31",
    ),
    (
        "an invalid date (February 30) is ignored",
        "20070115",
        "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007 EST Jan 15,30; Feb 15; EDT Mar 15,30",
    ),
]

# heading, rule, times on each day from September 2, 1997 on
BY_TIME = [
    # The RFC prints three times, but 17:00Z is 13:00 in New York (a known slip of the text): the
    # second form is what it describes.
    (
        "every 3 hours from 9 to 17 on a specific day (as printed)",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
        ["09:00 12:00"],
    ),
    (
        "every 3 hours from 9 to 17 on a specific day (as meant)",
        "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        ["09:00 12:00 15:00"],
    ),
    (
        "every 15 minutes for 6 occurrences",
        "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
        ["09:00 09:15 09:30 09:45 10:00 10:15"],
    ),
    (
        "every hour and a half for 4 occurrences",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
        ["09:00 10:30 12:00 13:30"],
    ),
    (
        "every 20 minutes from 9:00 to 16:40 every day (daily)",
        "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
        [EVERY_20_MINUTES, EVERY_20_MINUTES, "..."],
    ),
    (
        "every 20 minutes from 9:00 to 16:40 every day (minutely)",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
        [EVERY_20_MINUTES, EVERY_20_MINUTES, "..."],
    ),
]


def dates_of(text: str) -> list[date]:
    """The dates of a list as the RFC writes them."""
    return [day for day, _ in _read(text)]


def instants_of(text: str) -> list[datetime]:
    """Nine o'clock on these dates, by the offset of the letters that the RFC prints beside them."""
    return [datetime.combine(day, NINE, OFFSETS[letters]) for day, letters in _read(text)]


def _read(text: str) -> list[tuple[date, str]]:
    """Each date with its letters; each month must be long enough."""
    found, year, letters = [], 0, ""
    for part in text.removesuffix("...").split(";"):
        match = re.fullmatch(r"(?:(\d{4}) )?(?:(E[DS]T) )?([A-Z][a-z]{2}) ([\d,-]+)", part.strip())
        assert match, part
        year, letters = int(match[1] or year), match[2] or letters
        month = MONTHS.index(match[3]) + 1
        for item in match[4].split(","):
            first, _, last = item.partition("-")
            days = range(int(first), int(last or first) + 1)
            assert days[-1] <= monthrange(year, month)[1]
            found += [(date(year, month, day), letters) for day in days]
    return found
