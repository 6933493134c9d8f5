"""The statements of a search in words, best first, in the making: their time is that of a page.

Ranking costs several microseconds a task, so of many tasks with the words only the newest
`MOST_RANKED` are ranked; the others follow, the newest first. Below that number, and in accounts
with few tasks, everything is ranked by the plain statement.

Values only ever become arguments; `$1` is the user.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast
from uuid import UUID

from shared.db.models.task import WORDS
from shared.db.repositories.filter_sql import LETTERS_OF_TASK
from shared.domain.search_words import SearchWords

MOST_RANKED: Final = 500
"""So many of the newest tasks with the words are ranked, and of those that are only alike."""

LOOKED_BACK: Final = 2_000
"""Where letters are common, what is only alike is looked for in so many of the newest tasks."""

FEW_TASKS: Final = 1_000
"""An account with as many is searched as a whole, without asking first how common the words are."""

RELEVANCE_TYPES: Final = ("uuid", "uuid", "float8", "float8", "uuid")
"""Of a place in the list: back to where the words and what is alike go, the two ranks, the id."""

EVERYTHING: Final = UUID(int=0)
"""A search that goes back so far leaves nothing out."""
NOTHING: Final = UUID(int=2**128 - 1)

_SAMPLE: Final = 60
_COMMON: Final = 12  # in so many of the sample: walking back is the shorter way
_FEW: Final = 30
_LETTERED: Final = 3  # in so many of the few: the index of letters would find too much
_WALK: Final = 5 * MOST_RANKED
_WORDS_OF_TASK = WORDS.replace("title", "t.title").replace("notes", "t.notes")
_WEIGHED = (
    "setweight(to_tsvector('simple'::regconfig, t.title), 'A')"
    " || setweight(to_tsvector('simple'::regconfig, t.notes), 'D')"
)
JOINED = "LEFT JOIN series s ON s.id = t.series_id"
_OWN = "t.user_id = $1 AND t.deleted_at IS NULL"
_BEST_FIRST = "p.rank DESC, p.likeness DESC, p.id DESC"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a search goes.

    `is_walked`: the words are common, so that the newest tasks are gone through rather than an
    index; `has_rest`: more have the words than are ranked; `is_near`: what is alike is looked for
    among the newest tasks alone.
    """

    is_walked: bool = False
    has_rest: bool = False
    is_near: bool = False

    @property
    def is_whole(self) -> bool:
        """Everything is ranked."""
        return not (self.is_walked or self.has_rest or self.is_near)


WHOLE: Final = Reach()


def reach_of(place: Sequence[object]) -> Reach:
    """How far the search went that a page at `place` belongs to."""
    since, alike_since = place[:2]
    has_rest = since != EVERYTHING
    return Reach(has_rest, has_rest, alike_since not in {EVERYTHING, NOTHING})


def reach_measured(measured: Sequence[object]) -> Reach:
    """What follows from a row of `SearchSql.measure`."""
    is_common, words, is_near = measured
    has_rest = bool(is_common) or cast("int", words) > MOST_RANKED
    return Reach(bool(is_common), has_rest, bool(is_common) or (not has_rest and bool(is_near)))


