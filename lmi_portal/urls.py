from django.contrib import admin
from django.urls import include, path

from . import district_page, home, merging_people_page, robots, sitemap

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("readyz", home.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap.site_map, name="sitemap"),
    path("accounts/", include("lmi_portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("convenings/", include("convenings.urls")),
    path("teams/", include("convenings.team_urls")),
    path("districts/", include("districts.urls")),
    path("districts/<cd_code:cd_code>/", district_page.district, name="district"),
    path("library/", include("lmi_portal.library.urls")),
    path("", include("initiative.urls")),
    path("oasis/providers/", include("oasis.providers.urls")),
    path("oasis/", include("oasis.urls")),
    path("api/hsds/", include("oasis.providers.hsds_urls")),
    path("wellbeing/", include("wellbeing.urls")),
    path("account/", include("billing.urls")),
    path("", include("billing.paper_urls")),
    path("stripe/", include("billing.stripe_urls")),
    path("admin/teams/", include("convenings.staff_urls")),
    path("admin/people/merge/", merging_people_page.people_merge, name="people_merge"),
    path("admin/", admin.site.urls),
]
