"""What an admin form changed, as the audit trail keeps it."""

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from unfold.admin import ModelAdmin

from .recording import record


class RecordedAdmin(ModelAdmin):
    """What staff add, change or delete here is in the audit trail; of the fields in `untold` only that they changed."""

    untold = ()
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        deed = f"{'edit' if change else 'add'}_{self.opts.model_name}"
        record_edit(request, form, formsets, deed=deed, now=timezone.now(), untold=self.untold)

    def delete_model(self, request, obj):
        self._record_deletion(request, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for row in queryset:
            self._record_deletion(request, row)
        super().delete_queryset(request, queryset)

    def _record_deletion(self, request, row):
        record(deed=f"delete_{self.opts.model_name}", on=row, by=request.user, now=timezone.now())


def record_edit(request, form, formsets, *, deed, now, besides=(), untold=()):
    """Write one entry for a saved admin form and its inlines, if anything changed.

    `besides` are fields told apart; of those in `untold`, which hold private text, it says no more than “changed”.
    """
    changes = {
        name: ["", "changed"] if name in untold else [_plain(form.initial.get(name)), _plain(form.cleaned_data[name])]
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
