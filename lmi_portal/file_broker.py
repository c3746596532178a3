"""Kombu's filesystem transport, for a worker that reads no message before it is whole (kombu 5.7.0)."""

from pathlib import Path
from time import monotonic
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Puts a message in the folder under its own name once all of it is written.

    Kombu opens the file first and fills it then. A worker that takes it in between dies of what is no JSON, and with
    it `make run`, which stops as soon as one of its processes does.
    """

    def _put(self, queue, payload, **kwargs):
        message = dumps(payload)
        whole = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        growing = whole.with_name(f"{whole.name}.part")
        try:
            growing.write_text(message)
            growing.replace(whole)
        except OSError as error:
            raise ChannelError(f"Cannot add file {whole!r} to directory") from error


class Transport(filesystem.Transport):
    Channel = Channel
