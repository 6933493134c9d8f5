"""Leases with an epoch: who may act, and a number that fences off whoever acted before.

Expiry is judged by the database's clock alone, so that hosts need not agree on the time.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from shared.db.connection import Connection

RELAY_LANE = "relay/lane/"
"""Before the number of a lane in the name of its lease."""
RELAY_MEMBER = "relay/member/"
"""Before the name of a relay that is there."""

_ACQUIRE = text(
    """
    INSERT INTO leases AS l (name, owner, epoch, expires_at)
    SELECT name, :owner, 1, clock_timestamp() + make_interval(secs => :ttl)
    FROM unnest(CAST(:names AS text[])) AS name ORDER BY name
    ON CONFLICT (name) DO UPDATE
    SET owner = excluded.owner, epoch = l.epoch + 1, expires_at = excluded.expires_at
    WHERE l.expires_at < clock_timestamp() OR :force
    RETURNING name, epoch
    """
)


async def acquire(
    connection: Connection,
    names: Sequence[str],
    owner: str,
    ttl_seconds: float,
    *,
    force: bool = False,
) -> dict[str, int]:
    """Names now owned, each with its new epoch; with `force` also those that others still hold."""
    parameters = {"names": list(names), "owner": owner, "ttl": ttl_seconds, "force": force}
    result = await connection.execute(_ACQUIRE, parameters)
    return {row.name: row.epoch for row in result}


_RENEW = text(
    """
    UPDATE leases AS l SET expires_at = clock_timestamp() + make_interval(secs => :ttl)
    FROM unnest(CAST(:names AS text[]), CAST(:epochs AS bigint[])) AS mine (name, epoch)
    WHERE l.name = mine.name AND l.epoch = mine.epoch
    RETURNING l.name
    """
)


async def renew(connection: Connection, held: Mapping[str, int], ttl_seconds: float) -> set[str]:
    """Names still owned under the epochs of `held`, now for `ttl_seconds` more."""
    parameters = {"names": list(held), "epochs": list(held.values()), "ttl": ttl_seconds}
    return {row.name for row in await connection.execute(_RENEW, parameters)}


_STILL_HELD = text(
    """
    SELECT l.name FROM leases l
    JOIN unnest(CAST(:names AS text[]), CAST(:epochs AS bigint[])) AS mine (name, epoch)
    ON l.name = mine.name AND l.epoch = mine.epoch
    ORDER BY l.name FOR SHARE OF l
    """
)


async def are_held(connection: Connection, held: Mapping[str, int]) -> bool:
    """Whether all these epochs are current, and stay so until the transaction ends."""
    parameters = {"names": list(held), "epochs": list(held.values())}
    return len((await connection.execute(_STILL_HELD, parameters)).all()) == len(held)


_RELEASE = text(
    """
    UPDATE leases AS l SET expires_at = '-infinity'
    FROM unnest(CAST(:names AS text[]), CAST(:epochs AS bigint[])) AS mine (name, epoch)
    WHERE l.name = mine.name AND l.epoch = mine.epoch
    """
)


async def release(connection: Connection, held: Mapping[str, int]) -> None:
    """Others may take these at once; epochs that are no longer ours are left alone."""
    await connection.execute(_RELEASE, {"names": list(held), "epochs": list(held.values())})


_OWNERS = text(
    """
    SELECT count(*) FROM leases
    WHERE starts_with(name, :prefix) AND expires_at > clock_timestamp()
    """
)


async def count_live(connection: Connection, prefix: str) -> int:
    """How many leases with this prefix are held by somebody now."""
    return int((await connection.execute(_OWNERS, {"prefix": prefix})).scalar_one())


_FORGET = text(
    """
    DELETE FROM leases WHERE starts_with(name, :prefix)
    AND expires_at < clock_timestamp() - interval '1 hour'
    """
)


async def forget_expired(connection: Connection, prefix: str) -> None:
    """Leases with this prefix that nobody has held for an hour are gone."""
    await connection.execute(_FORGET, {"prefix": prefix})
