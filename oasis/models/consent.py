"""Consents: who signed what may be told to whom, for how long; written once, ended by a revocation of its own."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import Organization
from lmi_portal.encryption import EncryptedTextField
from lmi_portal.written_once import WrittenOnceModel, WrittenOnceQuerySet
from oasis.providers.models import Provider

from .student import Guardian, Student


class ConsentForm(WrittenOnceModel):
    """One published wording of the consent form in one language; `digest` is the SHA-256 of `text`."""

    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    published_on = models.DateField(_("published"))

    class Meta:
        verbose_name = _("consent form")
        verbose_name_plural = _("consent forms")
        ordering = ["-published_on", "language", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_consent_form_per_version_and_language")
        ]

    def __str__(self):
        return f"{self.version} ({self.language})"


class ConsentQuerySet(WrittenOnceQuerySet):
    def active(self, *, on):
        """Those that stand on the Pacific day `on`: begun, not run out, not revoked."""
        return self.filter(starts_on__lte=on, expires_on__gte=on, revocation__isnull=True)

    def within(self, reach):
        """Those of students whom the person of `reach` may see.

        What a minor gave alone is seen by who recorded it, by the school's credentialed counselors, and by who sees a
        referral that rests on it.
        """
        students = Student.objects.within(reach).values("pk")
        resting = apps.get_model("oasis.Referral").objects.within(reach).filter(consent__isnull=False)
        own = Q(recorded_by=reach.user) | Q(student__school__in=reach.counselor_schools)
        own |= Q(pk__in=resting.values("consent"))
        return self.filter(~Q(relation=Consent.Relation.MINOR_STUDENT) | own, student__in=students)

    def for_families(self):
        """Those that a household page, a parent's report or a notice may tell of: none that a minor gave alone."""
        return self.exclude(relation=Consent.Relation.MINOR_STUDENT)

    def to_disclose_to(self, provider):
        return self.filter(direction=Consent.Direction.OUT, recipients__provider=provider)

    def naming(self, organizations):
        """Those that name one of these unions or organizations as somebody who may see the record.

        Signed, as 34 CFR § 99.30 asks: a spoken yes opens no record.
        """
        return self.filter(recipients__organization__in=organizations).exclude(way=Consent.Way.VERBAL)


class Consent(WrittenOnceModel):
    """A signed permission to disclose (34 CFR § 99.30; Education Code § 49075).

    It says which records, why and to whom, and is signed and dated. `direction` parts what goes out to a provider
    from what the provider may tell back. A verbal consent lets staff hand information to the family, and no more.
    """

    class Relation(models.TextChoices):
        PARENT = "parent", _("Parent")
        GUARDIAN = "guardian", _("Legal guardian")
        CAREGIVER = "caregiver", _("Caregiver with an affidavit (Family Code § 6550)")
        FOSTER = "foster", _("Holder of a foster child’s education rights")
        ADULT_STUDENT = "adult_student", _("Student, 18 or older")
        MINOR_STUDENT = "minor_student", _("Student by minor consent")

    class Direction(models.TextChoices):
        OUT = "out", _("From the school to the provider")
        BACK = "back", _("From the provider back to the school")

    class Way(models.TextChoices):
        PAPER = "paper", _("On paper, scanned")
        LINK = "link", _("By an e-mailed link and a code")
        IN_PERSON = "in_person", _("On this screen, in person")
        VERBAL = "verbal", _("Spoken")

    class Record(models.TextChoices):
        NAME = "name", _("Name")
        CONTACT = "contact", _("How to reach the family")
        SCHOOL = "school", _("School and grade")
        BIRTH_DATE = "birth_date", _("Date of birth")
        LANGUAGE = "language", _("Language")
        REASON = "reason", _("What the help is for")
        ATTENDANCE = "attendance", _("Attendance")
        OUTCOME = "outcome", _("Whether help was received")

    student = models.ForeignKey(Student, verbose_name=_("student"), on_delete=models.PROTECT, related_name="consents")
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    signer_name = EncryptedTextField(_("signed by"))
    relation = models.CharField(_("relation"), max_length=15, choices=Relation)
    guardian = models.ForeignKey(
        Guardian, verbose_name=_("guardian"), null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    records = models.JSONField(_("records that may be disclosed"))
    purpose = EncryptedTextField(_("purpose"))
    language = models.CharField(_("language"), max_length=10)
    form = models.ForeignKey(ConsentForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="consents")
    way = models.CharField(_("how it was signed"), max_length=10, choices=Way)
    signed_at = models.DateTimeField(_("signed"))
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))
    interpreter = EncryptedTextField(_("interpreter"), blank=True)
    is_copy_given = models.BooleanField(_("copy given"), default=False)
    scan = models.CharField(_("scan"), max_length=120, blank=True, help_text=_("The name of the encrypted file."))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gte=F("starts_on")), name="a_consent_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(way="paper") | ~Q(scan=""), name="a_consent_on_paper_has_its_scan"),
        ]
        indexes = [models.Index(fields=["student", "direction", "expires_on"], name="consent_by_student_and_end")]

    def __str__(self):
        return str(_("Consent %(number)d") % {"number": self.pk or 0})

    def is_for_confidential(self):
        """Whether a minor gave it alone, so that it counts for confidential referrals and for no others."""
        return self.relation == Consent.Relation.MINOR_STUDENT

    def stands(self, *, on):
        return self.starts_on <= on <= self.expires_on and not hasattr(self, "revocation")


