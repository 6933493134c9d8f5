"""Combinations of security settings that make no sense are refused at the start, by name."""

import pytest

from shared.core.settings import read_settings
from tests.integration.security.pki import Authority
from tests.unit.core.test_settings import complaint
from workers.runtime.settings import WorkerSettings

SASL = {"SASL_MECHANISM": "SCRAM-SHA-512", "SASL_USERNAME": "ada", "SASL_PASSWORD": "hunter2"}
AUTHORITY = Authority("test")


@pytest.fixture
def files(tmp_path):
    """Good and bad files by name."""
    AUTHORITY.issue("rondel").write(tmp_path)
    AUTHORITY.issue("other").write(tmp_path / "other")
    AUTHORITY.issue("locked", password="hunter2").write(tmp_path / "locked")
    (tmp_path / "ca.crt").write_bytes(AUTHORITY.pem)
    (tmp_path / "nonsense").write_text("nonsense")
    broken = AUTHORITY.pem.replace(b"\nMII", b"\nXXX")
    assert broken != AUTHORITY.pem
    (tmp_path / "broken").write_bytes(broken)
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    return tmp_path


@pytest.fixture
def setting(monkeypatch, files):
    """Sets variables of Kafka; a name of a file stands for its path."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@db.example/r")
    monkeypatch.setenv("KAFKA_BROKERS", "one.example:9092")

    def set_all(**values):
        for name, value in values.items():
            given = str(files / value) if name.endswith("_FILE") else value
            monkeypatch.setenv(f"RONDEL_KAFKA__{name}", given)

    return set_all


@pytest.mark.usefixtures("setting")
def test_nothing_set_means_no_security():
    kafka = read_settings(WorkerSettings).kafka
    assert (kafka.security_protocol, kafka.uses_tls, kafka.uses_sasl) == ("PLAINTEXT", False, False)


def test_names_are_as_kafka_writes_them_in_any_case(setting):
    setting(SECURITY_PROTOCOL="sasl_ssl", **(SASL | {"SASL_MECHANISM": "scram-sha-512"}))
    kafka = read_settings(WorkerSettings).kafka
    assert (kafka.security_protocol, kafka.sasl_mechanism) == ("SASL_SSL", "SCRAM-SHA-512")
    assert kafka.ssl_check_hostname
    assert "hunter2" not in repr(kafka)


def test_empty_variables_count_as_unset(setting):
    setting(SASL_MECHANISM="", SASL_USERNAME="", SASL_PASSWORD="", SSL_KEY_PASSWORD="")
    assert read_settings(WorkerSettings).kafka.sasl_username is None


def test_mutual_tls_takes_three_files(setting):
    setting(
        SECURITY_PROTOCOL="SSL",
        SSL_CA_FILE="ca.crt",
        SSL_CERTIFICATE_FILE="locked/tls.crt",
        SSL_KEY_FILE="locked/tls.key",
        SSL_KEY_PASSWORD="hunter2",
    )
    context = read_settings(WorkerSettings).kafka.certificates.load()
    assert context.check_hostname
    assert [each["subject"] for each in context.get_ca_certs()] == [((("commonName", "test"),),)]


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        ({"SECURITY_PROTOCOL": "TLS"}, "SECURITY_PROTOCOL", "Input should be 'PLAINTEXT', 'SSL'"),
        (SASL, "SASL_MECHANISM", "makes no sense with security_protocol PLAINTEXT"),
        (
            {"SECURITY_PROTOCOL": "SASL_SSL"} | SASL | {"SASL_MECHANISM": "GSSAPI"},
            "SASL_MECHANISM",
            "Input should be 'PLAIN', 'SCRAM-SHA-256' or 'SCRAM-SHA-512'",
        ),
        *(
            (
                {"SECURITY_PROTOCOL": "SASL_SSL"} | {k: v for k, v in SASL.items() if k != name},
                name,
                "is needed with security_protocol SASL_SSL",
            )
            for name in SASL
        ),
        *(
            ({name: "ca.crt"}, name, "makes no sense with security_protocol PLAINTEXT")
            for name in ("SSL_CA_FILE", "SSL_CERTIFICATE_FILE")
        ),
        (
            {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SSL_CA_FILE": "ca.crt", **SASL},
            "SSL_CA_FILE",
            "would have to be SSL or SASL_SSL",
        ),
    ],
)
def test_what_does_not_go_together(setting, values, name, said):
    setting(**values)
    lines = complaint(WorkerSettings).splitlines()
    assert lines[0].startswith(f"RONDEL_KAFKA__{name}: ")
    assert said in lines[0]
    assert "hunter2" not in "".join(lines)


PAIR = {"SSL_CERTIFICATE_FILE": "tls.crt", "SSL_KEY_FILE": "tls.key"}


@pytest.mark.parametrize(
    ("values", "name", "said"),
    [
        ({"SSL_CA_FILE": "absent"}, "SSL_CA_FILE", "there is no file {}/absent"),
        ({"SSL_CA_FILE": "other"}, "SSL_CA_FILE", "{}/other cannot be read: Is a directory"),
        ({"SSL_CA_FILE": "nonsense"}, "SSL_CA_FILE", "{}/nonsense holds no certificate in PEM"),
        ({"SSL_CA_FILE": "binary"}, "SSL_CA_FILE", "{}/binary holds no certificate in PEM form"),
        ({"SSL_CA_FILE": "broken"}, "SSL_CA_FILE", "{}/broken holds no certificate that can be"),
        (PAIR | {"SSL_CERTIFICATE_FILE": "absent"}, "SSL_CERTIFICATE_FILE", "there is no file"),
        (PAIR | {"SSL_CERTIFICATE_FILE": "broken"}, "SSL_KEY_FILE", "no key and certificate that"),
        (PAIR | {"SSL_KEY_FILE": "absent"}, "SSL_KEY_FILE", "there is no file {}/absent"),
        (PAIR | {"SSL_KEY_FILE": "tls.crt"}, "SSL_KEY_FILE", "holds no private key in PEM form"),
        (PAIR | {"SSL_KEY_FILE": "other/tls.key"}, "SSL_KEY_FILE", "is not the key of the"),
        (PAIR | {"SSL_KEY_FILE": "locked/tls.key"}, "SSL_KEY_FILE", "is encrypted, and no key"),
        (
            PAIR | {"SSL_KEY_FILE": "locked/tls.key", "SSL_KEY_PASSWORD": "wrong"},
            "SSL_KEY_FILE",
            "is no private key that the given password opens",
        ),
        ({"SSL_CERTIFICATE_FILE": "tls.crt"}, "SSL_KEY_FILE", "is needed with ssl_certificate_"),
        ({"SSL_KEY_FILE": "tls.key"}, "SSL_KEY_FILE", "makes no sense without ssl_certificate_"),
        ({"SSL_KEY_PASSWORD": "hunter2"}, "SSL_KEY_FILE", "is needed with ssl_key_password"),
    ],
)
def test_files_that_cannot_be_used(setting, files, values, name, said):
    setting(SECURITY_PROTOCOL="SSL", **values)
    (line,) = complaint(WorkerSettings).splitlines()
    assert line.startswith(f"RONDEL_KAFKA__{name}: ")
    assert said.format(files) in line
    assert "hunter2" not in line
