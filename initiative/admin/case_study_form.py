"""What staff type of a case study: its texts, key facts, years and practices."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminTextareaWidget

from initiative.models import CaseStudy, KeyFact, PracticeUse, TimelineEntry
from lmi_portal.lines import LinesField

ADDRESSES_TAKEN = {"compare"}


class CaseStudyForm(forms.ModelForm):
    interviewed = LinesField(
        label=_("Interviewed, by role"), required=False, help_text=_("One role a line, no names: “principals”.")
    )

    class Meta:
        model = CaseStudy
        fields = [
            *("district", "title", "slug", "summary", "led_to", "in_practice", "impact", "lessons"),
            *("investigator", "method", "interviewed", "studied", "report", "report_page", "already_public"),
        ]
        widgets = {"summary": UnfoldAdminTextareaWidget(attrs={"rows": 3})}
        help_texts = {
            "summary": _("What happened here that others can learn from; it stands on the card and in search results."),
            "led_to": _(
                "The years before: what was at stake, what had been tried, who made the first step, and what kept both"
                " sides at the table. Name years."
            ),
            "in_practice": _(
                "Who meets, how often, about what; what is in writing; how it reaches schools. Somebody who was never"
                " there can picture it."
            ),
            "impact": _(
                "What is different today for students, for staff and between the two sides. Figures with their source;"
                " where there are none, say so."
            ),
            "lessons": _("What was hard, what is still open, and what both sides would do earlier or otherwise."),
            "investigator": _("Who asked the questions, and for whom."),
            "method": _("How long, with whom, and in which setting the questions were asked."),
            "studied": _("“Spring 2027”."),
        }

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in ADDRESSES_TAKEN:
            raise forms.ValidationError(_("This address is another page’s: choose another."))
        return slug

    def clean_already_public(self):
        ground = self.cleaned_data["already_public"]
        if self.instance.state == CaseStudy.State.PUBLISHED and not ground and not self.instance.is_approved():
            raise forms.ValidationError(_("It is published on this ground: withdraw it first."))
        return ground

    def clean(self):
        cleaned = super().clean()
        district = cleaned.get("district")
        others = CaseStudy.objects.exclude(state=CaseStudy.State.WITHDRAWN).exclude(pk=self.instance.pk)
        if district and others.filter(district=district).exists():
            self.add_error("district", _("This district has another case study: change or withdraw that one."))
        return cleaned


class KeyFactInline(TabularInline):
    model = KeyFact
    fields = ["position", "label", "value", "source"]
    extra = 0
    verbose_name_plural = _("key facts (the first two stand on the card)")


class TimelineInline(TabularInline):
    model = TimelineEntry
    fields = ["year", "when", "what", "source"]
    extra = 0


class PracticeUseFormSet(PaginationInlineFormSet):
    """The practices of the case study's own district; each of them is on file for it once."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("practice") and not self._should_delete_form(form)]
        practices = [form.cleaned_data["practice"] for form in kept]
        if len(set(practices)) < len(practices):
            raise forms.ValidationError(_("One practice stands here twice."))
        on_file = PracticeUse.objects.filter(district=self.instance.district_id, practice__in=practices)
        other = on_file.exclude(pk__in=[form.instance.pk for form in kept if form.instance.pk]).first()
        if other:
            raise forms.ValidationError(
                _("%(practice)s is on file for this district already: delete it there, on the practice’s page, first.")
                % {"practice": other.practice}
            )

    def save_new(self, form, commit=True):
        form.instance.district_id = self.instance.district_id
        return super().save_new(form, commit=commit)


class PracticeUseInline(StackedInline):
    model = PracticeUse
    formset = PracticeUseFormSet
    fields = [("practice", "since"), "how", "source"]
    extra = 0
