from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminFileFieldWidget

from .filing import CannotFile, judge
from .models import Resource


class StoredFile:
    """A file on record as the form shows it: by its own name, at the portal's own address."""

    def __init__(self, resource):
        self.name, self.url = resource.file_name, reverse("library:file", args=[resource.slug])

    def __str__(self):
        return self.name


class ResourceFileWidget(UnfoldAdminFileFieldWidget):
    """Its file is never at an address of the storage, so the form leads to the page that gives it back."""

    resource = None

    def format_value(self, value):
        return StoredFile(self.resource) if self.is_initial(value) else None

    def is_initial(self, value):
        return bool(value and not isinstance(value, UploadedFile) and self.resource)


class ResourceForm(forms.ModelForm):
    """What staff write of a resource; a file is judged by its content, and kept under a name that nobody guesses."""

    class Meta:
        model = Resource
        fields = []
        # Boxes to tick: select2's field for many has no name for screen readers.
        widgets = {
            "topics": UnfoldAdminCheckboxSelectMultipleWidget,
            "audiences": UnfoldAdminCheckboxSelectMultipleWidget,
            "file": ResourceFileWidget(attrs={"accept": ".pdf,.docx,.pptx,.xlsx"}),
        }
        help_texts = {"file": _("PDF, docx, pptx or xlsx, up to 10 MB; or leave it empty and name a link.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The instance names another file once the form is clean.
        self.file_before = self.instance.file.name
        if "file" in self.fields:
            self.fields["file"].widget.resource = self.instance if self.instance.file else None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file:
            self.instance.file_name = self.instance.file_kind = ""
        elif isinstance(file, UploadedFile):
            try:
                self.instance.file_name, self.instance.file_kind = judge(file)
            except CannotFile as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return file
