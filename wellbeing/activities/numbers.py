"""How many signed up: numbers that every member of the committee may see, unlike the names."""

from django.db.models import Count, Q

from wellbeing.models import SignUp


def with_numbers(activities):
    """Each with `taken` and `waiting`."""
    return activities.annotate(
        taken=Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.CONFIRMED)),
        waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUp.State.WAITLISTED)),
    )
