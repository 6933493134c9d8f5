"""Ceremonies of WebAuthn: what is taken, and that everything else is one error."""

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from shared.core.relying_party import CeremonyFailed, RelyingParty, credential_id_of
from tests.authenticator import Authenticator, Flag, decoded, encoded

PARTY = RelyingParty("tasks.example.com", "https://tasks.example.com")
CHALLENGE = bytes(range(32))
HANDLE = bytes(16)
VERIFIED = Flag.PRESENT | Flag.VERIFIED
LIES = [
    {"origin": "https://tasks.example.com.evil.example"},
    {"origin": "http://tasks.example.com"},
    {"origin": "https://tasks.example.com:8443"},
    {"rp_id": "example.com"},
    {"rp_id": "evil.example"},
    {"challenge": encoded(bytes(32))},
    {"challenge": ""},
    {"crossOrigin": True},
    {"flags": Flag.PRESENT},
    {"flags": Flag.VERIFIED},
    {"flags": 0},
    {"flags": VERIFIED | Flag.BACKED_UP},  # which never said that it could be
]


def creation():
    return PARTY.creation_options(
        CHALLENGE, HANDLE, account="ada@example.com", name="Ada", known=[]
    )


def request():
    return PARTY.request_options(CHALLENGE)


@pytest.fixture(scope="module")
def device():
    return Authenticator(PARTY.origin)


@pytest.fixture(scope="module")
def made(device):
    return PARTY.check_creation(device.create(creation()), CHALLENGE)


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()]
)
def test_what_a_key_made_it_can_be_used_for(key):
    device = Authenticator(PARTY.origin, counter=4, key=key)
    made = PARTY.check_creation(device.create(creation()), CHALLENGE)
    assert made.credential_id == device.credential_id
    assert (made.sign_count, made.is_backed_up) == (4, False)
    use = PARTY.check_use(device.get(request()), CHALLENGE, made.public_key)
    assert (use.sign_count, use.user_handle) == (5, HANDLE)


def test_options_ask_for_what_is_checked():
    options = creation()
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none"
    assert options["rp"] == {"name": "Rondel", "id": PARTY.id}
    assert request()["userVerification"] == "required"
    assert request()["rpId"] == PARTY.id
    assert not request().get("allowCredentials")


def test_a_backup_is_seen(device, made):
    flags = VERIFIED | Flag.MAY_BE_BACKED_UP | Flag.BACKED_UP
    assert PARTY.check_use(
        device.get(request(), flags=flags), CHALLENGE, made.public_key
    ).is_backed_up


@pytest.mark.parametrize("lie", [*LIES, {"type": "webauthn.get"}], ids=str)
def test_no_lie_makes_a_credential(device, lie):
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(device.create(creation(), **lie), CHALLENGE)


@pytest.mark.parametrize("lie", [*LIES, {"type": "webauthn.create"}], ids=str)
def test_no_lie_uses_a_credential(device, made, lie):
    with pytest.raises(CeremonyFailed):
        PARTY.check_use(device.get(request(), **lie), CHALLENGE, made.public_key)


def test_another_key_signs_nothing(device, made):
    other = Authenticator(PARTY.origin, credential_id=device.credential_id)
    with pytest.raises(CeremonyFailed):
        PARTY.check_use(other.get(request()), CHALLENGE, made.public_key)


@pytest.mark.parametrize("algorithm", [-35, -65535, 0, -8])
def test_no_other_algorithm_is_taken(algorithm):
    device = Authenticator(PARTY.origin)
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(device.create(creation(), algorithm=algorithm), CHALLENGE)


@pytest.mark.parametrize("curve", [ec.SECP384R1(), ec.SECP521R1(), ec.SECP256K1()])
def test_a_key_of_another_curve_is_refused(curve):
    device = Authenticator(PARTY.origin, key=ec.generate_private_key(curve))
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(device.create(creation()), CHALLENGE)


