import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

GRACE_SECONDS = 10
COLOURS = {"web": "36", "worker": "33", "beat": "35"}
PR_SET_PDEATHSIG = 1


class ChildDied(Exception):
    """A process that should have gone on stopped by itself; everything else is stopped too."""


@dataclass
class Supervisor:
    """Runs processes as one foreground command with one log; none of them outlives it."""

    commands: dict
    environment: dict
    children: dict = field(default_factory=dict)
    readers: list = field(default_factory=list)
    former_handlers: dict = field(default_factory=dict)
    asked_to_stop: threading.Event = field(default_factory=threading.Event)
    printing: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.former_handlers[number] = signal.signal(number, self.stop_soon)
        for name, command in self.commands.items():
            self.start(name, command)
        return self

    def __exit__(self, *_):
        self.stop()
        for number, handler in self.former_handlers.items():
            signal.signal(number, handler)

    def stop_soon(self, *_):
        self.asked_to_stop.set()

    def start(self, name, command):
        # A session of its own keeps the terminal's Ctrl-C away from it: the supervisor stops it in good order.
        child = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=stop_with_parent if sys.platform == "linux" else None,
        )
        reader = threading.Thread(target=self.read, args=(name, child), daemon=True)
        reader.start()
        self.children[name] = child
        self.readers.append(reader)

    def read(self, name, child):
        for line in child.stdout:
            if text := line.decode(errors="replace").rstrip():
                self.say(text, name=name)
        child.stdout.close()

    def say(self, line, *, name):
        prefix = f"{name:<6} | "
        if sys.stdout.isatty():
            prefix = f"\033[{COLOURS.get(name, '0')}m{prefix}\033[0m"
        with self.printing:
            print(prefix + line, flush=True)

    def wait(self, *, until=lambda: False, seconds=None, every=0.1):
        """Watches over the children until something is so, and says whether it came to be before a stop or the end."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self.asked_to_stop.is_set():
            if until():
                return True
            if end is not None and time.monotonic() > end:
                return False
            self.check_children()
            self.asked_to_stop.wait(every)
        return False

    def check_children(self):
        for name, child in self.children.items():
            if child.poll() is not None:
                raise ChildDied(
                    f"The {name} process stopped by itself ({ending(child.returncode)}), so everything was stopped:"
                    " its last lines above say why."
                )

    def stop(self):
        running = [child for child in self.children.values() if child.poll() is None]
        for child in running:
            child.terminate()
        end = time.monotonic() + GRACE_SECONDS
        for child in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0, end - time.monotonic()))
        for child in self.children.values():
            kill_group(child.pid)
            child.wait()
        for reader in self.readers:
            reader.join(1)


def stop_with_parent():
    """Has Linux end a child whose supervisor was killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def kill_group(pid):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def ending(returncode):
    return f"exit status {returncode}" if returncode >= 0 else f"killed by {signal.Signals(-returncode).name}"
