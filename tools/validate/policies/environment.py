"""Whether what processes are told is what they can be told, and nobody is told others' secrets."""

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import PurePosixPath

from shared.core.secret_files import SUFFIX
from shared.core.settings import PLAIN_NAMES
from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.model import (
    Workload,
    finding,
    listed,
    namespace_of,
    of_kind,
    workloads,
)
from tools.validate.policies.ports import processes
from tools.validate.policies.references import SECRET_KEYS, references_of
from tools.validate.renders import Object, Render

KEY_OF = {
    ("database", "url"): frozenset({"database-url", "database-url-direct", "uri"}),
    ("auth", "secret"): frozenset({"auth-secret"}),
    ("secrets_key",): frozenset({"secrets-key"}),
    ("smtp", "password"): frozenset({"smtp-password"}),
    ("kafka", "sasl_password"): frozenset({"kafka-password"}),
    ("assistant", "api_key"): frozenset({"openai-api-key"}),
    ("metrics", "token"): frozenset({"metrics-token"}),
}
"""Which key of `rondel-secrets` holds which setting."""
SAID_BY_OVERLAYS = {"SMTP_HOST": "smtp.example.org"}
"""What no component says and a combination, which is installed nowhere, need not."""

_OURS = "rondel-secrets"
_STRANGERS = {"postgres": frozenset({"postgres-password"})}
_JOB_KEYS = {
    "migrate": frozenset({"database-url-direct"}),  # a pooler would not keep its lock
    "topics": frozenset({"kafka-password"}),
}


def variables(render: Render, container: Object, namespace: str) -> dict[str, str]:
    """What the environment of this container is; a value from a Secret is empty."""
    made: dict[str, str] = {}
    maps = {
        thing["metadata"]["name"]: thing.get("data", {})
        for thing in of_kind(render, "ConfigMap")
        if namespace_of(thing) == namespace
    }
    for source in container.get("envFrom", ()):
        name = source.get("configMapRef", {}).get("name")
        prefix = source.get("prefix", "")
        made |= {prefix + key: str(value) for key, value in maps.get(name, {}).items()}
    for variable in container.get("env", ()):
        reference = variable.get("valueFrom", {}).get("configMapKeyRef")
        if reference is not None:
            value = maps.get(reference["name"], {}).get(reference["key"], "")
        else:
            value = variable.get("value", "")
        made[variable["name"]] = str(value)
    return made


def environment_of(render: Render, workload: Workload) -> dict[str, str]:
    """What the first container of a workload is told."""
    return variables(render, workload.containers[0], workload.namespace)


def names_are_known(render: Render) -> Iterator[Finding]:
    """A variable for our processes is one that some process reads: a misspelt one does nothing."""
    known = facts.known_variables()
    for each in workloads(render):
        for container in each.all_containers:
            for name in variables(render, container, each.namespace):
                ours = name.startswith(facts.PREFIX) or name.removesuffix(SUFFIX) in PLAIN_NAMES
                if not (each.is_ours and ours) or facts.is_named_entry(name):
                    continue
                if name not in known:
                    yield finding(render, each, "setting", f"no process reads {name}")


def required_are_given(render: Render) -> Iterator[Finding]:
    """A process is told all that it does not start without."""
    for each in processes(render):
        given = {name for name, value in environment_of(render, each).items() if value}
        given |= _from_secrets(each) | set(SAID_BY_OVERLAYS if render.is_combination else ())
        for setting in facts.settings_of(each.component):
            if setting.is_required and not setting.names & given:
                yield finding(render, each, "setting", f"{min(setting.names)} is not given")


def nobody_is_believed(render: Render) -> Iterator[Finding]:
    """Only proxies say who a request comes from: else limits hold nobody back."""
    for each in processes(render):
        for given in environment_of(render, each).get("RONDEL_TRUSTED_PROXIES", "").split(","):
            if given.strip() and ip_network(given.strip(), strict=False).prefixlen == 0:
                yield finding(render, each, "setting", f"believes everybody ({given.strip()})")


def secrets_are_files(render: Render) -> Iterator[Finding]:
    """Secrets of ours come as files: a variable is seen by whoever can look at the process."""
    for each in workloads(render):
        for name in sorted(_from_secrets(each) if each.is_ours else ()):
            yield finding(render, each, "secret", f"{name} is a secret in a variable")
        for container in each.all_containers if each.is_ours else ():
            for name, value in variables(render, container, each.namespace).items():
                if name in _secret_names() and value:
                    yield finding(render, each, "secret", f"{name} is a secret in plain text")


