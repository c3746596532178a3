from urllib.parse import urlsplit
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """What a resource is about, such as “interest-based bargaining”."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Audience(models.Model):
    """Whom a resource is made for: a side of the table or a role at it."""

    class Kind(models.TextChoices):
        SIDE = "side", _("Side")
        ROLE = "role", _("Role")

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name


FOLDER = "library"


def name_in_storage(resource, name):
    """Nobody guesses it, and nothing in it comes from whoever brought the file."""
    return f"{FOLDER}/{uuid4().hex}"


class ResourceQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)

    def newest(self):
        return self.published().order_by("-added_at", "-pk")


class Resource(models.Model):
    """Something to learn from: a guide, a webinar, research, an activity; a file of ours or a link to its publisher.

    `found_by` holds the folded words that a search looks in (see `indexing`), so that PostgreSQL and SQLite agree on
    letters beyond ASCII; `sorting_year` puts what has no year last on both.
    """

    class Kind(models.TextChoices):
        GUIDE = "guide", _("Guide")
        WEBINAR = "webinar", _("Webinar")
        RESEARCH = "research", _("Research")
        ACTIVITY = "activity", _("Sample activity")
        PROMOTIONAL = "promotional", _("Promotional material")
        SLIDES = "slides", _("Slides")
        CASE_STUDY = "case_study", _("Case study")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    authors = models.CharField(_("authors"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=150, blank=True)
    abstract = models.TextField(_("abstract"), help_text=_("In our own words."))
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="resources")
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="resources")
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=name_in_storage, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120, blank=True, editable=False)
    file_kind = models.CharField(_("kind of the file"), max_length=100, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    is_published = models.BooleanField(_("published"), default=True)
    found_by = models.TextField(_("found by"), blank=True, editable=False)
    sorting_year = models.GeneratedField(
        expression=Coalesce("year", 0), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(file=""),
                name="resource_is_a_file_or_a_link",
                violation_error_message=_("A resource is a file or a link: leave one of the two empty."),
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"], name="resource_newest_first"),
            models.Index(fields=["kind", "title"], name="resource_by_kind"),
            models.Index(fields=["year", "title"], name="resource_by_year"),
            models.Index(fields=["title", "id"], name="resource_by_title"),
            models.Index(fields=["-sorting_year", "title", "id"], name="resource_latest_year_first"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("library:resource", args=[self.slug])

    def link_host(self):
        """Where the link leads, such as “cdefoundation.org”."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    def related(self):
        """Others that are published and share topics with this one, those that share the most first; one query."""
        others = Resource.objects.published().exclude(pk=self.pk).filter(topics__resources=self)
        return others.annotate(shared=Count("topics")).order_by("-shared", "-added_at", "-pk")


class Finding(models.Model):
    """One figure of a piece of research, and what it measures."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="findings")
    figure = models.CharField(_("figure"), max_length=30, help_text=_("+12.5 %"))
    what = models.CharField(_("what it says"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["resource", "position", "pk"]

    def __str__(self):
        return f"{self.figure} {self.what}"[:80]


class LinkCheckQuerySet(models.QuerySet):
    def dead(self):
        return self.filter(outcome=LinkCheck.Outcome.DEAD, resource__is_published=True)


class LinkCheck(models.Model):
    """What the last visit to a resource's link found.

    A link is dead only once it fails on a second night: until then it could not be reached. `begun_at` is when its
    last visit began, which keeps two workers from one link; `told_at` when staff were told that it is dead.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Not visited yet")
        ALIVE = "alive", _("Answers")
        MOVED = "moved", _("Moved for good")
        DEAD = "dead", _("Not there any more")
        UNREACHABLE = "unreachable", _("Could not be reached")

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="link_check")
    link = models.URLField(_("link"), max_length=500)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.WAITING)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    begun_at = models.DateTimeField(_("visit begun"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    first_failed_at = models.DateTimeField(_("failing since"), null=True, blank=True)
    told_at = models.DateTimeField(_("staff told"), null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        # Who has failed for longest comes first, and the dead are among them.
        ordering = [F("first_failed_at").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["outcome", "told_at"], name="link_check_by_outcome")]

    def __str__(self):
        return f"{self.link}: {self.get_outcome_display()}"
