"""Attachments are made at delivery, by the renderer that the posted e-mail names."""

_renderers = {}


class UnknownAttachment(Exception):
    """An e-mail names a renderer that no app registered."""


def renders(name):
    """Register a function(context) → (file name, content, MIME type) as the renderer `name`.

    Content is text or bytes. Put it in an app's `attachments` module: those are imported when the portal starts.
    """

    def register(function):
        _renderers[name] = function
        return function

    return register


def render_attachment(name, context):
    if name not in _renderers:
        raise UnknownAttachment(f"Nothing renders an attachment named “{name}”.")
    return _renderers[name](context)
