"""Who may see and answer requests to join: the leads of the district asked, and LMI staff in the admin.

Everyone may read the directory; units of low confidence are for staff. Everyone signed in may ask for a place of their
own; strangers see none of these pages.
"""

from lmi_portal.accounts.second_factor import acts_as_staff

from .models import District, Membership


def leads_a_district(user):
    return District.objects.led_by(user).exists()


def memberships_shown_to(lead):
    """Others' places in the districts that `lead` leads, never one's own: nobody answers their own request."""
    return Membership.objects.filter(district__in=District.objects.led_by(lead)).exclude(user=lead)


def sees_unconfirmed_units(request):
    """Whether units of low confidence are shown: to the staff who look into them."""
    return acts_as_staff(request) and request.user.has_perm("districts.view_bargainingunit")
