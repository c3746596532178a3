import contextlib
import errno
import secrets
import socket

FIRST, COUNT = 20_000, 10_000


class PortUnusable(Exception):
    """Nothing can listen on the port that was asked for; the message says what to do about it."""


def free_port():
    """A port that nobody listens on, from below those that the system hands out to whoever does not care which.

    So no other connection is given it before it is bound, or while a server that had it starts again.
    """
    while True:
        port = FIRST + secrets.randbelow(COUNT)
        with contextlib.suppress(PortUnusable):
            check_port(port)
            return port


def check_port(port, *, address="127.0.0.1"):
    """Raises PortUnusable if somebody listens on the port already, on localhost's IPv6 side too, or we may not."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except OSError as problem:
            raise PortUnusable(explain(problem, port=port)) from problem
    if answers("::1", port):
        raise PortUnusable(explain(OSError(errno.EADDRINUSE, ""), port=port))


def answers(host, port):
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def explain(problem, *, port):
    reasons = {errno.EADDRINUSE: "is taken by another program", errno.EACCES: "may be used by root alone"}
    reason = reasons.get(problem.errno, f"cannot be used ({problem.strerror})")
    return f"Port {port} {reason}: choose another one, as in `PORT=9000 make run`."
