"""The addresses of well-being; each noun lists its own in its urls.py."""

from .activities import urls as activities
from .charter import urls as charter
from .committee import urls as committee
from .reach import urls as reach
from .reports import urls as reports
from .steps import urls as steps
from .surveys import urls as surveys

app_name = "wellbeing"
urlpatterns = [
    *charter.urlpatterns,
    *committee.urlpatterns,
    *steps.urlpatterns,
    *surveys.urlpatterns,
    *activities.urlpatterns,
    *reach.urlpatterns,
    *reports.urlpatterns,
]
