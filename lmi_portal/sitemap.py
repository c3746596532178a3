"""`/sitemap.xml`: every public page that search engines should know, with the day it last changed where that is known.

https://www.sitemaps.org/protocol.html
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap

from convenings.models import Convening
from districts.models import District, Organization
from initiative.models import CaseStudy, Plan, Practice
from lmi_portal.library.models import Resource
from lmi_portal.navigation import PUBLIC_PATHS
from oasis.providers.models import Service
from wellbeing.models import YearlyReport
from wellbeing.reports.highlighting import path_of


class PageList(Sitemap):
    """Addresses begin with SITE_URL, whatever host was asked."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class Parts(PageList):
    def items(self):
        # The plan that runs today has an address of its own, which is the one to know.
        return ["/", *(path for path in PUBLIC_PATHS if path != "/strategic-plan/")]

    def location(self, path):
        return path


class Rows(PageList):
    """The pages of a QuerySet's rows; those that know it say when they were changed."""

    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return list(self.rows.order_by("pk"))

    def lastmod(self, row):
        return getattr(row, "updated_at", None) or getattr(row, "modified_at", None)


class Highlights(Rows):
    def location(self, report):
        return path_of(report)


def pages():
    return {
        "parts": Parts(),
        "convenings": Rows(Convening.objects.public().only("slug", "updated_at")),
        "districts": Rows(District.objects.active().only("cd_code")),
        "organizations": Rows(Organization.objects.shown(with_unconfirmed=False).only("pk")),
        "case studies": Rows(CaseStudy.objects.published().only("slug", "updated_at")),
        "practices": Rows(Practice.objects.only("slug")),
        "resources": Rows(Resource.objects.published().only("slug", "updated_at")),
        "services": Rows(Service.objects.listed().filter(provider__is_made_up=False).only("uid", "modified_at")),
        "highlights": Highlights(_highlights()),
        "plans": Rows(Plan.objects.published().only("slug")),
    }


@login_not_required
def site_map(request):
    return sitemap(request, pages())


def _highlights():
    told = YearlyReport.objects.highlighted().filter(program__is_made_up=False)
    return told.select_related("program__district")
