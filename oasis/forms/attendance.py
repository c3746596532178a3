"""A file of attendance, and what it calls its columns."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.file_kinds import XLSX
from oasis.attendance_file import COLUMNS, LABELS

LARGEST = 20 * 1024 * 1024


class AttendanceFileForm(forms.Form):
    """`districts` are those whose files the person takes in; the rest names columns that are called otherwise."""

    district = forms.ModelChoiceField(label=_("District"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        help_text=_(
            "From the student information system, at most 20 MB. The first line names the columns. Of a workbook"
            " (.xlsx) the first sheet is read."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": f".csv,text/csv,.xlsx,{XLSX}"}),
    )
    checked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, districts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts
        self.fields["district"].initial = districts.first()
        for name, label in LABELS.items():
            self.fields[name] = forms.CharField(
                label=_("Column of: %(what)s") % {"what": label},
                required=False,
                max_length=80,
                help_text=_("Otherwise: %(names)s") % {"names": ", ".join(COLUMNS[name])},
            )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Export a shorter span."))
        return file

    def columns(self):
        return {name: self.cleaned_data[name] for name in LABELS if self.cleaned_data.get(name)}
