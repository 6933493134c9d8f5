"""Pages that end early where what stands on them is long."""

from typing import Final

MOST_BYTES: Final = 1 << 20
"""As much as a batch holds of an answer (`api/batching.py`): the assistant, which asks through one,
finds a page that was cut too large, and reads it without notes."""


def ended_early(page: str, size: str) -> str:
    """The statement of a page, less what begins beyond `MOST_BYTES`, but never less than a row.

    Two columns stand behind its own, `has_next` (true, or null in the last row of `page`) and the
    bytes before the row. `size` is that of a row, from the columns of `page`: of a text PostgreSQL
    knows it without reading the text. The window keeps the rows in their order.
    """
    return f"""
        SELECT * FROM (
            SELECT page.*, lead(true) OVER earlier AS has_next, sum({size}) OVER earlier AS before
            FROM ({page}) page
            WINDOW earlier AS (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ) page WHERE before IS NULL OR before < {MOST_BYTES}
    """  # noqa: S608 - made of statements of repositories
