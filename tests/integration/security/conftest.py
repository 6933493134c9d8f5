"""One secured broker for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.integration.security.broker import SecureKafka, running_broker
from tests.integration.security.pki import Authority


@pytest.fixture(scope="session")
def secure_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    """A broker with TLS, SASL and an authorizer."""
    with running_broker(tmp_path_factory.mktemp("secure"), Authority("test")) as broker:
        yield broker
