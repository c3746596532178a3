"""What a consent says, in words for families: facts, purposes, who signs."""

from lmi_portal.family_language import for_families

from .models import Consent

Record, Relation = Consent.Record, Consent.Relation

RECORDS = {
    Record.NAME: for_families("The name"),
    Record.CONTACT: for_families("How to reach the family"),
    Record.SCHOOL: for_families("School and grade"),
    Record.BIRTH_DATE: for_families("Date of birth"),
    Record.LANGUAGE: for_families("The language you speak"),
    Record.REASON: for_families("What help is needed"),
    Record.ATTENDANCE: for_families("Days at school"),
    Record.OUTCOME: for_families("If help came"),
}
SAFE_CONTACT = for_families("A safe way to reach you")

RELATIONS = {
    Relation.PARENT: for_families("Parent"),
    Relation.GUARDIAN: for_families("Legal guardian"),
    Relation.CAREGIVER: for_families("Caregiver with an affidavit"),
    Relation.FOSTER: for_families("Holder of the education rights of a foster child"),
    Relation.ADULT_STUDENT: for_families("Student, 18 or older"),
    Relation.MINOR_STUDENT: for_families("Student, 12 to 17"),
}

# By the name in addresses of the need; of the others, ANY_HELP.
ANY_HELP, ORGANIZATION = "help", "organization"
PURPOSES = {
    ANY_HELP: for_families("To get the help of the helpers named here"),
    ORGANIZATION: for_families("So that staff of the group named here can help my child"),
    "counseling": for_families("To talk with a counselor"),
    "medical": for_families("To see a doctor or a nurse"),
    "dental": for_families("To see a dentist"),
    "vision": for_families("To get an eye exam or glasses"),
    "immunizations": for_families("To get shots"),
    "insurance": for_families("To get health insurance"),
    "substance-use": for_families("To get help with alcohol or drugs"),
    "food": for_families("To get food"),
    "housing": for_families("To get a place to live"),
    "clothing": for_families("To get clothes"),
    "utilities": for_families("To get help with bills"),
    "transportation": for_families("To get help with rides"),
    "tutoring": for_families("To get help with school work"),
    "mentoring": for_families("To find a mentor or an after-school program"),
    "vocational": for_families("To get job training"),
    "parenting": for_families("To take classes for parents"),
    "legal-aid": for_families("To get help from a lawyer"),
    "school-supplies": for_families("To get school supplies"),
}


def purpose_for(need):
    """The key of the purpose that fits a Need, or None."""
    return need.slug if need and need.slug in PURPOSES else ANY_HELP


def records_told(records, *, relation):
    """The records in a family's words; of a minor who consents alone, name and safe contact."""
    if relation == Relation.MINOR_STUDENT:
        return [str(RECORDS[Record.NAME]), str(SAFE_CONTACT)]
    return [str(RECORDS[record]) for record in records if record != Record.OUTCOME]


WAYS = {
    Consent.Way.PAPER: for_families("on paper"),
    Consent.Way.LINK: for_families("by a link sent by e-mail"),
    Consent.Way.IN_PERSON: for_families("in person, on a screen"),
    Consent.Way.VERBAL: for_families("spoken"),
}
