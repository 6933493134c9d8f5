"""A broker with every kind of listener, users of every mechanism, and an authorizer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from cli.embedded.jars import Jar, JarSet, locked_jars
from cli.embedded.kafka import Kafka, java
from cli.embedded.layout import DEFAULT_STATE, cache_of
from cli.embedded.maven import download
from cli.embedded.ports import HOST, choose_port, is_free
from cli.embedded.processes import Command
from shared.core.settings import KafkaSettings
from shared.kafka import acls
from tests.integration.security.pki import Authority, Identity
from tests.services.own import OwnServer

ADMIN = "admin"
PASSWORD = "for-one-test-run-only"
ROLES = tuple(role.name for role in acls.ROLES)
USERS = tuple(f"rondel-{name}" for name in (*ROLES, "new", "stranger"))
ACL_TOOL = "org.apache.kafka.tools.AclCommand"
_PROTOCOLS = ("SSL", "SASL_SSL", "SASL_PLAINTEXT")
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
_PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required"

# Kafka's own command-line tools: not a part of the embedded broker, so not in its lock.
_TOOLS = Jar(
    "org.apache.kafka",
    "kafka-tools",
    "4.3.1",
    "62f3c5dd7aa3442d4c5bc6a95f86e2502178ea09de8e27f74d9563bf955e253c",
)


@dataclass(frozen=True)
class SecureKafka:
    """The broker. Its PLAINTEXT listener is for the tests: whoever comes there may do anything."""

    server: OwnServer
    ports: dict[str, int]
    authority: Authority
    ca_file: Path

    def address(self, protocol: str, host: str = HOST) -> str:
        """host:port of the listener."""
        return f"{host}:{self.ports[protocol]}"

    def settings(self, protocol: str, *, host: str = HOST, **fields: object) -> KafkaSettings:
        """Settings for this listener, with our CA where there is TLS; fields may replace them."""
        given: dict[str, object] = {
            "brokers": self.address(protocol, host),
            "security_protocol": protocol,
            "partitions": 4,
        }
        if protocol.endswith("SSL"):
            given["ssl_ca_file"] = self.ca_file
        return KafkaSettings.model_validate(given | fields)

    def signed_in(self, user: str = ADMIN, **fields: object) -> KafkaSettings:
        """Settings of a SCRAM-SHA-512 user over TLS."""
        sasl = {
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_username": user,
            "sasl_password": PASSWORD,
        }
        return self.settings("SASL_SSL", **(sasl | fields))

    def change_acl(self, how: str, user: str, operation: str, kind: str, *names: str) -> str:
        """The user may (`add`) or may not (`remove`) do that to these topics or groups."""
        return self.run_tool(
            ACL_TOOL,
            *("--bootstrap-server", self.address("PLAINTEXT"), f"--{how}", "--force"),
            *("--allow-principal", f"User:{user}", "--operation", operation),
            *(part for name in names for part in (f"--{kind}", name)),
        )

    def set_password(self, user: str, password: str) -> str:
        """The user signs in with that from now on (SCRAM-SHA-512)."""
        return self.run_tool(
            "kafka.admin.ConfigCommand",
            *("--bootstrap-server", self.address("PLAINTEXT"), "--alter"),
            *("--entity-type", "users", "--entity-name", user),
            *("--add-config", f"SCRAM-SHA-512=[password={password}]"),
        )

    def run_tool(self, *arguments: str) -> str:
        """What a tool of Kafka says, which ended well."""
        cache = cache_of(DEFAULT_STATE)
        tools = JarSet(cache / "kafka-tools", (_TOOLS,))
        tools.fetch(download, lambda _done, _total: None)
        classpath = f"{tools.classpath}:{locked_jars(cache).classpath}"
        options = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
        command = Command([java(), *options, "-cp", classpath, *arguments])
        done = command.run(timeout_seconds=60)
        assert done.returncode == 0, done.stdout
        return done.stdout


class _SecuredKafka(Kafka):
    """Ready once each listener answers: they open one after the other."""

    @override
    def is_ready(self, pid: int) -> bool:
        listeners = self.properties["listeners"].split(",")
        ports = [int(each.rpartition(":")[2]) for each in listeners]
        return super().is_ready(pid) and not any(is_free(port) for port in ports)


@contextmanager
def running_broker(folder: Path, authority: Authority) -> Iterator[SecureKafka]:
    """It serves until the end of the block."""
    taken: list[int] = []
    for _ in range(2 + len(_PROTOCOLS)):
        taken.append(choose_port(avoid=taken))
    plain, controller, *rest = taken
    ports = {"PLAINTEXT": plain} | dict(zip(_PROTOCOLS, rest, strict=True))
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(authority.pem)
    keystore = _keystore(folder, authority.issue(HOST))
    service = _SecuredKafka(
        state_dir=folder / "broker",
        cache=cache_of(DEFAULT_STATE),
        port=plain,
        controller_port=controller,
        log=folder / "kafka.log",
        properties=_properties(ports, controller, keystore, ca_file),
        scram_users=[
            *(f"SCRAM-SHA-512=[name={user},password={PASSWORD}]" for user in (ADMIN, *USERS)),
            f"SCRAM-SHA-256=[name={ADMIN},password={PASSWORD}]",
        ],
    )
    server = OwnServer(service.start())
    try:
        yield SecureKafka(server, ports, authority, ca_file)
    finally:
        server.kill()


def _keystore(folder: Path, identity: Identity) -> Path:
    path = folder / "server.pem"
    path.write_bytes(identity.key + identity.certificate)
    return path


def _properties(
    ports: dict[str, int], controller: int, keystore: Path, ca_file: Path
) -> dict[str, str]:
    listeners = ",".join(f"{name}://{HOST}:{port}" for name, port in ports.items())
    plain_users = f'{_PLAIN} user_{ADMIN}="{PASSWORD}";'
    return {
        "listeners": f"{listeners},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": listeners,
        "listener.security.protocol.map": ",".join(
            ["CONTROLLER:PLAINTEXT", *(f"{name}:{name}" for name in ports)]
        ),
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(keystore),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(ca_file),
        "listener.name.ssl.ssl.client.auth": "required",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
        **{
            f"listener.name.{listener}.{mechanism}.sasl.jaas.config": module
            for listener in ("sasl_ssl", "sasl_plaintext")
            for mechanism, module in (
                ("plain", plain_users),
                ("scram-sha-256", _SCRAM),
                ("scram-sha-512", _SCRAM),
            )
        },
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": f"User:ANONYMOUS;User:{ADMIN};User:CN={ADMIN}",
    }
