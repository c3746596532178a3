import errno
import stat
from pathlib import Path

import pytest

from lmi_portal.kept_secrets import kept_secret


def test_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "secret"

    first, second = kept_secret(file, size=50), kept_secret(file, size=50)

    assert first == second
    assert len(first) > 60
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_crash_while_writing_leaves_no_empty_secret(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    with monkeypatch.context() as full_disk, pytest.raises(OSError, match="No space left"):
        full_disk.setattr(Path, "write_text", lambda *_: _raise(OSError(errno.ENOSPC, "No space left")))
        kept_secret(file, size=9)

    assert not file.exists()
    assert len(kept_secret(file, size=9)) == 12
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def _raise(problem):
    raise problem
