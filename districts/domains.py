"""Telling from a verified e-mail address which district someone works for."""

from allauth.account.models import EmailAddress

from .models import District

# Pupils' addresses live beside the staff's in many districts: jo@student.sanjuan.edu waits for a lead.
PUPILS = {"mymail", "pupil", "pupils", "stu", "student", "students"}


def district_vouched_for(user):
    """The district whose own e-mail domain a verified address of `user` lies in, or None.

    A subdomain counts as the district's unless another district has it for its own.
    """
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    lines = [_line_of_domains(email) for email in verified]
    domains = {domain for line in lines for domain in line}
    found = {one.email_domain: one for one in District.objects.active().filter(email_domain__in=domains)}
    return next((found[domain] for line in lines for domain in line if domain in found), None)


def _line_of_domains(email):
    """“a.b.org”, “b.org”, “org” for jo@a.b.org; nothing for a pupil's address."""
    labels = email.rsplit("@", 1)[1].lower().split(".")
    return [] if PUPILS & set(labels) else [".".join(labels[start:]) for start in range(len(labels))]
