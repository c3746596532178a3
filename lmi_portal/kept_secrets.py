"""Secrets that the portal makes for itself when it is tried out, and keeps in its data folder."""

import secrets


def kept_secret(file, *, size):
    """The text of `file`, made at the first call out of `size` random bytes, for the owner of the folder alone."""
    if not file.exists():
        # A crash may leave a draft, but never an empty file in the place of the secret.
        draft = file.with_name(f"{file.name}.draft")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(size))
        draft.replace(file)
    return file.read_text()