@dataclass
class SearchSql:
    """A search narrowed by `conditions`: what is asked of a task `t`, and how well it fits."""

    words: SearchWords
    conditions: Sequence[str]
    argument: Callable[[object], str]
    _parts: list[str] = field(default_factory=list)

    @cached_property
    def _query(self) -> str:
        words = self.words
        query = f"websearch_to_tsquery('simple'::regconfig, {self.argument(words.head)})"
        if words.beginning is None:
            return query
        beginning = self.argument(f"{words.beginning}:*")
        both = "||" if words.is_either else "&&"
        return f"({query} {both} to_tsquery('simple'::regconfig, {beginning}))"

    @cached_property
    def _whole(self) -> str:
        return f"{self.argument(self.words.whole)}::text"

    @property
    def _found(self) -> str:
        return f"{_WORDS_OF_TASK} @@ {self._query}"

    @property
    def _alike(self) -> str:
        return f"{self._whole} <% ({LETTERS_OF_TASK})" if self.words.is_plain else "false"

    @property
    def _letters(self) -> str:
        """What the index cannot rule out: as many letters in common, wherever they stand."""
        if not self.words.is_plain:
            return "false"
        return (
            f"(SELECT count(*) FROM unnest(show_trgm({LETTERS_OF_TASK})) AS letters"  # noqa: S608 - $n
            f" WHERE letters = ANY(show_trgm({self._whole})))"
            f" >= 0.6 * cardinality(show_trgm({self._whole}))"
        )

    @property
    def _rank(self) -> str:
        return f"ts_rank_cd({_WEIGHED}, {self._query})::float8"

    @property
    def _likeness(self) -> str:
        if not self.words.is_plain:
            return "0::float8"
        return (
            f"(word_similarity({self._whole}, t.title)"
            f" + word_similarity({self._whole}, {LETTERS_OF_TASK}) / 10)::float8"
        )

    @property
    def condition(self) -> str:
        """A task is found. Indexes ix_tasks_words and ix_tasks_letters, either by user first."""
        return f"({self._found} OR {self._alike})" if self.words.is_plain else self._found

    def measure(self) -> str:
        """The statement that tells how common words and letters are, and counts up to a bound.

        Each count is materialized, so that it is planned for all and stops when it has enough.
        """
        enough = MOST_RANKED + 1
        sample = newest_tasks("t.title, t.notes", "true", _SAMPLE)
        few = newest_tasks("t.title, t.notes", "true", _FEW)  # counting letters is slow
        only = f"{self._alike} AND NOT ({self._found})"
        return (
            f"WITH sample AS MATERIALIZED (SELECT count(*) >= {_COMMON} AS is_common "  # noqa: S608 - $n
            f"FROM ({sample}) t WHERE {self._found}), "
            f"lettered AS MATERIALIZED (SELECT count(*) >= {_LETTERED} AS is_lettered "
            f"FROM ({few}) t WHERE {self._letters}), "
            f"found AS MATERIALIZED ({self._all(self._found)}), "
            f"alike AS MATERIALIZED ({self._all(only)}) "
            f"SELECT is_common, CASE WHEN NOT is_common THEN "
            f"(SELECT count(*) FROM (SELECT FROM found LIMIT {enough}) f) END, "
            f"CASE WHEN NOT is_common THEN (SELECT is_lettered FROM lettered) OR "
            f"(SELECT count(*) FROM (SELECT FROM alike LIMIT {enough}) f) = {enough} END "
            f"FROM sample"
        )

    def count(self, reach: Reach) -> str:
        """The statement that counts the whole list."""
        if reach.is_whole:
            where = " AND ".join([*self.conditions, self.condition])
            return f"SELECT count(*) AS total FROM tasks t {JOINED} WHERE {where}"  # noqa: S608 - $n
        total = f"(SELECT count(*) FROM ({self._all(self._found)}) f)"  # noqa: S608 - $n
        if reach.is_near:
            self._find(reach, ())
            total = f"{total} + (SELECT count(*) FROM alike)"  # noqa: S608 - $n
        return f"{self._with()} SELECT {total} AS total"

    def page(self, columns: str, reach: Reach, after: Sequence[object] | None, limit: int) -> str:
        """The statement of a page: `columns`, then the values of `RELEVANCE_TYPES`."""
        most = self.argument(limit)
        skipped = 2 if reach.is_whole else 0  # an argument that is not used has no type
        pairs = list(zip(after or (), RELEVANCE_TYPES, strict=bool(after)))[skipped:]
        place = [f"{self.argument(value)}::{kind}" for value, kind in pairs]
        if reach.is_whole:
            return self._whole_page(columns, place, most)
        self._find(reach, place)
        self._add("ranked", self._ranked(reach, place))
        every = "SELECT * FROM ranked"
        if reach.has_rest:
            self._add_rest(reach, place, most)
            every += " UNION ALL SELECT id, -1::float8, 0::float8 FROM rest"
        return (
            f"{self._with()} SELECT {columns}, b.since, b.alike_since, p.rank, p.likeness, p.id "  # noqa: S608 - $n
            f"FROM (SELECT * FROM ({every}) p ORDER BY {_BEST_FIRST} LIMIT {most}) p "
            f"CROSS JOIN bounds b JOIN tasks t ON t.id = p.id {JOINED} ORDER BY {_BEST_FIRST}"
        )

    def _whole_page(self, columns: str, place: Sequence[str], most: str) -> str:
        conditions = [*self.conditions, self.condition]
        if place:
            conditions.append(f"({self._rank}, {self._likeness}, t.id) < ({', '.join(place)})")
        everything = f"'{EVERYTHING}'::uuid"
        return (
            f"SELECT {columns}, {everything}, {everything}, {self._rank} AS rank, "  # noqa: S608 - $n
            f"{self._likeness} AS likeness, t.id AS place FROM tasks t {JOINED} "
            f"WHERE {' AND '.join(conditions)} "
            f"ORDER BY rank DESC, likeness DESC, place DESC LIMIT {most}"
        )

    def _find(self, reach: Reach, place: Sequence[str]) -> None:
        """Parts `words` and `alike`, which are ranked, and `bounds`: how far back both go."""
        everything, nothing = f"'{EVERYTHING}'::uuid", f"'{NOTHING}'::uuid"
        since, alike_since = place[:2] if place else (everything, everything)
        # What was made since the page before stands among the others.
        most = str(2 * MOST_RANKED if place else MOST_RANKED)
        self._add_newest("words", f"t.id >= {since}", most, reach)
        is_full = f"(SELECT count(*) FROM words) >= {MOST_RANKED}"  # noqa: S608 - $n
        oldest, oldest_near = "SELECT id FROM words ORDER BY id LIMIT 1", everything
        if reach.is_near:
            wanted = f"{alike_since} < {nothing}" if place else f"NOT {is_full}"
            recent = newest_tasks("*", f"t.id >= {alike_since}", None if place else LOOKED_BACK)
            only = self._both(f"{self._alike} AND NOT ({self._found})")
            alike = f"SELECT t.id FROM ({recent}) t {JOINED} WHERE {wanted} AND {only}"  # noqa: S608 - $n
            self._add("alike", f"{alike} ORDER BY t.id DESC LIMIT {most}")
            oldest_near = (
                f"(SELECT id FROM (SELECT id, count(*) OVER () AS found FROM alike UNION ALL "  # noqa: S608 - $n
                f"SELECT id, {MOST_RANKED} FROM ({recent}) t WHERE (SELECT count(*) FROM alike) "
                f"< {MOST_RANKED}) t WHERE found >= {MOST_RANKED} ORDER BY id LIMIT 1)"
            )
        if place:
            bounds = f"{since} AS since, {alike_since} AS alike_since"
        else:
            bounds = (
                f"CASE WHEN {is_full} THEN ({oldest}) ELSE {everything} END AS since, "
                f"CASE WHEN {is_full} THEN {nothing} ELSE {oldest_near} END AS alike_since"
            )
        self._add("bounds", f"SELECT {bounds}")

    def _ranked(self, reach: Reach, place: Sequence[str]) -> str:
        found = "SELECT id FROM words"
        if reach.is_near:
            found += " UNION ALL SELECT id FROM alike"
        beyond = f"(p.rank, p.likeness, p.id) < ({', '.join(place[2:])})" if place else "true"
        return (
            f"SELECT p.* FROM (SELECT t.id, {self._rank} AS rank, {self._likeness} AS likeness "  # noqa: S608 - $n
            f"FROM ({found}) f JOIN tasks t ON t.id = f.id OFFSET 0) p WHERE {beyond}"
        )

    def _add_rest(self, reach: Reach, place: Sequence[str], most: str) -> None:
        """Part `rest`: the newest that are not ranked, if there is room for them on the page."""
        below = "since"
        if place:
            below = f"CASE WHEN {place[2]} < 0 THEN LEAST(since, {place[4]}) ELSE since END"
        lacking = (
            f"(SELECT count(*) FROM ranked) < {most} "  # noqa: S608 - $n
            f"AND (SELECT since FROM bounds) > '{EVERYTHING}'::uuid"
        )
        within = f"t.id < (SELECT {below} FROM bounds)"  # noqa: S608 - $n
        self._add_newest("rest", within, most, reach, lacking)

    def _add_newest(
        self, name: str, within: str, most: str, reach: Reach, wanted: str = "true"
    ) -> None:
        """Part `name`: the newest `most` tasks with the words, by going back or by the index.

        The index finds all of them, so that the walk goes first where the words are common.
        """
        by_index = f"{wanted} AND {self._both(self._found)} AND {within}"
        if not reach.is_walked:
            self._add(name, all_matching(by_index, most))
            return
        self._add(
            f"near_{name}",
            f"SELECT t.id FROM ({newest_tasks('*', within, _WALK)}) t {JOINED} "  # noqa: S608 - $n
            f"WHERE {wanted} AND {self._both(self._found)} ORDER BY t.id DESC LIMIT {most}",
        )
        lacking = f"(SELECT count(*) FROM near_{name}) < LEAST({most}, {MOST_RANKED})"  # noqa: S608 - $n
        self._add(f"far_{name}", all_matching(f"{lacking} AND {by_index}", most))
        self._add(
            name,
            f"SELECT id FROM near_{name} WHERE NOT {lacking} UNION ALL SELECT id FROM far_{name}",  # noqa: S608 - $n
        )

    def _both(self, match: str) -> str:
        return " AND ".join([*self.conditions, match])

    def _all(self, match: str) -> str:
        return f"SELECT t.id FROM tasks t {JOINED} WHERE {self._both(match)}"  # noqa: S608 - $n

    def _add(self, name: str, statement: str) -> None:
        self._parts.append(f"{name} AS MATERIALIZED ({statement})")

    def _with(self) -> str:
        return f"WITH {', '.join(self._parts)}" if self._parts else ""


def size() -> str:
    """The statement that tells whether `$1` has more than `FEW_TASKS` tasks."""
    return f"SELECT count(*) > {FEW_TASKS} FROM ({newest_tasks('', 'true', FEW_TASKS + 1)}) t"  # noqa: S608 - constants


def newest_tasks(columns: str, within: str, limit: int | None) -> str:
    """The newest tasks of `$1`. Index ix_tasks_user_created."""
    end = " OFFSET 0" if limit is None else f" LIMIT {limit}"  # either keeps other indexes away
    return f"SELECT {columns} FROM tasks t WHERE {_OWN} AND {within} ORDER BY t.id DESC{end}"  # noqa: S608 - $n


def all_matching(conditions: str, most: str) -> str:
    """The newest of all that match, found by what index is best for all.

    Without the fence (OFFSET 0) the planner might go back through the whole account for them.
    """
    every = f"SELECT t.id FROM tasks t {JOINED} WHERE {conditions} OFFSET 0"  # noqa: S608 - $n
    return f"SELECT id FROM ({every}) f ORDER BY id DESC LIMIT {most}"  # noqa: S608 - $n
