"""The page of the staff area on which two accounts of one person become one."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lmi_portal.accounts.models import User
from lmi_portal.merging import in_few_words, merge_page, two_rows

from .merging_people import merge_people


def people_merge(request):
    """StaffAreaMiddleware stands before it; whoever may change accounts may merge them."""
    model_admin = admin.site.get_model_admin(User)
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    places = Count("memberships", filter=Q(memberships__state__in=["requested", "approved"]))
    return merge_page(
        model_admin,
        request,
        two_rows(request, User.objects.annotate(place_count=places)),
        deed=lambda **two: merge_people(**two, merged_by=request.user, now=timezone.now()),
        describe=_described,
        sentences=sentences_of,
        back=reverse("admin:accounts_user_changelist"),
    )


def sentences_of(merged):
    """What the merge has done, or would do, in a list of sentences."""
    names = {"keep": merged.keep, "gone": merged.gone, "email": merged.email}
    told = [
        _("Be sure that both are the same person: “%(keep)s” sees and changes all that “%(gone)s” could.") % names,
        _("“%(gone)s” is deactivated and its sessions end. %(email)s opens no account any more and is free again.")
        % names,
    ]
    for kind, rows in merged.moved.items():
        told.append(_("These %(kind)s move: %(rows)s.") % {"kind": kind, "rows": in_few_words(rows)})
    if merged.joined_places:
        told.append(
            _("Both sit at these tables, where one place stays: %(places)s.")
            % {"places": in_few_words(merged.joined_places)}
        )
    if not (merged.moved or merged.joined_places):
        told.append(_("“%(gone)s” has nothing that would move.") % names)
    told.append(_("What “%(gone)s” did stays on record as theirs.") % names)
    told.append(_("Both addresses get an e-mail that says so."))
    return told


def _described(person):
    joined, seen = date_format(person.joined_at, "DATE_FORMAT"), person.last_login
    parts = [
        str(person),
        _("joined %(day)s") % {"day": joined},
        _("last signed in %(day)s") % {"day": date_format(seen, "DATE_FORMAT")} if seen else _("never signed in"),
        _("places at tables: %(count)s") % {"count": person.place_count},
    ]
    return " · ".join(str(part) for part in parts)
