from json import JSONDecodeError
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from lmi_portal.environment import broker


def channel_of(folder, **changes):
    settings = broker(redis_url="", folder=folder) | changes
    connection = Connection(
        settings["CELERY_BROKER_URL"],
        transport=settings.get("CELERY_BROKER_TRANSPORT"),
        transport_options=settings["CELERY_BROKER_TRANSPORT_OPTIONS"],
    )
    return connection.channel()


class ReadWhileWritten:
    """A payload during whose writing a worker looks into the folder."""

    def __init__(self, worker):
        self.worker = worker
        self.found = []

    def __json__(self):
        try:
            self.found.append(self.worker._get("celery"))
        except (Empty, JSONDecodeError) as nothing:
            self.found.append(type(nothing))
        return {"task": "wake"}


def test_a_message_is_taken_only_once_it_is_whole(tmp_path):
    payload = ReadWhileWritten(channel_of(tmp_path))

    channel_of(tmp_path)._put("celery", payload)

    assert payload.found == [Empty]
    assert channel_of(tmp_path)._get("celery") == {"task": "wake"}


def test_a_message_that_is_written_is_none_before_it_has_its_name(tmp_path, monkeypatch):
    worker, replace, seen = channel_of(tmp_path), Path.replace, []

    def look_first(path, target):
        with pytest.raises(Empty):
            worker._get("celery")
        seen.append(path.read_text())
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look_first)
    channel_of(tmp_path)._put("celery", {"task": "wake"})

    assert seen == ['{"task": "wake"}']


def test_kombus_own_transport_lets_half_a_message_be_taken(tmp_path):
    """The control: this is what a worker died of."""
    kombus = {"CELERY_BROKER_TRANSPORT": None}
    payload = ReadWhileWritten(channel_of(tmp_path, **kombus))

    channel_of(tmp_path, **kombus)._put("celery", payload)

    assert payload.found == [JSONDecodeError]


def test_a_file_that_is_still_growing_is_no_message(tmp_path):
    channel = channel_of(tmp_path)
    (tmp_path / "broker" / "messages" / "1_half.celery.msg.part").write_text('{"task"')

    with pytest.raises(Empty):
        channel._get("celery")
