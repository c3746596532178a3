"""What somebody typed while their session ended: kept sealed on the server for them and that page alone, for an hour.

A form asks for it by `wellbeing/_writer.html`, the signed number of who opened it; its view shows `request.typed`.
"""

from django.core.signing import BadSignature, Signer

from lmi_portal.encryption import CannotDecrypt
from lmi_portal.kept_typing import opened_typing, sealed_typing

KEY = "wellbeing_typed"
WRITER = "typed_by"


def mark_of_writer(user):
    return _signer().sign(str(user.pk))


def keep_typing(request):
    """Keep what a signed-out person sent by a form that says who opened it; returns whether it is kept."""
    try:
        writer = _signer().unsign(request.POST.get(WRITER, ""))
    except BadSignature:
        return False
    bound_to = _bound_to(writer, request.path)
    sealed = sealed_typing(request.POST, without=["csrfmiddlewaretoken", WRITER], bound_to=bound_to)
    if sealed:
        request.session[KEY] = sealed
    return sealed is not None


def take_typing(request):
    """What the person had typed on this page, as data of its form, once; None where nothing was kept for them."""
    sealed = request.session.get(KEY)
    if sealed is None or request.method != "GET":
        return None
    try:
        typed = opened_typing(sealed, bound_to=_bound_to(request.user.pk, request.path))
    except CannotDecrypt:
        return None
    del request.session[KEY]
    return typed


def _signer():
    return Signer(salt="wellbeing.typed")


def _bound_to(writer, page):
    return f"wellbeing.typed.{writer}.{page}"
