"""The directory as rows for other programs: what the public pages show of each district, and no more."""

import json

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import json_lines

from .models import Evidence

ROWS_AT_ONCE = 200
SOURCE = "California Department of Education, public directory (November 2020) and enrollment 2018–19; LMI portal"


def headings():
    """The names of a row's facts, as a spreadsheet's first line has them."""
    return [
        _("CD code"), _("name"), _("kind"), _("county"), _("region"), _("street"), _("city"), _("ZIP code"),
        _("phone"), _("website"), _("NCES id"), _("enrollment"), _("latitude"), _("longitude"),
        _("part in the initiative"), _("case study"), _("page"),
    ]  # fmt: skip


def facts_of(districts):
    """Yield a dict of plain facts for each of `districts`, some hundred at a time however many there are."""
    strengths = {strength.value: strength.name.lower() for strength in Evidence.Strength}
    for district in districts.select_related("county").iterator(chunk_size=ROWS_AT_ONCE):
        yield {
            "cd_code": district.cd_code,
            "name": district.name,
            "kind": district.kind,
            "county": district.county.name,
            "region": district.county.region,
            "street": district.street,
            "city": district.city,
            "zip_code": district.zip_code,
            "phone": district.phone,
            "website": district.website,
            "nces_id": district.nces_id,
            "enrollment": district.enrollment,
            "latitude": _plain_number(district.latitude),
            "longitude": _plain_number(district.longitude),
            "participation": strengths.get(district.participation, ""),
            "has_case_study": district.has_case_study,
            "page": settings.SITE_URL + district.get_absolute_url(),
        }


def cells_of(facts):
    """One of `facts_of` as a spreadsheet has it."""
    return [_("yes") if fact is True else _("no") if fact is False else fact for fact in facts.values()]


def directory_document(asked, districts, *, count):
    """Yield a JSON object in pieces: what it is, what was asked, how many there are, and the `districts` themselves.

    `participation` is how strongly a part in the initiative is evidenced: certain, likely, inferred (which is no
    proof), or empty where nothing is on record.
    """
    head = {
        "about": settings.SITE_URL + asked.link(),
        "fields": settings.SITE_URL + reverse("districts:list") + "#files",
        "source": SOURCE,
        "asked": asked.asked(),
        "count": count,
    }
    yield json.dumps(head, cls=DjangoJSONEncoder, ensure_ascii=False).removesuffix("}") + ', "districts": '
    yield from json_lines(facts_of(districts))
    yield "}\n"


def _plain_number(number):
    return None if number is None else float(number)
