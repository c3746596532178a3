"""What an admin form changed, as the audit trail keeps it."""

from django.db.models import QuerySet

from .recording import record


def record_edit(request, form, formsets, *, deed, now, besides=()):
    """Write one entry for a saved admin form and its inlines, if anything changed; `besides` are fields told apart."""
    changes = {
        name: [_plain(form.initial.get(name)), _plain(form.cleaned_data[name])]
        for name in form.changed_data
        if name not in besides
    }
    for formset in formsets:
        before_and_after = _rows(formset)
        if before_and_after != ["", ""]:
            changes[str(formset.model._meta.verbose_name_plural)] = before_and_after
    if changes:
        record(deed=deed, on=form.instance, by=request.user, now=now, changes=changes)


def _rows(formset):
    gone = [str(row) for row in formset.deleted_objects]
    new = [str(row) for row in formset.new_objects]
    changed = [f"{row} ({', '.join(fields)})" for row, fields in formset.changed_objects]
    return ["; ".join(gone), "; ".join(new + changed)]


def _plain(value):
    if isinstance(value, list | QuerySet):
        return sorted(str(each) for each in value)
    return value if value is None or isinstance(value, str | bool | int) else str(value)
