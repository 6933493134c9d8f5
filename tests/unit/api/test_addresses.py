"""The client's address: only what our own proxies wrote is believed."""

import re
import subprocess

import pytest

from api.addresses import TrustedProxies, network_of, parse_networks
from cli.embedded.layout import PROJECT

PEER = "10.0.0.1"


def client(headers, peer=PEER, proxies="10.0.0.0/8, fd00::/8", header="x-forwarded-for"):
    scope = {
        "client": (peer, 1234),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    TrustedProxies(parse_networks(proxies), header).settle(scope)
    return scope["client"][0]


def forwarded_for(*values):
    return [("x-forwarded-for", value) for value in values]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["198.51.100.7"], "198.51.100.7"),
        (["198.51.100.7:4711"], "198.51.100.7"),
        (["1.1.1.1, 198.51.100.7"], "198.51.100.7"),  # the left one is the client's own word
        (["1.1.1.1", "198.51.100.7, 10.2.3.4"], "198.51.100.7"),
        (["10.9.9.9, 10.2.3.4"], "10.9.9.9"),
        (["::ffff:198.51.100.7"], "198.51.100.7"),
        (["[2001:db8::7]:443"], "2001:db8::7"),
        (["2001:db8::7"], "2001:db8::7"),
        (["198.51.100.7, unknown"], PEER),  # nothing to the left of nonsense is believed
        (["198.51.100.7, unknown, 10.2.3.4"], "10.2.3.4"),
        ([""], PEER),
        ([], PEER),
        (["é, 198.51.100.7"], "198.51.100.7"),
    ],
)
def test_the_last_address_that_is_no_proxy_is_the_clients(values, found):
    assert client(forwarded_for(*values)) == found


@pytest.mark.parametrize("peer", ["198.51.100.9", "2001:db8::9"])
def test_who_is_no_proxy_is_not_believed(peer):
    assert client(forwarded_for("1.1.1.1"), peer) == peer


def test_without_proxies_nobody_is_believed():
    assert client(forwarded_for("1.1.1.1"), proxies="") == PEER


def test_the_header_that_the_proxies_do_not_write_is_not_read():
    assert client([("forwarded", "for=1.1.1.1")]) == PEER
    headers = [*forwarded_for("1.1.1.1"), ("forwarded", 'proto=https;For="[2001:db8::7]:1"')]
    assert client(headers, header="forwarded") == "2001:db8::7"


def test_a_long_list_is_read_from_its_end():
    assert client(forwarded_for("1.1.1.1, " * 100_000 + "198.51.100.7")) == "198.51.100.7"
    assert client(forwarded_for(", ".join(["10.1.1.1"] * 100_000))) == "10.1.1.1"


def test_googles_balancer_stands_behind_the_client_once_the_guide_was_followed(tmp_path):
    guide = (PROJECT / "docs/self-hosting/gke.md").read_text()
    (command,) = re.findall(r"^sed .*TRUSTED_PROXIES.*$", guide, re.MULTILINE)
    settings = tmp_path / "kustomize/gke/settings/settings.properties"
    settings.parent.mkdir(parents=True)
    settings.write_text((PROJECT / "kustomize/gke/settings/settings.properties").read_text())
    subprocess.run(["bash", "-c", f"address=203.0.113.80; {command}"], cwd=tmp_path, check=True)
    (proxies,) = re.findall(r"^RONDEL_TRUSTED_PROXIES=(.*)$", settings.read_text(), re.MULTILINE)

    written = forwarded_for("1.1.1.1,198.51.100.7,203.0.113.80")
    assert client(written, "10.129.0.5", proxies) == "198.51.100.7"


def test_a_network_of_ipv6_counts_as_one_address():
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("198.51.100.7") != network_of("198.51.100.8")


@pytest.mark.parametrize("wrong", ["10.0.0.1/8", "proxy.example", "10.0.0.0/33", "*"])
def test_what_is_no_network_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        parse_networks(wrong)


def test_a_proxy_that_is_not_trusted_is_told_of_once(caplog):
    proxies = TrustedProxies((), "x-forwarded-for")
    headers = [(b"x-forwarded-for", b"198.51.100.7")]
    for peer in ("203.0.113.9", PEER, PEER):
        proxies.settle({"client": (peer, 1), "headers": headers})
    assert caplog.text.count("proxy_not_trusted") == 1


def test_a_proxy_that_says_nothing_where_it_should_is_told_of_once(caplog):
    proxies = TrustedProxies(parse_networks("10.0.0.0/8"), "forwarded")
    near, said = [(b"host", b"rondel.test")], [(b"x-forwarded-for", b"198.51.100.7")]
    proxies.settle({"client": (PEER, 1), "headers": near})
    assert "proxy_said_nothing" not in caplog.text
    for _ in range(2):
        proxies.settle({"client": (PEER, 1), "headers": said})
    assert caplog.text.count("proxy_said_nothing") == 1
