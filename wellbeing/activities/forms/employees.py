from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from lmi_portal.accounts.forms import refuse_links
from lmi_portal.family_language import family_languages
from lmi_portal.file_kinds import XLSX
from lmi_portal.tables.problems import CannotRead
from lmi_portal.tables.reading import open_table
from wellbeing.models import Employee, JobClass, Shift

LARGEST_FILE = 2 * 1024 * 1024
TOO_LARGE = _("The file is larger than 2 MB: a list of names is smaller.")
NOBODY = "none"


class EmployeeForm(forms.ModelForm):
    worksite_name = forms.CharField(
        label=_("Work site"),
        max_length=100,
        required=False,
        help_text=_("The school or office. A new name makes a new work site."),
        widget=forms.TextInput(attrs={"list": "worksites", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), help_text=_("In which we write to them."))

    class Meta:
        model = Employee
        fields = ["name", "email", "unit", "job_class", "shift", "worksite_name", "language"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"email": _("Their work e-mail: by it they sign in and are written to.")}

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = _("Not in a bargaining unit")
        self.fields["job_class"].choices = [("", _("Choose")), *JobClass.choices]
        self.fields["shift"].choices = [("", _("Choose")), *Shift.choices]
        self.fields["language"].choices = list(family_languages().items())
        if self.instance.worksite:
            self.fields["worksite_name"].initial = self.instance.worksite.name
        self.fields["name"].validators.append(refuse_links)

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class EmployeeFileForm(forms.Form):
    """Reads the file as a table of at most 2 MB of text: what is in it is judged elsewhere."""

    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        widget=forms.FileInput(attrs={"accept": f".csv,text/csv,.xlsx,{XLSX}"}),
    )
    is_whole = forms.BooleanField(
        label=_("This file is the whole list"),
        required=False,
        help_text=_("Whoever is not in it works here no more, and is taken off the list."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        rows, size = [], 0
        try:
            table = open_table(file)
            for line, cells in table.rows:
                # Cells with nothing count, too: of a workbook, a row of one letter may have hundreds.
                size += sum(map(len, cells)) + len(cells)
                if size > LARGEST_FILE:
                    raise forms.ValidationError(TOO_LARGE)
                rows.append((line, cells))
        except CannotRead as refusal:
            raise forms.ValidationError([str(problem) for problem in refusal.problems]) from refusal
        return replace(table, rows=rows)


class EmployeeFilterForm(forms.Form):
    """Nothing of a person stands in an address: the list is narrowed by groups alone."""

    unit = forms.ChoiceField(label=_("Bargaining unit"), required=False)
    job_class = forms.ChoiceField(label=_("Job class"), required=False, choices=[("", _("All")), *JobClass.choices])
    shift = forms.ChoiceField(label=_("Shift"), required=False, choices=[("", _("All")), *Shift.choices])
    worksite = forms.ChoiceField(label=_("Work site"), required=False)

    def __init__(self, *args, units, worksites, **kwargs):
        super().__init__(*args, **kwargs)
        no_unit = (NOBODY, _("Not in a bargaining unit"))
        self.fields["unit"].choices = [("", _("All")), *((str(unit.pk), str(unit)) for unit in units), no_unit]
        self.fields["worksite"].choices = [("", _("All")), *((str(site.pk), site.name) for site in worksites)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def narrow(self, employees):
        if not self.is_valid():
            return employees
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        if wanted.get("unit") == NOBODY:
            wanted["unit"] = None
        return employees.filter(**wanted)
