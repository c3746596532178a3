from django import forms
from django.utils.translation import gettext_lazy as _

from wellbeing.health_warning import WarnsOfHealth
from wellbeing.meanwhile import TellsWhatChanged
from wellbeing.school_years import label_of


def _text(label, *, help_text, required=False):
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=6000, widget=forms.Textarea(attrs={"rows": 7})
    )


class ReportForm(TellsWhatChanged, WarnsOfHealth, forms.Form):
    """What the committee writes; figures are counted by themselves."""

    done = _text(_("What was done"), help_text=_("In plain words, for every employee of the district."), required=True)
    learned = _text(_("What we learned"), help_text=_("What helped, what did not, and what surprised both sides."))
    next_year = _text(
        _("Priorities of next year"), help_text=_("What both sides want to do next, and why."), required=True
    )
    highlight = forms.CharField(
        label=_("Highlight for the public"),
        help_text=_(
            "A few sentences that may stand on this portal for everyone to read. They are shown only if both co-chairs"
            " wish it. Name no employee."
        ),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NewReportForm(ReportForm):
    """With the school year, one of `years`, that it is about."""

    field_order = ["school_year"]

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_year"] = forms.TypedChoiceField(
            label=_("School year"), choices=[(year, label_of(year)) for year in years], coerce=int
        )
        self.order_fields(self.field_order)
