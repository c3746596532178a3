import errno
import socket

import pytest

from lmi_portal.running import ports
from lmi_portal.running.ports import PortUnusable, check_port, explain, free_port


def test_check_port_lets_a_free_port_pass():
    check_port(free_port())


def test_free_port_is_none_of_those_in_use(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        numbers = iter([taken - ports.FIRST, ports.COUNT - 1])
        monkeypatch.setattr(ports.secrets, "randbelow", lambda _limit: next(numbers))

        assert free_port() == ports.FIRST + ports.COUNT - 1


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_check_port_refuses_a_taken_port(family, address):
    with socket.socket(family) as listener:
        listener.bind((address, 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(PortUnusable) as refusal:
            check_port(port)

    assert str(refusal.value) == (
        f"Port {port} is taken by another program: choose another one, as in `PORT=9000 make run`."
    )


def test_check_port_refuses_an_address_that_is_not_ours():
    with pytest.raises(PortUnusable, match="cannot be used"):
        check_port(free_port(), address="192.0.2.1")


def test_a_port_for_root_alone_is_explained():
    assert "may be used by root alone" in explain(PermissionError(errno.EACCES, "Permission denied"), port=80)
