"""The API of the public directory, with the addresses of HSDS 3.1."""

from django.urls import path

from .views import hsds

app_name = "hsds"
urlpatterns = [
    path("", hsds.about, name="about"),
    path("services", hsds.services, name="services"),
    path("services/<str:key>", hsds.service, name="service"),
    path("organizations", hsds.organizations, name="organizations"),
    path("organizations/<str:key>", hsds.organization, name="organization"),
    path("taxonomies", hsds.taxonomies, name="taxonomies"),
    path("taxonomies/<str:key>", hsds.taxonomy, name="taxonomy"),
    path("taxonomy_terms", hsds.taxonomy_terms, name="taxonomy_terms"),
    path("taxonomy_terms/<str:key>", hsds.taxonomy_term, name="taxonomy_term"),
    path("service_at_locations", hsds.service_at_locations, name="service_at_locations"),
    path("service_at_locations/<str:key>", hsds.service_at_location, name="service_at_location"),
    path("<path:rest>", hsds.nowhere, name="nowhere"),
]
