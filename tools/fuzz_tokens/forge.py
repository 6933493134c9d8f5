"""Tokens that must never be taken, made from good ones in every way that attacks are known for."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from uuid import UUID

Claims = dict[str, object]

_ALGORITHMS = (
    *("none", "None", "nOnE", "NONE", "", None, 0, [], {}, "HS384", "HS512", "RS256", "ES256"),
    *("EdDSA", "dir", "A256KW", "hs256", "HS256 ", ["HS256"], "PS256", "ES512"),
)
_VALUES = (
    *(None, True, False, 0, -1, 0.5, 10**400, float("nan"), float("inf"), -(2**63), 2**64, "", "0"),
    *("\x00", "\ud800", "ü" * 50, [], {}, [[]], {"a": 1}, "x" * 5_000, "1e400", ["rondel-api", 1]),
)
_KIDS = (
    *("../../dev/null", "/etc/passwd", "' OR 1=1 --", "x" * 4_000, [], None, {}, 7, "\x00", "none"),
    *("http://127.0.0.1/", "${jndi:ldap://127.0.0.1}", "|id", "0"),
)
_SOON = 300  # seconds: beyond the leeway of a minute, however slow the machine
_FAR = 10**7


@dataclass(frozen=True)
class Bench:
    """What forgers have: the right claims, the secret of the tests, and other keys and tokens."""

    claims: Claims
    secret: bytes
    other_keys: tuple[bytes, ...]
    other_tokens: tuple[str, ...]
    now: int


def sign(header: bytes, payload: bytes, key: bytes, digest: str = "sha256") -> str:
    """A token of these bytes, whatever they are."""
    signed = _b64(header) + b"." + _b64(payload)
    return (signed + b"." + _b64(hmac.digest(key, signed, digest))).decode()


def forged(bench: Bench, random: Random) -> tuple[str, str]:
    """A way of forging, and the value of an Authorization header made so."""
    way = random.choice(WAYS)
    return way.__name__.strip("_"), way(bench, random)


def _b64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def _json(value: object) -> bytes:
    return json.dumps(value).encode("utf-8", "surrogatepass")


_HEADER = _json({"alg": "HS256", "typ": "JWT"})


def _good(bench: Bench) -> str:
    return sign(_HEADER, _json(bench.claims), bench.secret)


def _another_algorithm(bench: Bench, random: Random) -> str:
    header = _json({"alg": random.choice(_ALGORITHMS), "typ": "JWT"})
    digest = random.choice(("sha256", "sha384", "sha512"))
    token = sign(header, _json(bench.claims), bench.secret, digest)
    return f"Bearer {random.choice((token, token.rpartition('.')[0] + '.'))}"


def _no_or_wrong_signature(bench: Bench, random: Random) -> str:
    signed, _, signature = _good(bench).rpartition(".")
    wrong = (
        "",
        "A",
        signature[::-1],
        signature[:-2],
        "A" * len(signature),
        _b64(b"\0" * 32).decode(),
    )
    return f"Bearer {signed}.{random.choice(wrong)}"


def _another_key(bench: Bench, random: Random) -> str:
    keys = (*bench.other_keys, b"", b"secret", hashlib.sha256(bench.secret).digest())
    return f"Bearer {sign(_HEADER, _json(bench.claims), random.choice(keys))}"


def _another_kind(bench: Bench, random: Random) -> str:
    token = random.choice(bench.other_tokens)
    return f"Bearer {random.choice((token, token + '.', 'rondel_api_' + token, token * 2))}"


def _header_games(bench: Bench, random: Random) -> str:
    """What the header brings along is not used: signed with a key of its own."""
    own = b"a key that the forger chose freely"
    more: Claims = {
        "kid": random.choice(_KIDS),
        "jwk": {"kty": "oct", "k": _b64(own).decode()},
        "jku": "http://127.0.0.1:1/keys",
        "x5u": "http://127.0.0.1:1/cert",
        "x5c": [_b64(own).decode()],
    }
    taken = random.sample(sorted(more), random.randint(1, len(more)))
    header = {"alg": "HS256", "typ": "JWT", **{name: more[name] for name in taken}}
    return f"Bearer {sign(_json(header), _json(bench.claims), own)}"


def _critical(bench: Bench, random: Random) -> str:
    """Signed rightly, but asking for an extension (RFC 7515 §4.1.11, RFC 7797)."""
    crit = random.choice((["b64"], ["exp"], [], "b64", None, [1]))
    header = {"alg": "HS256", "crit": crit, "b64": False, "exp": 1}
    return f"Bearer {sign(_json(header), _json(bench.claims), bench.secret)}"


def _missing_claim(bench: Bench, random: Random) -> str:
    gone = random.choice(sorted(bench.claims))
    left = {name: value for name, value in bench.claims.items() if name != gone}
    return f"Bearer {sign(_HEADER, _json(left), bench.secret)}"


def _wrong_claim(bench: Bench, random: Random) -> str:
    name, value = random.choice(("iss", "aud", "sub", "sid")), random.choice(_VALUES)
    return f"Bearer {sign(_HEADER, _json({**bench.claims, name: value}), bench.secret)}"


def _wrong_time(bench: Bench, random: Random) -> str:
    exp: tuple[object, ...] = (bench.now - 61, 0, -1, True, None, "soon", [], {}, "", 10**400)
    iat: tuple[object, ...] = (bench.now + _SOON, bench.now + _FAR, "now", None, [], {}, 10**400)
    nbf: tuple[object, ...] = (bench.now + _SOON, bench.now + _FAR, "later", [], {})
    odd: tuple[object, ...] = (float("nan"), float("inf"), float("-inf"))
    name, values = random.choice((("exp", exp + odd), ("iat", iat + odd), ("nbf", nbf)))
    changed = {**bench.claims, name: random.choice(values)}
    return f"Bearer {sign(_HEADER, _json(changed), bench.secret)}"


def _twice(bench: Bench, random: Random) -> str:
    """The same member twice: an earlier one that is good must not stand for a later bad one."""
    name = random.choice(("exp", "sub", "aud", "iss", "sid", "iat"))
    payload = _json(bench.claims)[:-1] + f', "{name}": {json.dumps("x")}}}'.encode()
    return f"Bearer {sign(_HEADER, payload, bench.secret)}"


def _twice_in_header(bench: Bench, random: Random) -> str:
    first, second = random.sample(("HS256", "none"), 2)
    header = f'{{"alg": "{first}", "alg": "{second}"}}'.encode()
    return f"Bearer {sign(header, _json(bench.claims), random.choice(bench.other_keys))}"


def _no_object(bench: Bench, random: Random) -> str:
    payloads = (b"", b"null", b"[]", b"1", b'"x"', b"{", b"\xff\xfe", b"[" * 5_000, b"NaN", b"{}")
    header = random.choice((_HEADER, *payloads))
    return f"Bearer {sign(header, random.choice(payloads), bench.secret)}"


def _shape(bench: Bench, random: Random) -> str:
    """Too few, too many, nested or gigantic parts."""
    good = _good(bench)
    shapes = (
        *("", ".", "..", "...", good + ".", "." + good, f"{good}.x.y", good.replace(".", ". ")),
        *(_b64(good.encode()).decode(), f"{good} {good}", f'"{good}"', good.replace(".", "..")),
        *("A" * 65_536, "." * 1_000_000, "A." * 500_000, good + "A" * 1_048_576),
        *("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA", good[::-1], good.upper()),
        *(good.replace(".", "\t"), good[:-1] + "é", good[:40] + "\x0b" + good[40:], "ü" * 100),
    )
    return f"Bearer {random.choice(shapes)}"


def _scheme(bench: Bench, random: Random) -> str:
    good = _good(bench)
    schemes = (
        *(f"Basic {good}", good, f"Bearer{good}", f"Bearer:{good}", f"Token {good}", "Bearer"),
        *(f"Bearer Bearer {good}", f"JWT {good}", f"Bearer token={good}", f"Bearer {good}, x", ""),
        *(f"Bearer {good},Bearer {good}", f"Digest {good}", "Bearer ", f"Bearer\x00{good}"),
    )
    return random.choice(schemes)


def _noise(bench: Bench, random: Random) -> str:
    good = bytearray(_good(bench).encode())
    for _ in range(random.randint(1, 4)):
        good[random.randrange(len(good) - 1)] ^= random.randint(1, 127)
    return f"Bearer {good.decode('latin-1')}"


def _stranger(bench: Bench, random: Random) -> str:
    """Signed with another key, for somebody else, on a device of somebody else."""
    name = random.choice(("sub", "sid"))
    changed = {**bench.claims, name: str(UUID(int=random.getrandbits(128)))}
    signed, _, signature = _good(bench).rpartition(".")
    return f"Bearer {signed.split('.')[0]}.{_b64(_json(changed)).decode()}.{signature}"


WAYS: tuple[Callable[[Bench, Random], str], ...] = (
    *(_another_algorithm, _no_or_wrong_signature, _another_key, _another_kind, _header_games),
    *(_critical, _missing_claim, _wrong_claim, _wrong_time, _twice, _twice_in_header, _no_object),
    *(_shape, _scheme, _noise, _stranger),
)
