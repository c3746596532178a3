import pytest

from .hosts import Clock, host_at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def host():
    with host_at("127.0.0.2") as host:
        yield host


@pytest.fixture
def other(host):
    with host_at("127.0.0.3", port=host.port) as other:
        yield other
