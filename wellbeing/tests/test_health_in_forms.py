"""Every box for free text warns of health, and every page with one says beforehand to leave it out."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import wellbeing
from wellbeing.health_warning import WarnsOfHealth

APP = Path(wellbeing.__file__).parent
TEMPLATES = [APP.parent / "templates" / name for name in ["wellbeing", "family/wellbeing"]]


def form_classes():
    files = [*APP.glob("*/*form*.py"), *APP.glob("*/forms/*.py")]
    modules = [import_module(".".join(file.relative_to(APP.parent).with_suffix("").parts)) for file in files]
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    return {one for one in found if issubclass(one, forms.BaseForm) and one.__module__.startswith("wellbeing.")}


def has_a_box(form_class):
    return any(isinstance(field.widget, forms.Textarea) for field in form_class.base_fields.values())


def test_every_box_for_free_text_warns_of_health():
    silent = {one.__name__ for one in form_classes() if has_a_box(one) and not issubclass(one, WarnsOfHealth)}

    assert silent == set()


def test_a_silent_form_would_be_seen():
    class Silent(forms.Form):
        text = forms.CharField(widget=forms.Textarea)

    assert has_a_box(Silent)
    assert not issubclass(Silent, WarnsOfHealth)


def pages_with_a_form():
    pages = [page for folder in TEMPLATES for page in folder.rglob("*.html")]
    pages = [page for page in pages if not page.name.startswith("_")]
    return [page for page in pages if re.search(r"form\|crispy|as_crispy_field|{{ form\.|<textarea", page.read_text())]


# Names, addresses, dates, numbers and choices alone are typed or chosen on these; the last one's words are to copy.
NOTHING_FREE = {
    *["challenge.html", "activity_count.html", "activity_open.html", "employee_edit.html"],
    *["ask_again.html", "signatories.html", "seat_form.html", "plan.html", "renew.html", "survey_paper.html"],
    "promotion.html",
}


def test_every_page_with_a_box_says_to_leave_health_out():
    silent = {page.name for page in pages_with_a_form() if "_no_health.html" not in page.read_text()}

    assert silent == NOTHING_FREE


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda folder: folder.parent.name)
def test_pages_are_looked_at(folder):
    assert [page for page in pages_with_a_form() if folder in page.parents]
