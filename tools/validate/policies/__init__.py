"""What has to be true of every render. A new policy is a function more in `POLICIES`."""

from collections.abc import Iterable

from tools.validate.findings import Finding
from tools.validate.policies import (
    environment,
    kafka,
    layout,
    metrics,
    network,
    pods,
    ports,
    references,
    scaling,
    selectors,
)
from tools.validate.policies.model import Policy
from tools.validate.renders import Render

POLICIES: tuple[Policy, ...] = (
    layout.processes_are_whole,
    layout.jobs_are_apart,
    layout.one_namespace,
    layout.unique,
    layout.nothing_secret,
    selectors.services,
    selectors.disruption_budgets,
    selectors.workload_selectors,
    selectors.network_policies,
    selectors.spread,
    references.config_and_secrets,
    references.accounts_and_claims,
    references.unused,
    references.routes,
    references.issuers_and_stores,
    references.credentials,
    ports.own_ports,
    ports.probes,
    ports.services,
    ports.network_policies,
    ports.own_ports_are_reached,
    environment.names_are_known,
    environment.required_are_given,
    environment.secrets_are_files,
    environment.secret_files_are_mounted,
    environment.only_readers_get_secrets,
    environment.kafka_users_are_own,
    pods.restricted,
    pods.read_only_roots,
    pods.tokens,
    pods.images,
    pods.resources,
    pods.ours,
    pods.runs_itself,
    pods.stops_in_time,
    pods.labelled,
    scaling.targets,
    scaling.bounds,
    scaling.triggers,
    scaling.brokers_are_here,
    scaling.all_groups_scale,
    kafka.users,
    kafka.clusters,
    kafka.topics,
    kafka.replicas,
    network.default_deny,
    network.only_who_must_comes_in,
    network.metadata_service,
    network.names_are_resolved,
    network.both_sides_agree,
    metrics.rules,
    metrics.dashboards,
)


def check_policies(renders: Iterable[Render]) -> list[Finding]:
    """What in these renders breaks a policy."""
    return [found for render in renders for policy in POLICIES for found in policy(render)]
