"""Students, their households, and who may be spoken to: as little as a referral needs, and nothing of it in clear.

There is no field for citizenship, immigration status, a Social Security number or a birthplace, and there shall be none
(Education Code § 234.7).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import District, School
from lmi_portal.encryption import EncryptedDateField, EncryptedTextField


class Household(models.Model):
    """Who lives together with a student: one address, one language at home."""

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="oasis_households"
    )
    name = EncryptedTextField(_("name"), help_text=_("How staff tell it apart, as in “Núñez, 11th Avenue”."))
    address = EncryptedTextField(_("address"), blank=True)
    language = models.CharField(_("language at home"), max_length=10, default="en")
    created_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        ordering = ["pk"]

    def __str__(self):
        return str(_("Household %(number)d") % {"number": self.pk or 0})


class Guardian(models.Model):
    """A parent or somebody in a parent's place, as consents, reports and notices know them."""

    class Relation(models.TextChoices):
        PARENT = "parent", _("Parent")
        GUARDIAN = "guardian", _("Legal guardian")
        CAREGIVER = "caregiver", _("Caregiver with an affidavit")
        FOSTER = "foster", _("Holder of a foster child’s education rights")

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.CASCADE, related_name="guardians"
    )
    name = EncryptedTextField(_("name"))
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    phone = EncryptedTextField(_("phone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    may_be_contacted = models.BooleanField(_("may be contacted"), default=True)

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        ordering = ["pk"]

    def __str__(self):
        return str(_("Guardian %(number)d") % {"number": self.pk or 0})


class StudentQuerySet(models.QuerySet):
    def within(self, reach):
        """The students whose records the person of `reach` (oasis/reach.py) may see."""
        return self.filter(reach.students())


class Student(models.Model):
    """A student in the care of a school: who to help and how to reach the family.

    `number` is the district's own. `safe_contact` is how a student who consents alone may be reached without the
    family knowing (Family Code § 6924); it is never shown with the household.
    """

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="oasis_students"
    )
    school = models.ForeignKey(
        School, verbose_name=_("school"), on_delete=models.PROTECT, related_name="oasis_students"
    )
    household = models.ForeignKey(
        Household, verbose_name=_("household"), null=True, blank=True, on_delete=models.PROTECT, related_name="students"
    )
    number = EncryptedTextField(_("student number"), blank=True)
    given_name = EncryptedTextField(_("given name"))
    family_name = EncryptedTextField(_("family name"))
    born_on = EncryptedDateField(_("date of birth"), blank=True, null=True)
    grade = models.CharField(_("grade"), max_length=3, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    safe_contact = EncryptedTextField(_("safe contact"), blank=True)
    is_made_up = models.BooleanField(_("made up, for the demo"), default=False)
    created_at = models.DateTimeField(_("added"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_on = models.DateField(_("left the school"), null=True, blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("student")
        verbose_name_plural = _("students")
        ordering = ["pk"]
        indexes = [models.Index(fields=["school", "id"], name="student_by_school")]

    def __str__(self):
        # Never a name: what prints rows, such as logs and the audit trail, must not print it.
        return str(_("Student %(number)d") % {"number": self.pk or 0})

    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()

    def age(self, *, on):
        """Full years on the day `on`, or None where no date of birth is on file."""
        if self.born_on is None:
            return None
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


class StudentIndex(models.Model):
    """A blind index by which one student is found: the words of the name and their beginnings, the number, the twin.

    The digests are keyed and salted by district, so that a dump tells no name and two districts cannot be compared.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("A word of the name, or its beginning")
        NUMBER = "number", _("The student number")
        TWIN = "twin", _("The whole name and the date of birth")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="indexes")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    digest = models.CharField(_("digest"), max_length=32)

    class Meta:
        verbose_name = _("blind index")
        verbose_name_plural = _("blind indexes")
        constraints = [
            models.UniqueConstraint(fields=["digest", "kind", "student"], name="one_blind_index_per_student_and_digest")
        ]

    def __str__(self):
        return self.digest
