"""The consents of one student: looked at, copied, revoked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from oasis.access_log import Action, Purpose
from oasis.consent_papers import signed_copy
from oasis.forms.consent import RevokeForm
from oasis.models import Consent, ConsentRequest, Student
from oasis.refusing import CannotRevoke
from oasis.revoking import revoke_consent, signed_together, would_end
from oasis.scans import open_scan
from oasis.views.seeing import log_seen

FIELDS = ["consents", "given_name", "family_name", "purpose", "recipients", "records", "relation", "signer_name"]


def consents(request, pk):
    student = get_object_or_404(Student.objects.within(request.reach).select_related("school"), pk=pk)
    rows = list(_rows(request).filter(student=student))
    log_consents(request, Action.LIST, student, FIELDS, rows)
    open_forms = ConsentRequest.objects.filter(
        student=student, answered_at__isnull=True, expires_at__gt=timezone.now(), asked_by=request.user
    )
    context = {"student": student, "consents": rows, "open_forms": open_forms, "today": timezone.localdate()}
    return render(request, "oasis/consent/list.html", context)


def consent(request, pk):
    row = _row(request, pk)
    log_consents(request, Action.VIEW, row.student, FIELDS, [row])
    statement = getattr(row, "minor_statement", None)
    return render(
        request,
        "oasis/consent/detail.html",
        {
            "consent": row,
            "statement": statement,
            "stands": row.stands(on=timezone.localdate()),
            "records": [Consent.Record(record).label for record in row.records],
            "together": signed_together(row),
        },
    )


def consent_copy(request, pk):
    row = _row(request, pk)
    both = [row, *Consent.objects.filter(requests__in=row.requests.all()).exclude(pk=row.pk)]
    log_consents(request, Action.PRINT, row.student, FIELDS, both)
    paper = signed_copy(sorted(both, key=lambda each: each.pk), now=timezone.now())
    return HttpResponse(paper, content_type="application/pdf", headers=_named(f"consent-{row.pk}.pdf"))


def consent_scan(request, pk):
    row = _row(request, pk)
    if not row.scan:
        raise Http404
    log_consents(request, Action.EXPORT, row.student, [*FIELDS, "scan"], [row])
    content, kind, name = open_scan(row)
    return HttpResponse(content, content_type=kind, headers=_named(name))


def consent_revoke(request, pk):
    row = _row(request, pk)
    together = signed_together(row)
    log_consents(request, Action.VIEW, row.student, FIELDS, [row])
    form = RevokeForm(request.POST or None, initial=request.typed)
    if not together:
        del form.fields["is_for_both"]
    if request.method == "POST" and form.is_valid() and _revoke(request, form, row, together):
        return redirect("oasis:consent", row.pk)
    context = {"consent": row, "form": form, "together": together, "ends": would_end([row, *together])}
    return render(request, "oasis/consent/revoke.html", context)


def _revoke(request, form, row, together):
    words = form.cleaned_data
    try:
        revoke_consent(
            consents=[row, *(together if words.get("is_for_both") else [])],
            told_by=words["told_by"],
            note=words["note"],
            revoked_by=request.user,
            now=timezone.now(),
        )
    except CannotRevoke as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The consent has ended. Everyone concerned is told by number."))
    return True


def log_consents(request, action, student, fields, rows):
    """Write that the person sees `fields` of `student`, and whether something of it is the student's own alone."""
    is_own = any(each.is_for_confidential() for each in rows)
    log_seen(
        request,
        action=action,
        students=[student],
        fields=fields,
        purpose=Purpose.CONSENT,
        confidential=[student.pk] if is_own else [],
    )


def _rows(request):
    rows = Consent.objects.within(request.reach).select_related("student__school", "form", "revocation")
    return rows.prefetch_related("recipients__provider", "recipients__organization")


def _row(request, pk):
    return get_object_or_404(_rows(request), pk=pk)


def _named(name):
    return {"Content-Disposition": f'inline; filename="{name}"', "Content-Security-Policy": "sandbox"}
