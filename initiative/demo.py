"""What the initiative has learned, as the portal starts with it; each fact with its source."""

from django.db import transaction
from django.utils import timezone

from .demo_case_studies import load_case_studies
from .demo_committee import load_committee
from .demo_plan import load_plans
from .demo_practices import load_practices


@transaction.atomic
def load_initiative():
    """Create what is missing; what anyone wrote stays. The directory and the library come first."""
    load_case_studies(now=timezone.now())
    load_practices()
    load_committee(today=timezone.localdate())
    load_plans(today=timezone.localdate())
