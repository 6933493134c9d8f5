"""From text to tree, by recursive descent: one step a token, and no deeper than 50.

The grammar stands in docs/filters.md.
"""

from shared.domain.filters import sugar
from shared.domain.filters.fields import Field, Kind, find_field, similar_field
from shared.domain.filters.problems import FilterInvalid, Span, nearest, quoted
from shared.domain.filters.tokens import Token, TokenKind, tokens_of
from shared.domain.filters.tree import Among, And, Compare, Node, Not, Operator, Or, Value
from shared.domain.filters.values import value_of

MOST_NESTED = 50
MOST_TERMS = 100
"""Each may cost a look into another table for every task."""
_LONGEST_SUGGESTION = 100
_COMPARISONS: dict[str, Operator] = {
    "=": "=",
    "!=": "!=",
    ">": ">",
    ">=": ">=",
    "<": "<",
    "<=": "<=",
    "like": "like",
}
_TERM = ("a comparison", "a word such as today", "#project", "@label", "(")


def parse_filter(text: str) -> Node:
    """The tree of a filter.

    >>> parse_filter("done = false")
    Compare(field='done', operator='=', value=False)

    Raises:
        FilterInvalid: it cannot be meant; the error says where.
    """
    return _Parser(tokens_of(text)).whole()


