from django.urls import path, register_converter

from .cd_codes import CDCode
from .views import directory, joining, organizations
from .views.map import district_map

register_converter(CDCode, "cd_code")

app_name = "districts"
urlpatterns = [
    path("", directory.district_list, name="list"),
    path("map/", district_map, name="map"),
    path("districts.csv", directory.directory_csv, name="csv"),
    path("districts.json", directory.directory_json, name="json"),
    path("organizations/", organizations.organization_list, name="organizations"),
    path("organizations/<int:pk>/", organizations.organization, name="organization"),
    path("join/", joining.join, name="join"),
    path("join/<cd_code:cd_code>/", joining.join_district, name="join_district"),
    path("requests/", joining.membership_requests, name="requests"),
    path("requests/<int:pk>/", joining.membership_request, name="request"),
]
