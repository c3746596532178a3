"""Publishing a term's figures: counted once, small cells taken out, written down for good."""

from django.db import transaction
from django.utils import timezone

from districts.models import District, Organization, School
from lmi_portal.audit.recording import record
from oasis.models import FiguresEdition, Site
from oasis.providers.models import Need

from .attending import count_attendance
from .counting import count_referrals
from .engaging import count_families
from .terms import settled_terms


def publish_due_figures(*, now):
    """Publish what is due for every district with a site; the editions that are new."""
    on = timezone.localdate(now)
    districts = District.objects.filter(pk__in=Site.objects.values("school__district")).order_by("pk")
    editions = [
        publish_figures(district=district, term=term, now=now)
        for district in districts
        for term in settled_terms(on=on)
    ]
    return [edition for edition in editions if edition]


def publish_figures(*, district, term, now):
    """Publish the figures of `term`; None where they are published, or nothing happened in it."""
    editions = FiguresEdition.objects.filter(district=district, starts_on=term.starts_on)
    # Counting takes a minute in a large district: nobody waits for it, and whoever writes first is published.
    figures = None if editions.exists() else figures_of(district, term)
    if figures is None:
        return None
    with transaction.atomic():
        District.objects.select_for_update(of=("self",)).get(pk=district.pk)
        if editions.exists():
            return None
        edition = FiguresEdition.objects.create(
            district=district, starts_on=term.starts_on, ends_on=term.ends_on, published_at=now, figures=figures
        )
        record(deed="publish_oasis_figures", on=edition, by=None, by_label="publish_figures", now=now, changes={})
    return edition


def figures_of(district, term):
    """All that may be told of the term, as plain JSON values; None where there is nothing to tell."""
    counted, attendance = count_referrals(district, term), count_attendance(district, term)
    families = count_families(district, term)
    if not counted.published.get((), ()) and counted.by_minor_consent is None and not any(families["cells"].values()):
        return None
    return {
        "referrals": cells_of(counted.published),
        "students": counted.students,
        "by_minor_consent": counted.by_minor_consent,
        "medians": {
            f"{what}|{scope}|{number}": days
            for (what, (scope, number)), days in counted.medians.items()
            if _is_told(counted.published, what, scope, number)
        },
        "attendance": attendance,
        "families": families,
        "labels": labels_of(counted.published),
    }


def cells_of(published):
    """{"school,need=12,4": count}; a hidden cell is there without its count, and one that never was is not there."""
    return {
        f"{','.join(cut)}={','.join(map(str, values))}": published.get(cut, values)
        for cut, values in sorted(published.counts, key=repr)
    }


def labels_of(published):
    """The names, as they were then, of the schools, needs and unions that the cells number."""

    def numbers(name):
        return [values[0] for cut, values in published.counts if cut == (name,) and values[0]]

    schools = School.objects.filter(pk__in=numbers("school")).values_list("pk", "name")
    needs = Need.objects.filter(pk__in=numbers("need")).values_list("pk", "name")
    unions = Organization.objects.filter(pk__in=numbers("union")).values_list("pk", "name")
    return {
        name: [list(row) for row in rows] for name, rows in {"school": schools, "need": needs, "union": unions}.items()
    }


def _is_told(published, what, scope, number):
    """A median of those who answered is told only where their number is."""
    cut, values = ((), ()) if scope == "program" else ((scope,), (number,))
    if published.get(cut, values) is None:
        return False
    return what != "acknowledged" or published.get((*cut, "answered"), (*values, "yes")) is not None
