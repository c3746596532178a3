"""Pages that belong to no app: the front page, the answers to load balancers, the error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from convenings.cards import cards_of
from convenings.models import Convening, Registration
from districts.models import District
from lmi_portal.celery import app


def site(request):
    return {"site_url": settings.SITE_URL, "staff_mfa_required": settings.STAFF_MFA_REQUIRED}


@login_not_required
def home(request):
    today = timezone.localdate()
    teams = Registration.objects.visible_to(request.user).standing().filter(convening__ends_on__gte=today)
    context = {
        "cards": cards_of(Convening.objects.upcoming(on=today)[:3], now=timezone.now()),
        "teams": teams.with_totals()
        .select_related("convening", "district")
        .order_by("convening__starts_on", "registered_at")[:3],
        "has_district": District.objects.asked_or_joined_by(request.user).exists(),
    }
    return render(request, "home.html", context)


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