@pytest.mark.parametrize(("bits", "is_taken"), [(1024, False), (2048, True)])
def test_keys_of_rsa_have_2048_bits_or_more(bits, is_taken):
    device = Authenticator(PARTY.origin, key=rsa.generate_private_key(65537, bits))
    answer = device.create(creation())
    if not is_taken:
        with pytest.raises(CeremonyFailed):
            PARTY.check_creation(answer, CHALLENGE)
        return
    made = PARTY.check_creation(answer, CHALLENGE)
    assert PARTY.check_use(device.get(request()), CHALLENGE, made.public_key).user_handle == HANDLE


def test_a_point_off_its_curve_is_no_key():
    device = Authenticator(PARTY.origin)
    answer = device.create(creation())
    attestation = bytearray(decoded(answer["response"]["attestationObject"]))
    attestation[-1] ^= 1
    answer["response"]["attestationObject"] = encoded(bytes(attestation))
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(answer, CHALLENGE)


def test_a_credential_has_one_name():
    device = Authenticator(PARTY.origin)
    answer = device.create(creation())
    answer["id"] = answer["rawId"] = encoded(b"another")
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(answer, CHALLENGE)


def test_an_attestation_is_neither_needed_nor_judged():
    device = Authenticator(PARTY.origin)
    answer = device.create(creation())
    found = cbor2.loads(decoded(answer["response"]["attestationObject"]))
    found |= {"fmt": "packed", "attStmt": {"alg": -7, "sig": b"nonsense", "x5c": [b"nonsense"]}}
    answer["response"]["attestationObject"] = encoded(cbor2.dumps(found))
    assert PARTY.check_creation(answer, CHALLENGE).credential_id == device.credential_id


def spoiled(answer, part, position, value):
    """The answer with one byte of one part replaced, or the rest of it cut off."""
    data = bytearray(decoded(answer["response"][part]))
    position %= len(data)
    if value is None:
        data = data[:position]
    else:
        data[position] = value
    return answer | {"response": answer["response"] | {part: encoded(bytes(data))}}


where = st.integers(0, 400)
what = st.none() | st.integers(0, 255)


@given(st.sampled_from(["clientDataJSON", "attestationObject"]), where, what)
def test_whatever_is_spoiled_in_a_creation_is_one_error_or_none(part, position, value):
    device = Authenticator(PARTY.origin, key=_KEY, credential_id=b"c" * 32)
    answer = spoiled(device.create(creation()), part, position, value)
    try:
        made = PARTY.check_creation(answer, CHALLENGE)
    except CeremonyFailed:
        return
    assert made.credential_id == device.credential_id


@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), where, what)
def test_whatever_is_spoiled_in_a_use_is_refused(part, position, value):
    device = Authenticator(PARTY.origin, key=_KEY, credential_id=b"c" * 32)
    public_key = PARTY.check_creation(device.create(creation()), CHALLENGE).public_key
    before = device.get(request())
    after = spoiled(before, part, position, value)
    if after == before:
        return
    with pytest.raises(CeremonyFailed):
        PARTY.check_use(after, CHALLENGE, public_key)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=40),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
        max_leaves=8,
    )
)
def test_any_cbor_for_an_attestation_is_refused(value):
    answer = Authenticator(PARTY.origin, key=_KEY).create(creation())
    for attestation in (value, {"fmt": "none", "attStmt": {}, "authData": value}):
        answer["response"]["attestationObject"] = encoded(cbor2.dumps(attestation))
        with pytest.raises(CeremonyFailed):
            PARTY.check_creation(answer, CHALLENGE)


def test_deep_nesting_is_refused():
    answer = Authenticator(PARTY.origin, key=_KEY).create(creation())
    answer["response"]["attestationObject"] = encoded(b"\x81" * 40_000)
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(answer, CHALLENGE)
    answer["response"]["clientDataJSON"] = encoded(b"[" * 40_000)
    with pytest.raises(CeremonyFailed):
        PARTY.check_creation(answer, CHALLENGE)


@pytest.mark.parametrize("credential", [{}, {"rawId": "a"}])
def test_a_credential_without_a_readable_name_is_refused(credential):
    with pytest.raises(CeremonyFailed):
        credential_id_of(credential)


_KEY = ec.generate_private_key(ec.SECP256R1())
