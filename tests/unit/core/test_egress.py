"""Where channels may send: what people who want into the network of the server would try."""

import ipaddress

import pytest

from shared.core.egress import EgressRules, Refused, parse_target

RULES = EgressRules()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.9.9.9:8080/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://db.localhost/",
        "http://0.0.0.0/",
        "http://0.1.2.3/",
        "http://10.0.0.1/",
        "http://172.31.255.255/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://１２７.０.０.１/",  # noqa: RUF001 - digits of full width, which names turn into ASCII
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://ｌｏｃａｌｈｏｓｔ/",  # noqa: RUF001 - letters of full width
    ],
)
def test_internal_addresses_are_refused_however_they_are_written(url):
    with pytest.raises(Refused) as refused:
        RULES.target(url)
    assert refused.value.code == "address_internal"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://2130706433/", "url_host"),
        ("http://0x7f000001/", "url_host"),
        ("http://0x7f.1/", "url_host"),
        ("http://0177.0.0.1/", "url_host"),
        ("http://127.1/", "url_host"),
        ("http://127.0.0.1.2/", "url_host"),
        ("http://256.0.0.1/", "url_host"),
        ("http://[fe80::1%25eth0]/", "url_zone_id"),
        ("http://[::1%eth0]/", "url_zone_id"),
        ("http://[::g]/", "url_malformed"),
        ("http://[1.2.3.4/", "url_malformed"),
        ("http://user:pw@example.com/", "url_credentials"),
        ("http://example.com@127.0.0.1/", "url_credentials"),
        ("http://@example.com/", "url_credentials"),
        ("http://example.com\\@127.0.0.1/", "url_malformed"),
        ("http://exa\tmple.com/", "url_malformed"),
        ("http://example.com/\r\nHost: x", "url_malformed"),
        (" http://example.com/", "url_malformed"),
        ("http://example.com/#part", "url_fragment"),
        ("http://example.com:99999/", "url_malformed"),
        ("http://example.com:x/", "url_malformed"),
        ("http://example.com:25/", "url_port"),
        ("http://example.com:0/", "url_port"),
        ("http:///path", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("gopher://example.com/", "url_scheme"),
        ("//example.com/", "url_scheme"),
        ("example.com", "url_scheme"),
        ("", "url_scheme"),
        ("http://-bad.example/", "url_host"),
        ("http://a..b/", "url_host"),
        ("http://" + "a." * 200 + "example/", "url_host"),
        ("http://example.com/" + "a" * 2000, "url_malformed"),
        ("http://xn--\N{PILE OF POO}.example/", "url_host"),
    ],
)
def test_what_is_no_plain_url_of_http_is_refused(url, code):
    with pytest.raises(Refused) as refused:
        RULES.target(url)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://ntfy.sh", "https://ntfy.sh/"),
        ("HTTPS://NTFY.SH:443/a?b=c", "https://ntfy.sh/a?b=c"),
        ("http://ntfy.sh.:8080/", "http://ntfy.sh:8080/"),
        ("https://bücher.example/ä?ö=ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6=%C3%BC"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
        ("https://[2606:4700:4700::1111]:8443/x", "https://[2606:4700:4700::1111]:8443/x"),
        ("https://my_host.example/", "https://my_host.example/"),
        ("https://[64:ff9b::101:101]/", "https://[64:ff9b::101:101]/"),
    ],
)
def test_public_urls_are_taken_in_their_normal_form(url, normal):
    assert RULES.target(url).url == normal


def test_one_internal_address_among_public_ones_spoils_the_name():
    addresses = [ipaddress.ip_address(text) for text in ("1.1.1.1", "10.0.0.1")]

    with pytest.raises(Refused):
        RULES.check_all("two-faced.example", addresses)


@pytest.mark.parametrize(
    ("allowed", "host", "address"),
    [
        ("10.1.0.0/16", "ntfy.lan", "10.1.2.3"),
        ("10.1.2.3", "10.1.2.3", "10.1.2.3"),
        ("10.1.0.0/16", "ntfy.lan", "::ffff:10.1.2.3"),
        ("ntfy.lan", "ntfy.lan", "192.168.1.5"),
        ("other.lan, NTFY.lan.", "ntfy.lan", "fd00::5"),
        ("ntfy.lan", "ntfy.lan", "127.0.0.1"),
        ("169.254.1.0/24", "odd.lan", "169.254.1.9"),
    ],
)
def test_an_operator_allows_networks_and_names(allowed, host, address):
    rules = EgressRules.parse(allowed)

    rules.check(host, ipaddress.ip_address(address))  # does not raise

    with pytest.raises(Refused):
        RULES.check(host, ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("allowed", "host", "address"),
    [
        ("10.1.0.0/16", "ntfy.lan", "10.2.0.1"),
        ("ntfy.lan", "evil.ntfy.lan", "10.0.0.1"),
        ("ntfy.lan", "ntfy.lan", "169.254.169.254"),
        ("ntfy.lan", "ntfy.lan", "0.0.0.0"),
        ("ntfy.lan", "ntfy.lan", "224.0.0.1"),
    ],
)
def test_what_is_allowed_opens_nothing_else(allowed, host, address):
    with pytest.raises(Refused):
        EgressRules.parse(allowed).check(host, ipaddress.ip_address(address))


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8", "::1", "localhost", "0.0.0.0/0"])
def test_localhost_is_open_once_its_address_or_its_name_is(allowed):
    assert EgressRules.parse(allowed).target("http://localhost:9955/").host == "localhost"


@pytest.mark.parametrize("allowed", ["10.0.0.0/8", "ntfy.lan", "localhost.lan", "fd00::/8"])
def test_localhost_stays_shut_when_something_else_is_open(allowed):
    with pytest.raises(Refused, match="localhost leads to"):
        EgressRules.parse(allowed).target("http://localhost:9955/")


def addresses(*texts):
    return [ipaddress.ip_address(text) for text in texts]


def test_localhost_leads_to_the_loopback_address_that_is_allowed_and_to_no_other():
    both = addresses("::1", "127.0.0.1")

    assert EgressRules.parse("127.0.0.1").reachable("localhost", both) == both[1:]
    assert EgressRules.parse("::1").reachable("a.localhost", both) == both[:1]
    assert EgressRules.parse("localhost").reachable("localhost", both) == both
    assert EgressRules.parse("127.0.0.1,localhost").reachable("localhost", both) == both


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("localhost", ["::1"]),
        ("localhost", ["127.0.0.2"]),
        ("localhost", ["127.0.0.1", "10.0.0.1"]),
        ("a.localhost", ["127.0.0.1", "169.254.169.254"]),
        ("two-faced.example", ["127.0.0.1", "::1"]),
    ],
)
def test_an_allowed_loopback_address_opens_no_other(host, found):
    with pytest.raises(Refused):
        EgressRules.parse("127.0.0.1").reachable(host, addresses(*found))


@pytest.mark.parametrize("text", ["10.0.0.1/8", "http://ntfy.lan", "a b", "10.0.0.0/33", "1.2.3"])
def test_a_setting_that_means_nothing_is_refused(text):
    with pytest.raises(ValueError, match="neither a network"):
        EgressRules.parse(text)


def test_a_name_that_only_looks_local_is_left_to_dns():
    assert parse_target("http://localhost.example.com/").host == "localhost.example.com"
    assert RULES.target("http://localhost.example.com/").host == "localhost.example.com"
