"""A provider with an e-mail, a code and a browser."""

from django.test import Client
from django.urls import reverse

from lmi_portal.outbox.models import Email
from oasis.provider_links import token_of

from .factories import create_assignment, create_site, create_student
from .test_sending import ready_referral, send

PRIVATE = ["Xiomara", "Quiñones", "Rosa", "323-555-0101", "Lost an uncle"]


def sent_link(**fields):
    site = create_site()
    student = create_student(site=site, given_name="Xiomara", family_name="Quiñones")
    assignment = create_assignment(site=site)
    referral = send(ready_referral(logged_by=assignment, student=student, reason="Lost an uncle", **fields))
    return referral.provider_links.get()


def page(link, name="reply", **kwargs):
    return reverse(f"oasis:{name}", kwargs={"token": token_of(link), **kwargs})


def mailed_code():
    email = Email.objects.filter(template="oasis/email/provider_code").order_by("pk").last()
    return email.context["code"]


def opened(link, client=None):
    """A browser in which the code was typed."""
    client = client or Client()
    client.post(page(link, "reply_code"))
    client.post(page(link, "reply_open"), {"code": mailed_code()})
    link.referral.refresh_from_db()
    return client


def shown(response):
    return [word for word in PRIVATE if word in response.content.decode()]


def answer(client, link, move, **fields):
    link.referral.refresh_from_db()
    told = {"version": link.referral.version} | fields
    response = client.post(page(link, "reply_answer", move=move), told)
    link.referral.refresh_from_db()
    return response
