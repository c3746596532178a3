"""Telling from a verified e-mail address which district someone works for."""

from allauth.account.models import EmailAddress

from .models import District, Membership

# Pupils' addresses live beside the staff's in many districts: jo@student.sanjuan.edu waits for a lead.
PUPILS = {"mymail", "pupil", "pupils", "stu", "student", "students"}


def district_vouched_for(user):
    """The district whose own e-mail domain a verified address of `user` lies in, or None.

    A subdomain counts as the district's unless another district has it for its own. Nobody is vouched for where a
    lead or staff have declined them or ended their place: asking again must not undo that.
    """
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    lines = [_line_of_domains(email) for email in verified]
    domains = {domain for line in lines for domain in line}
    found = {one.email_domain: one for one in District.objects.active().filter(email_domain__in=domains)}
    district = next((found[domain] for line in lines for domain in line if domain in found), None)
    return None if district and _was_turned_away(user, district) else district


def _was_turned_away(user, district):
    State = Membership.State
    over = Membership.objects.filter(user=user, district=district, state__in=[State.DECLINED, State.ENDED])
    return over.exclude(decided_by=user).exists()


def _line_of_domains(email):
    """“a.b.org”, “b.org”, “org” for jo@a.b.org; nothing for a pupil's address."""
    labels = email.rsplit("@", 1)[1].lower().split(".")
    return [] if PUPILS & set(labels) else [".".join(labels[start:]) for start in range(len(labels))]
