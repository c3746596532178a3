"""What is on file while we measure, all of it made through the same deeds that people use."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.utils import timezone

from convenings.models import AddOn, AgendaItem, Convening, ConveningDay, Speaker
from convenings.tests.factories import create_convening, register, team_of
from convenings.tests.sheets import sheet_data
from districts.models import BargainingUnit
from districts.tests.factories import create_district, create_membership, create_unit, create_user

QUICK_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEAMS_ON_FILE = 5


@dataclass(frozen=True)
class Lead:
    """A signed-in team lead: what the browser carries, and whom the deed would be told."""

    user_id: int
    district_id: int
    cookies: dict
    csrf_token: str
    seats: tuple


def create_leads(count, *, team_size):
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        return [create_lead(team_size=team_size) for _n in range(count)]


def create_lead(*, team_size):
    district, user = create_district(), create_user()
    for kind in (BargainingUnit.Kind.CERTIFICATED, BargainingUnit.Kind.CLASSIFIED):
        create_unit(district, kind=kind)
    create_membership(user=user, district=district, is_lead=True)
    browser = Client()
    browser.force_login(user)
    cookie, csrf_token = csrf_cookie()
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()} | cookie
    return Lead(user.pk, district.pk, cookies, csrf_token, tuple(team_of(team_size, district=district)))


def csrf_cookie():
    """What a browser keeps once it was shown a form, and the token in that form."""
    request = HttpRequest()
    csrf_token = get_token(request)
    return {"csrftoken": request.META["CSRF_COOKIE"]}, csrf_token


def form_of(lead):
    """The team sheet as the lead's browser sends it."""
    rows = [{"place": seat.place.key, "name": seat.name, "email": seat.email} for seat in lead.seats]
    return sheet_data(rows, csrfmiddlewaretoken=lead.csrf_token)


def create_hot_convening(*, seats):
    """Open to everybody, with `seats` seats; what does not fit waits in line."""
    return create_convening(capacity=seats)


def create_calendar(count):
    """`count` convenings, half of them past, each with teams.

    Returns two that are open: one day with its agenda, as most are, and an institute that tells all a page can tell.
    """
    with override_settings(PASSWORD_HASHERS=QUICK_HASHER):
        districts = [create_district() for _n in range(TEAMS_ON_FILE)]
        people = [create_user() for _n in range(TEAMS_ON_FILE)]
    today = timezone.localdate()
    for number in range(1, count - 1):
        is_past = number % 2
        # Years of the past, and a season to come.
        day = today + (-timedelta(weeks=number) if is_past else timedelta(weeks=number) / 4)
        convening = create_convening(starts_on=day, ends_on=day, **told(number))
        fill(convening, districts, people)
        if is_past:
            Convening.objects.filter(pk=convening.pk).update(state=Convening.State.HELD)
    one_day, institute = create_with_agenda(days=1, number=1), create_with_agenda(days=2, number=2)
    for position in range(4):
        Speaker.objects.create(convening=institute, name=f"Speaker {position}", position=position)
    AddOn.objects.create(convening=institute, title="The day before", capacity=40, price=Decimal("45.00"))
    fill(one_day, districts, people)
    fill(institute, districts, people)
    return one_day, institute


def fill(convening, districts, people):
    for district, person in zip(districts, people, strict=True):
        register(convening, district=district, registered_by=person)


def create_with_agenda(*, days, number):
    first = timezone.localdate() + timedelta(days=60)
    convening = create_convening(starts_on=first, ends_on=first + timedelta(days=days - 1), **told(number))
    for n in range(1, days):
        ConveningDay.objects.create(convening=convening, held_on=first + timedelta(days=n))
    for day in convening.days.all():
        noon = timezone.make_aware(datetime.combine(day.held_on, time(12)))
        AgendaItem.objects.bulk_create(
            AgendaItem(day=day, starts_at=noon + timedelta(hours=n), title=f"Session {n + 4}", detail="In the hall")
            for n in range(-3, 4)
        )
    return convening


def told(number):
    """What every convening tells of itself."""
    return {
        "region": number % 11 + 1,
        "host_name": "A county office of education",
        "summary": "A day for teams of labor and management.",
        "description": "\n\n".join(["How a district and its unions came to budget together. " * 4] * 3),
        "who_should_come": "The superintendent, the board, and the president of each bargaining unit.",
        "venue": "Vocational Center",
        "street": "199 North L Street",
        "zip_code": "93618",
        "fee_includes": "Breakfast, lunch and the workbook",
        "cancellation_terms": "Seats may be given back until a week before.",
        "contact_name": "The desk",
        "contact_email": "desk@example.org",
    }