class _Parser:
    """The tokens, and how far they are read."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._terms = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    @property
    def _next(self) -> Token:
        return self._tokens[min(self._place + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._now
        if token.kind is not TokenKind.END:
            self._place += 1
        return token

    def whole(self) -> Node:
        node = self._list()
        if self._now.kind is not TokenKind.END:
            raise self._unexpected("&&", "||", "the end")
        return node

    def _list(self) -> Node:
        parts = [self._either()]
        while self._now.is_symbol(","):
            self._take()
            parts.append(self._either())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _either(self) -> Node:
        parts = [self._both()]
        while self._now.is_symbol("||") or self._now.is_word("or"):
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self) -> Node:
        parts = [self._single()]
        while self._now.is_symbol("&&") or self._now.is_word("and"):
            self._take()
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _single(self) -> Node:
        if self._now.is_symbol("!") or self._now.is_word("not"):
            token = self._deeper()
            node: Node = Not(self._single())
        elif self._now.is_symbol("("):
            token = self._deeper()
            node = self._list()
            if not self._now.is_symbol(")"):
                raise self._unexpected("&&", "||", f"a ) for column {token.span.column}")
            self._take()
        else:
            return self._term()
        self._depth -= 1
        return node

    def _deeper(self) -> Token:
        token = self._take()
        self._depth += 1
        if self._depth > MOST_NESTED:
            message = f"Parentheses and negations are nested more than {MOST_NESTED} deep."
            raise FilterInvalid("filter_too_deep", message, token.span)
        return token

    def _term(self) -> Node:
        token = self._now
        self._terms += 1
        if self._terms > MOST_TERMS:
            message = f"A filter makes at most {MOST_TERMS} comparisons."
            raise FilterInvalid("filter_too_many", message, token.span)
        if token.kind is TokenKind.PREFIX:
            self._take()
            return sugar.named(token, self._words(*self._tokens[self._place - 1 : self._place]))
        if token.kind is TokenKind.STRING:
            hint = f"search: {token.text}"
            raise self._unexpected(*_TERM, suggestion=_short(hint))
        if token.kind is not TokenKind.WORD or token.is_word("and", "or", "not"):
            raise self._unexpected(*_TERM)
        if self._is_compared():
            return self._comparison()
        return self._phrase()

    def _is_compared(self) -> bool:
        following = self._next
        if following.is_symbol("=", "!=", "<", "<=", ">", ">="):
            return True
        if following.is_word("like", "in"):
            return True
        after = self._tokens[min(self._place + 2, len(self._tokens) - 1)]
        return following.is_word("not") and after.is_word("in", "like")

    def _phrase(self) -> Node:
        """What is said in words: a phrase, a question such as `due before: friday`, a flag."""
        words = self._words()
        for length in (2, 1):
            if sugar.is_question(words[:length]):
                return sugar.asked(words[:length], words[length:], self._tokens[self._place - 1])
        found = sugar.phrase(words)
        if found is not None:
            return found
        raise self._unknown(words)

    def _unknown(self, words: list[Token]) -> FilterInvalid:
        first, span = words[0], words[0].span.to(words[-1].span)
        field = find_field(first.text)
        if field is not None:
            message = f"What is {field.name} compared with?"
            last = words[1].span if len(words) > 1 else self._now.span
            return FilterInvalid("filter_syntax", message, last, expected=field.operators)
        said = " ".join(word.text for word in words)
        suggestion = nearest(said, sugar.PHRASES) or similar_field(first.text)
        message = f"{quoted(said)} is no field and no word of filters."
        return FilterInvalid(
            "filter_unknown_word", message, span, expected=_TERM, suggestion=suggestion
        )

    def _words(self, *before: Token) -> list[Token]:
        """The words, or one string, up to the next operator."""
        words: list[Token] = []
        if before and self._now.kind is TokenKind.STRING:
            return [self._take()]
        while self._now.kind in {TokenKind.WORD, TokenKind.STRING}:
            if self._now.is_word("and", "or", "not"):
                break
            if self._now.kind is not TokenKind.WORD and not _goes_on(words):
                break
            words.append(self._take())
        return words

    def _comparison(self) -> Node:
        name = self._take()
        field = find_field(name.text)
        if field is None:
            message = f"There is no field {quoted(name.text)}."
            if name.text.lower() == "streak":
                message += " Streaks depend on each slot's time; ask for missed instead."
            raise FilterInvalid(
                "filter_unknown_field", message, name.span, suggestion=similar_field(name.text)
            )
        token = self._take()
        negated = token.is_word("not")
        if negated:
            token = self._take()
        operator = token.text.lower()
        self._check_operator(field, ("not " if negated else "") + operator, token)
        if operator == "in":
            return self._among(field, negated=negated)
        value, span = self._value(field, operator)
        said = "not like" if negated else _COMPARISONS[operator]
        return Compare(field.name, said, value, span)

    def _check_operator(self, field: Field, operator: str, token: Token) -> None:
        if operator not in field.operators:
            message = f"{field.name} cannot be compared with {operator}."
            raise FilterInvalid("filter_operator", message, token.span, expected=field.operators)

    def _among(self, field: Field, *, negated: bool) -> Node:
        bracket = self._take() if self._now.is_symbol("(") else None
        values: list[Value] = []
        spans: list[Span] = []
        while True:
            value, span = self._value(field, "in")
            values.append(value)
            spans.append(span)
            if not self._now.is_symbol(","):
                break
            self._take()
        if bracket is not None:
            if not self._now.is_symbol(")"):
                raise self._unexpected(",", f"a ) for column {bracket.span.column}")
            self._take()
        return Among(field.name, tuple(values), negated, tuple(spans))

    def _value(self, field: Field, operator: str) -> tuple[Value, Span]:
        token = self._now
        if token.kind not in {TokenKind.WORD, TokenKind.STRING} or token.is_word("and", "or"):
            raise self._unexpected(f"a value of {field.name}")
        self._take()
        text, span = token.text, token.span
        if field.kind in {Kind.WALL, Kind.INSTANT} and token.is_word("next"):
            more = self._take()
            text, span = f"{text} {more.text}", span.to(more.span)
        token = Token(token.kind, text, span)
        self._check_one_word(token)
        if token.is_word("null", "unset"):
            _check_null(field, operator, token)
            return None, span
        return value_of(field, token, text), span

    def _check_one_word(self, token: Token) -> None:
        following = self._now
        if following.kind in {TokenKind.WORD, TokenKind.STRING} and not following.is_word(
            "and", "or", "not"
        ):
            both = f'"{token.text} {following.text}"'
            raise self._unexpected("&&", "||", suggestion=_short(both))

    def _unexpected(self, *expected: str, suggestion: str | None = None) -> FilterInvalid:
        token = self._now
        said = (
            "The filter ends here"
            if token.kind is TokenKind.END
            else f"{quoted(token.text)} stands here"
        )
        message = f"{said}; expected was {' or '.join(expected)}."
        return FilterInvalid(
            "filter_syntax", message, token.span, expected=expected, suggestion=suggestion
        )


def _goes_on(words: list[Token]) -> bool:
    """Whether what follows belongs to a question such as `search: "buy milk"`."""
    return any(word.text.endswith(":") for word in words)


def _check_null(field: Field, operator: str, token: Token) -> None:
    if operator not in {"=", "!="}:
        message = f"null is compared with = or !=, not with {operator}."
        raise FilterInvalid("filter_operator", message, token.span, expected=("=", "!="))
    if not field.can_be_unset:
        message = f"{field.name} is never unset."
        raise FilterInvalid("filter_value", message, token.span, suggestion=field.instead or None)


def _short(suggestion: str) -> str | None:
    """The suggestion, unless it is too long to be read."""
    return suggestion if len(suggestion) <= _LONGEST_SUGGESTION else None
