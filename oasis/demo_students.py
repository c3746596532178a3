"""A dozen made-up students and their households; each row says that it is made up."""

from dataclasses import dataclass
from datetime import date

from lmi_portal.accounts.models import User

from .adding_students import add_student
from .models import Guardian, Household, Student, school_year_of
from .reach import reach_of

# Which of the sites the student goes to: Audubon Middle, Fremont High, Utah Street, Venice High.
AUDUBON, FREMONT, UTAH, VENICE = range(4)


@dataclass(frozen=True)
class MadeUp:
    """`household` is one of HOUSEHOLDS by its position; the age counts at the school year's first day."""

    given_name: str
    family_name: str
    site: int
    grade: str
    age: int
    household: int
    language: str = "en"


# The name of the guardian, the relation, the language at home and the street.
HOUSEHOLDS = [
    ("Rosario Quiñones", "parent", "es", "100 Made-up Street"),
    ("Denise Whitaker", "parent", "en", "200 Made-up Street"),
    ("Marcus Bell", "guardian", "en", "300 Made-up Street"),
    ("Hoa Đặng", "parent", "vi", "400 Made-up Street"),
    ("Ofelia Zambrano", "caregiver", "es", "500 Made-up Street"),
    ("Grace Oyelowo", "foster", "en", "600 Made-up Street"),
    ("Beatriz Solís", "parent", "es", "700 Made-up Street"),
    ("Anahit Sarkisian", "parent", "hy", "800 Made-up Street"),
]
STUDENTS = [
    MadeUp("Camila", "Quiñones", AUDUBON, "7", 12, 0, "es"),
    MadeUp("Mateo", "Quiñones", AUDUBON, "6", 11, 0, "es"),
    MadeUp("Jaylen", "Whitaker", AUDUBON, "8", 13, 1),
    MadeUp("Aaliyah", "Bell", AUDUBON, "8", 13, 2),
    MadeUp("Minh Anh", "Đặng", AUDUBON, "6", 11, 3, "vi"),
    MadeUp("Diego", "Zambrano", AUDUBON, "7", 12, 4, "es"),
    MadeUp("Kofi", "Oyelowo", AUDUBON, "8", 13, 5),
    MadeUp("Ximena", "Zambrano", FREMONT, "10", 15, 4, "es"),
    MadeUp("Brandon", "Solís", FREMONT, "11", 16, 6, "es"),
    MadeUp("Lucía", "Solís", UTAH, "3", 8, 6, "es"),
    MadeUp("Narek", "Sarkisian", VENICE, "9", 14, 7, "hy"),
    MadeUp("Elena", "Whitaker", VENICE, "12", 17, 1),
]
ADDED_BY = "program@example.org"


def load_students(*, sites, now):
    """Put on file who is missing at `sites`, in the order of the constants above, by the deed that adds students."""
    if Student.objects.filter(is_made_up=True, school__in=[site.school_id for site in sites]).exists():
        return
    reach = reach_of(User.objects.get(email=ADDED_BY), now=now)
    households = {}
    for number, made_up in enumerate(STUDENTS, start=1):
        guardian = None
        if made_up.household not in households:
            name, relation, language, street = HOUSEHOLDS[made_up.household]
            households[made_up.household] = Household(
                name=f"{made_up.family_name}, {street}", address=f"{street}, Los Angeles", language=language
            )
            guardian = _guardian(name, relation, language, number)
        add_student(
            reach=reach,
            student=_student(made_up, sites[made_up.site], number, on=reach.on),
            household=households[made_up.household],
            guardian=guardian,
            now=now,
        )


def _student(made_up, site, number, *, on):
    return Student(
        school=site.school,
        given_name=made_up.given_name,
        family_name=made_up.family_name,
        number=f"99{number:08}",
        born_on=date(school_year_of(on) - made_up.age, 3, number),
        grade=made_up.grade,
        language=made_up.language,
        is_made_up=True,
    )


def _guardian(name, relation, language, number):
    return Guardian(
        name=name,
        relation=relation,
        phone=f"213-555-01{number:02}",
        email=f"family{number}@example.org",
        language=language,
    )