class MinorStatement(WrittenOnceModel):
    """What a credentialed professional stated when a minor consented alone; the portal decides nothing of it.

    Both laws let a minor of 12 consent to outpatient counseling whom the professional finds mature enough to take part
    in it intelligently; a parent is involved, unless the professional finds after talking with the minor that it would
    be inappropriate, and the record says whether and when somebody tried (Family Code § 6924; Health and Safety Code
    § 124260).
    """

    class Law(models.TextChoices):
        FAMILY_CODE = "family_code", _("Family Code § 6924")
        HEALTH_CODE = "health_code", _("Health and Safety Code § 124260")

    class Parents(models.TextChoices):
        INVOLVED = "involved", _("A parent takes part, or will")
        TRIED = "tried", _("A parent was contacted without success")
        INAPPROPRIATE = "inappropriate", _("After talking with the student: involving a parent would be inappropriate")

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="minor_statement")
    law = models.CharField(_("under which law"), max_length=12, choices=Law)
    parents = models.CharField(_("parents"), max_length=14, choices=Parents)
    why = EncryptedTextField(_("why, or when somebody tried"))
    credential = models.CharField(_("credential document number"), max_length=40)
    stated_at = models.DateTimeField(_("stated"))
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stated by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("statement on a minor’s consent")
        verbose_name_plural = _("statements on minors’ consents")
        ordering = ["-stated_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(credential=""), name="who_states_it_names_the_credential")]

    def __str__(self):
        return str(_("Statement on consent %(number)d") % {"number": self.consent_id or 0})


class ConsentRecipient(WrittenOnceModel):
    """Who may be told: one provider, or one union or organization whose staff may see the record."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="recipients")
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="oasis_consents"
    )

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(provider__isnull=True, organization__isnull=False)
                | Q(provider__isnull=False, organization__isnull=True),
                name="a_recipient_is_a_provider_or_an_organization",
            ),
            models.UniqueConstraint(fields=["consent", "provider"], name="a_consent_names_a_provider_once"),
            models.UniqueConstraint(fields=["consent", "organization"], name="a_consent_names_an_organization_once"),
        ]

    def __str__(self):
        return str(self.provider or self.organization)


class ConsentRevocation(WrittenOnceModel):
    """The end of a consent before its time; what was disclosed before stays on record."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="revocation")
    revoked_at = models.DateTimeField(_("revoked"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    told_by = EncryptedTextField(_("who revoked it"))
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        ordering = ["-revoked_at", "-pk"]

    def __str__(self):
        return str(_("Revocation of consent %(number)d") % {"number": self.consent_id or 0})


class ConsentRequest(models.Model):
    """A consent form sent to a family by e-mail: a link, and a code that is asked for before anything is shown.

    Of link and code only digests are kept. `draft` is what the form will say, frozen when it was sent.
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="consent_requests")
    guardian = models.ForeignKey(Guardian, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    email = EncryptedTextField(_("sent to"))
    draft = EncryptedTextField(_("what it will say"))
    language = models.CharField(_("language"), max_length=10)
    token_digest = models.CharField(_("digest of the link"), max_length=64, unique=True)
    code_digest = models.CharField(_("digest of the code"), max_length=64, blank=True)
    code_sent_at = models.DateTimeField(_("code sent"), null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    asked_at = models.DateTimeField(_("sent"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField(_("works until"))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    consents = models.ManyToManyField(Consent, blank=True, related_name="requests")

    class Meta:
        verbose_name = _("consent request")
        verbose_name_plural = _("consent requests")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return str(_("Consent request %(number)d") % {"number": self.pk or 0})
