"""The NIOSH Worker Well-Being Questionnaire, to which the last page of a survey may point; nothing of it comes here.

Source: NIOSH [2021], DHHS (NIOSH) Publication No. 2021-110, in the public domain; https://www.cdc.gov/niosh.
"""

from lmi_portal.family_language import for_families

URL = "https://www.cdc.gov/niosh/twh/php/wellbq/index.html"

HEALTH = "health"
DOMAINS = {
    "work": for_families("Work Evaluation and Experience"),
    "policies": for_families("Workplace Policies and Culture"),
    "place": for_families("Workplace Physical Environment and Safety Climate"),
    "home": for_families("Home, Community, and Society"),
    HEALTH: for_families("Health Status"),
}


def domains_of(survey):
    """The names of the domains that a survey points to."""
    return [label for key, label in DOMAINS.items() if key in survey.wellbq]
