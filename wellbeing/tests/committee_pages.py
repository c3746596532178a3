"""How tests open the pages of a committee."""

from django.test import Client
from django.urls import reverse

from districts.models import Side

from .factories import co_chair


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def labor_of(program):
    return client_of(co_chair(program, Side.LABOR))


def url(name, program, *args):
    return reverse(f"wellbeing:{name}", args=[program.district.cd_code, *args])
