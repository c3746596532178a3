"""Who may see and answer requests to join: the leads of the district asked, and LMI staff in the admin.

Everyone signed in may search the directory and ask for a place of their own; strangers see none of these pages.
"""

from .models import District, Membership


def leads_a_district(user):
    return District.objects.led_by(user).exists()


def memberships_shown_to(lead):
    """Others' places in the districts that `lead` leads, never one's own: nobody answers their own request."""
    return Membership.objects.filter(district__in=District.objects.led_by(lead)).exclude(user=lead)
