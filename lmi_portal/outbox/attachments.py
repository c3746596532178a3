"""Attachments are made at delivery, by the renderer that the posted e-mail names."""

_renderers = {}


class UnknownAttachment(Exception):
    """An e-mail names a renderer that no app registered."""


def renders(name):
    """Register a function(context) → (file name, content, MIME type), or a list of such, as the renderer `name`.

    Content is text or bytes. Put it in an app's `attachments` module: those are imported when the portal starts.
    """

    def register(function):
        _renderers[name] = function
        return function

    return register


def render_attachments(name, context):
    """[(file name, content, MIME type)] of what the renderer `name` makes of `context`."""
    if name not in _renderers:
        raise UnknownAttachment(f"Nothing renders an attachment named “{name}”.")
    made = _renderers[name](context)
    return made if isinstance(made, list) else [made]
