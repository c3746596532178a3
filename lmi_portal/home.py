"""Pages that belong to no app: the front page, the answers to load balancers, the error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from convenings.cards import cards_of
from convenings.models import Convening, Registration
from districts.mapping import small_map
from districts.models import District
from initiative.models import CaseStudy, Voice
from lmi_portal.celery import app
from lmi_portal.library.models import Finding, Resource
from lmi_portal.navigation import own_links_of, sections_of
from lmi_portal.page_head import initiative, website, whole


def site(request):
    return {
        "site_url": settings.SITE_URL,
        "staff_mfa_required": settings.STAFF_MFA_REQUIRED,
        "sections": sections_of(request.path),
        "own_links": own_links_of(request.path),
    }


@login_not_required
def home(request):
    own = _own(request.user) if request.user.is_authenticated else {"findings": _findings()}
    context = {
        "cards": cards_of(Convening.objects.upcoming(on=timezone.localdate())[:3], now=timezone.now()),
        "case_studies": CaseStudy.objects.published().select_related("district").order_by("-published_at", "pk")[:3],
        "resources": Resource.objects.newest()[:3],
        "small_map": small_map(),
        "voices": Voice.objects.permitted().select_related("district")[:3],
        "structured_data": whole(initiative(), website()),
    }
    return render(request, "home.html", context | own)


def _own(user):
    """The next teams of who is signed in, and whether they have a district."""
    teams = Registration.objects.visible_to(user).standing().filter(convening__ends_on__gte=timezone.localdate())
    return {
        "teams": teams.with_totals()
        .select_related("convening", "district")
        .order_by("convening__starts_on", "registered_at")[:3],
        "has_district": District.objects.asked_or_joined_by(user).exists(),
    }


def _findings():
    """The figures of the piece of research that has the most."""
    research = Resource.objects.published().filter(kind=Resource.Kind.RESEARCH, findings__isnull=False)
    richest = research.annotate(figures=Count("findings")).order_by("-figures", "-year", "pk").values("pk")[:1]
    return Finding.objects.filter(resource__in=richest).select_related("resource")


@login_not_required
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request):
    """200 where requests can be served, 503 where not.

    The broker is told of but decides nothing: e-mails wait in the database until it is back.
    """
    database = _database_state()
    return JsonResponse({"database": database, "broker": _broker_state()}, status=200 if database == "ready" else 503)


def _database_state():
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return f"{len(waiting)} migrations not applied" if waiting else "ready"


def _broker_state():
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (BrokerError, OSError):
        return "unreachable"
    return "ready"


@login_not_required
def session_expired(request, reason=""):
    return render(request, "session_expired.html", status=403)
