"""What overlays have to have beyond what `make validate` asks of every render."""

from collections.abc import Sequence

import pytest

from tools.validate.renders import Render, render_all, targets

TARGETS = [name for name in targets() if not name.startswith("kustomize/tests/")]
OVERLAYS = [name for name in TARGETS if name.count("/") == 1]


@pytest.fixture(scope="module")
def renders() -> Sequence[Render]:
    made, found = render_all(TARGETS)
    assert found == []
    return made


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_has_its_jobs_apart(overlay):
    assert f"{overlay}/migrate" in TARGETS


@pytest.mark.parametrize("overlay", [name for name in OVERLAYS if name.endswith("-staging")])
def test_what_a_deployment_tries_in_staging_can_be_done_there(renders, overlay):
    made = next(each for each in renders if each.target == overlay)
    told = next(
        each["data"]
        for each in made.objects
        if each["kind"] == "ConfigMap" and each["metadata"]["name"].startswith("rondel-settings")
    )
    assert told["RONDEL_AUTH__VERIFY_EMAIL"] == "later", "the demo's account reads no mail"
    assert told["RONDEL_LIMITS__USER"] == "600/minute", "it asks ten times a second"


@pytest.mark.parametrize("overlay", [name for name in OVERLAYS if name.endswith("-staging")])
def test_a_prometheus_of_the_cluster_watches_production_alone(renders, overlay):
    def of_operator(target):
        made = next(each for each in renders if each.target == target)
        return {each["kind"] for each in made.objects} & {"PodMonitor", "PrometheusRule"}

    production = of_operator(f"{overlay.removesuffix('-staging')}/services")
    assert production or "oke" in overlay, "there each namespace has a Prometheus of its own"
    assert of_operator(f"{overlay}/services") == set()


@pytest.mark.parametrize("overlay", ["kustomize/oke", "kustomize/oke-staging"])
def test_a_balancer_that_is_a_proxy_says_whose_a_connection_is(renders, overlay):
    def of_kind(target, kind):
        made = next(each for each in renders if each.target == target)
        (found,) = (each for each in made.objects if each["kind"] == kind)
        return found

    proxy = of_kind("kustomize/oke/cluster", "EnvoyProxy")["spec"]["provider"]["kubernetes"]
    notes = proxy["envoyService"]["annotations"]
    assert notes["oci.oraclecloud.com/load-balancer-type"] == "lb"
    version = "service.beta.kubernetes.io/oci-load-balancer-connection-proxy-protocol-version"
    assert notes[version] == "2"

    gateway, policy = of_kind(overlay, "Gateway"), of_kind(overlay, "ClientTrafficPolicy")
    (target,) = policy["spec"]["targetRefs"]
    assert target["name"] == gateway["metadata"]["name"]
    assert policy["metadata"]["namespace"] == gateway["metadata"]["namespace"]
    assert policy["spec"]["proxyProtocol"] == {"optional": True}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_a_deployment_applies_last_is_the_api(renders, overlay):
    made = next(each for each in renders if each.target == overlay)
    for each in (each for each in made.objects if each["kind"] == "Deployment"):
        metadata = each["metadata"]
        assert metadata["labels"]["app.kubernetes.io/component"] == metadata["name"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_who_looks_from_outside_can_believe_the_certificate(renders, overlay):
    made = next(each for each in renders if each.target == overlay)
    for gateway in (each for each in made.objects if each["kind"] == "Gateway"):
        name = gateway["metadata"].get("annotations", {}).get("cert-manager.io/issuer")
        issuers = {i["metadata"]["name"]: i for i in made.objects if i["kind"] == "Issuer"}
        assert name is None or "acme-staging" not in issuers[name]["spec"]["acme"]["server"]