def secret_files_are_mounted(render: Render) -> Iterator[Finding]:
    """A file that a variable names is one that a mounted Secret has, under its own key."""
    for each in workloads(render):
        for container in each.containers if each.is_ours else ():
            mounted = _mounted(each, container)
            for name, value in variables(render, container, each.namespace).items():
                if not name.endswith(SUFFIX) or not value or not _reads(each, name):
                    continue
                keys = _expected_keys(name)
                if value not in mounted:
                    what = f"{name} names {value}, which no Secret is mounted at"
                    yield finding(render, each, "secret", what)
                elif keys and PurePosixPath(value).name not in keys:
                    what = f"{name} names {value}, not {listed(keys)}"
                    yield finding(render, each, "secret", what)


def only_readers_get_secrets(render: Render) -> Iterator[Finding]:
    """A process has the keys of secrets that it reads, and no other is in its file system."""
    for each in workloads(render):
        held = _keys_of(each, _OURS)
        if not held:
            continue
        if not each.is_ours:
            if held - _STRANGERS.get(each.name, frozenset()):
                yield finding(render, each, "secret", f"has {listed(held)} and is not ours")
        elif each.component in {*facts.PROCESSES, *_JOB_KEYS}:
            read = _JOB_KEYS.get(each.component) or _keys_read(each.component)
            if held - read:
                what = f"has {listed(held - read)}, which {each.component} does not read"
                yield finding(render, each, "secret", what)


def kafka_users_are_own(render: Render) -> Iterator[Finding]:
    """A process signs in to Kafka as itself."""
    for each in processes(render):
        for reference in references_of(each):
            user = reference.name.removeprefix("rondel-")
            if user in facts.PROCESSES and user != each.component:
                what = f"has the key of Kafka's user {reference.name}"
                yield finding(render, each, "secret", what)


def _reads(workload: Workload, variable: str) -> bool:
    """Whether it would look at this variable: the job `migrate` speaks to no Kafka."""
    return not (workload.component == "migrate" and "_KAFKA__" in variable)


def _secret_names() -> set[str]:
    return {
        name
        for process in facts.PROCESSES
        for setting in facts.settings_of(process)
        if setting.is_secret
        for name in setting.names
        if not name.endswith(SUFFIX)
    }


def _from_secrets(workload: Workload) -> set[str]:
    return {
        variable["name"]
        for container in workload.all_containers
        for variable in container.get("env", ())
        if "secretKeyRef" in variable.get("valueFrom", {})
    }


def _expected_keys(variable: str) -> frozenset[str]:
    for process in facts.PROCESSES:
        for setting in facts.settings_of(process):
            if variable.endswith(SUFFIX) and variable in setting.names:
                return KEY_OF.get(setting.path, frozenset())
    return frozenset()


def _keys_read(process: str) -> frozenset[str]:
    read: set[str] = set()
    for setting in facts.settings_of(process):
        read |= KEY_OF.get(setting.path, frozenset())
    return frozenset(read - {"database-url-direct"})


def _keys_of(workload: Workload, secret: str) -> frozenset[str]:
    """The keys of that Secret that its pods get; all of them if it takes it whole."""
    keys: set[str] = set()
    for reference in references_of(workload):
        if reference.kind == "Secret" and reference.name == secret:
            keys |= reference.keys or SECRET_KEYS[secret]
    for volume in workload.pod.get("volumes", ()):  # optional ones, too
        for source in (volume, *volume.get("projected", {}).get("sources", ())):
            given = source.get("secret", {})
            if secret in {given.get("secretName"), given.get("name")}:
                items = {item["key"] for item in given.get("items", ())}
                keys |= items or SECRET_KEYS[secret]
    return frozenset(keys)


def _mounted(workload: Workload, container: Object) -> set[str]:
    """The files that Secrets and ConfigMaps put into this container, as far as they are named."""
    volumes = {each["name"]: each for each in workload.pod.get("volumes", ())}
    files: set[str] = set()
    for mount in container.get("volumeMounts", ()):
        volume = volumes.get(mount["name"], {})
        for source in (volume, *volume.get("projected", {}).get("sources", ())):
            given = source.get("secret") or source.get("configMap")
            if given is None:
                continue
            name = given.get("secretName") or given.get("name")
            items = {item["key"]: item["path"] for item in given.get("items", ())}
            names = items.values() if items else _all_keys(name)
            files |= {f"{mount['mountPath'].rstrip('/')}/{each}" for each in names}
    return files


def _all_keys(name: str) -> frozenset[str]:
    if name in SECRET_KEYS:
        return SECRET_KEYS[name]
    if name.endswith("-cluster-ca-cert"):
        return frozenset({"ca.crt"})
    return frozenset({"user.crt", "user.key", "ca.crt", "ca.key", "tls.crt", "tls.key"})
