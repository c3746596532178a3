import errno
import socket


class PortUnusable(Exception):
    """Nothing can listen on the port that was asked for; the message says what to do about it."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def check_port(port, *, address="127.0.0.1"):
    """Raises PortUnusable if somebody listens on the port already, on localhost's IPv6 side too, or we may not."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
        except PermissionError as problem:
            raise PortUnusable(
                f"Port {port} may be used by root alone: choose a higher one, as in `PORT=9000 make run`."
            ) from problem
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise
            raise PortUnusable(taken(port)) from problem
    if answers("::1", port):
        raise PortUnusable(taken(port))


def answers(host, port):
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def taken(port):
    return f"Port {port} is taken by another program: stop that one or choose another port, as in `PORT=9000 make run`."
