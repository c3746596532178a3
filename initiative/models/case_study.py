from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District, Membership, Side
from lmi_portal.library.models import Resource


class CaseStudyQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=CaseStudy.State.PUBLISHED)

    def in_review(self):
        return self.filter(state=CaseStudy.State.IN_REVIEW)

    def told_by(self, user):
        """Those whose story is that of a side at whose table `user` has an approved place."""
        if not user.is_authenticated:
            return self.none()
        places = Membership.objects.approved().filter(user=user, district=OuterRef("district"))
        return self.filter(Exists(places.exclude(side=Side.NEUTRAL)))

    def with_facts(self):
        """With all that its page shows, whatever their number: see case_study_facts.py."""
        return self.select_related("district__county", "report").prefetch_related(
            "key_facts", "timeline", "approvals", "practice_uses__practice"
        )


class CaseStudy(models.Model):
    """How one district's labor and management came to work together, told by four questions.

    Method of the initiative's case studies (Ken Futernick for the CDE Foundation): a day of group interviews.
    """

    class State(models.TextChoices):
        """draft → in review → published, once both sides of the district approve this revision → withdrawn.

        What is told from a published report may pass from draft to published; what was withdrawn is sent, or
        published, anew; what is in review may be taken back, a draft again.
        """

        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Waiting for both sides")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="case_studies"
    )
    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    summary = models.CharField(_("in two sentences"), max_length=400)
    investigator = models.CharField(_("investigator"), max_length=150, blank=True)
    method = models.TextField(_("method"), blank=True)
    interviewed = models.JSONField(_("interviewed, by role"), default=list, blank=True)
    studied = models.CharField(_("when it was studied"), max_length=60, blank=True)
    led_to = models.TextField(_("What led labor and management to collaborate?"))
    in_practice = models.TextField(_("How does it show in practice?"))
    impact = models.TextField(_("What is its impact on programs, policies, relationships and outcomes?"))
    lessons = models.TextField(_("What were the challenges, and what was learned?"))
    report = models.ForeignKey(
        Resource,
        verbose_name=_("full report"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="case_studies",
    )
    report_page = models.PositiveSmallIntegerField(_("page of the full report"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1, editable=False)
    already_public = models.CharField(
        _("already public in"),
        max_length=200,
        blank=True,
        help_text=_("Where its facts have been published already: then no approval is waited for."),
    )
    sent_at = models.DateTimeField(_("sent for approval"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent for approval by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="published_case_study_says_when"
            ),
            models.UniqueConstraint(
                fields=["district"], condition=~Q(state="withdrawn"), name="one_standing_case_study_per_district"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="case_study_in_review_says_who_sent_it",
            ),
        ]
        indexes = [models.Index(fields=["state", "title"], name="case_study_by_state")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiative:case_study", args=[self.slug])

    def answers(self):
        """{side: Approval} of the revision that stands now; the answers to earlier ones are history."""
        return {answer.side: answer for answer in self.approvals.all() if answer.revision == self.revision}

    def is_approved(self):
        """Whether both sides of the district approve the revision that stands now."""
        answers = self.answers()
        sides = [Side.LABOR, Side.MANAGEMENT]
        return all(side in answers and answers[side].answer == Approval.Answer.APPROVED for side in sides)

    def may_be_edited(self):
        """What its district approved stays as approved for as long as it is published."""
        return self.state != self.State.PUBLISHED or not self.is_approved()


class KeyFact(models.Model):
    """A figure or name at the head of a case study, such as “Enrollment: nearly 18,000”."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="key_facts")
    label = models.CharField(_("label"), max_length=60)
    value = models.CharField(_("value"), max_length=200)
    source = models.CharField(_("source"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("key fact")
        verbose_name_plural = _("key facts")
        ordering = ["case_study", "position", "pk"]

    def __str__(self):
        return f"{self.label}: {self.value}"


class TimelineEntry(models.Model):
    """What happened in a year, or about it."""

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="timeline")
    year = models.PositiveSmallIntegerField(_("year"))
    when = models.CharField(_("as it is said"), max_length=60, blank=True, help_text=_("“from 2011”, “about 2000”"))
    what = models.CharField(_("what happened"), max_length=300)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline")
        ordering = ["case_study", "year", "pk"]

    def __str__(self):
        return f"{self.when or self.year}: {self.what}"[:120]


class Approval(models.Model):
    """One side's answer to one revision of its district's case study."""

    class Answer(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes asked for")

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="approvals")
    revision = models.PositiveIntegerField(_("revision"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["case_study", "-revision", "side"]
        constraints = [
            models.UniqueConstraint(fields=["case_study", "revision", "side"], name="one_answer_per_side_and_revision"),
            models.CheckConstraint(condition=Q(side__in=["labor", "management"]), name="approval_is_of_a_side"),
        ]

    def __str__(self):
        return f"{self.get_side_display()}: {self.get_answer_display()}"
