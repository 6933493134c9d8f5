"""Try forged access tokens: none may be taken, and none may be more than refused.

python -m tools.fuzz_tokens --count 20000 --seed 1

Asks the verifier itself; tests/integration/api/test_token_fuzz.py asks the whole API. Exits with 1
if a token was taken, or fails in another way than `Unauthenticated`.
"""

import argparse
import sys
from collections import Counter
from random import Random
from time import process_time
from uuid import uuid4

from pydantic import SecretStr

from api.tokens import Tokens
from shared.core.clock import SystemClock
from shared.core.errors import Unauthenticated
from shared.core.refresh_tokens import RefreshClaims, RefreshTokens
from shared.core.settings import AuthSettings
from tools.fuzz_tokens.forge import Bench, forged

_SECRET = "a secret that only this trial has"  # noqa: S105 - it guards nothing
_SCHEME = "bearer "
_SLOW_SECONDS = 0.25


def main() -> int:
    """0 if each token was refused as it should be, else 1."""
    options = _options()
    random, clock = Random(options.seed), SystemClock()  # noqa: S311 - the same again for a seed
    settings = AuthSettings(secret=SecretStr(_SECRET))
    tokens, bench = Tokens(settings, clock), _bench(settings, clock)
    tried: Counter[str] = Counter()
    wrong: list[str] = []
    for _ in range(options.count):
        way, header = forged(bench, random)
        tried[way] += 1
        started = process_time()
        outcome = _outcome(tokens, header)
        if outcome != "refused" or process_time() - started > _SLOW_SECONDS:
            wrong.append(f"{way}: {outcome}: {header[:300]!r}")
    for way, number in sorted(tried.items()):
        print(f"{number:8,} {way}")
    print(
        f"{options.count:8,} tokens, seed {options.seed}; {len(wrong):,} not refused as they should"
    )
    for text in wrong[:20]:
        print(text)
    return 1 if wrong else 0


def _outcome(tokens: Tokens, header: str) -> str:
    if header[: len(_SCHEME)].lower() != _SCHEME:
        return "refused"  # as api/deps.py does
    try:
        tokens.verify(header[len(_SCHEME) :].strip())
    except Unauthenticated:
        return "refused"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return repr(error)
    return "taken"


def _bench(settings: AuthSettings, clock: SystemClock) -> Bench:
    now = int(clock.now().timestamp())
    claims: dict[str, object] = {
        "iss": settings.issuer,
        "aud": settings.audience,
        "sub": str(uuid4()),
        "sid": str(uuid4()),
        "iat": now,
        "exp": now + 3_600,
    }
    refresh = RefreshTokens([_SECRET]).write(RefreshClaims(uuid4(), 1))
    keys = (_SECRET[::-1].encode(), _SECRET[:-1].encode(), b"rondel")
    return Bench(claims, _SECRET.encode(), keys, (refresh, uuid4().hex), now)


def _options() -> argparse.Namespace:
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz_tokens", description=about)
    parser.add_argument("--count", type=int, default=20_000, help="how many tokens (20000)")
    parser.add_argument("--seed", type=int, default=1, help="of the random choices (1)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
