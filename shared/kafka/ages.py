"""How old the record at an offset is, found without reading it: by asking for offsets of times."""

_FIRST_STEP_MS = 1_000
_GROWTH = 8
_OLDEST_MS = 400 * 24 * 60 * 60 * 1000
_CLOSE_MS = 500
_CLOSE_SHARE = 20
_MOST_QUESTIONS = 32


class Search:
    """Asks which offset the first record of a time or later has, until that is the one sought.

    First back from now in growing steps, then by halves, until the time is known to a twentieth of
    the age; most often a question hits exactly, as records of one user come now and then.

    >>> search = Search(offset=7, now_ms=10_000)
    >>> search.question
    9000
    >>> search.learn((7, 9_500))
    >>> search.is_over, search.found_ms
    (True, 9500)
    """

    def __init__(self, offset: int, now_ms: int) -> None:
        self._offset = offset
        self._now_ms = now_ms
        self._step = _FIRST_STEP_MS
        self._before = 0
        """The record is not older than this, as far as is known."""
        self._after = now_ms
        """The record is not younger than this."""
        self._is_bounded = False
        self._questions = 0
        self._exact: int | None = None

    @property
    def question(self) -> int:
        """The time, in Unix milliseconds, whose first record is asked for."""
        if not self._is_bounded:
            return max(self._now_ms - self._step, 0)
        return (self._before + self._after) // 2

    def learn(self, answer: tuple[int, int] | None) -> None:
        """Offset and time of that record; None if there is none so young."""
        asked = self.question
        self._questions += 1
        if answer is not None and answer[0] == self._offset:
            self._exact = answer[1]
        elif answer is not None and answer[0] < self._offset:
            self._before, self._is_bounded = max(asked, answer[1]), True
        else:
            self._after = asked
            self._step = min(self._step * _GROWTH, _OLDEST_MS)

    @property
    def is_over(self) -> bool:
        """Whether the time is known, or cannot be known better."""
        if self._exact is not None or self._questions >= _MOST_QUESTIONS:
            return True
        span = self._after - self._before
        age = self._now_ms - self._after
        return self._is_bounded and span <= max(_CLOSE_MS, age // _CLOSE_SHARE)

    @property
    def found_ms(self) -> int:
        """When the record was made, in Unix milliseconds."""
        return self._exact if self._exact is not None else self._after
