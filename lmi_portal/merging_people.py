"""Two accounts of one person: what the one had goes to the other, and nobody signs in as the one again.

What people have in any app meets here; which of it moves is written down relation by relation, and a test fails on one
that is not.
"""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from districts.models import Membership
from lmi_portal.accounts.models import User
from lmi_portal.audit.recording import record
from lmi_portal.merging import CannotMerge, move_rows, relations_to
from lmi_portal.outbox.posting import post_emails

PLACES = "districts.Membership.user"
# Whose it is decides who sees it, changes it or hears of it.
MOVED = {
    PLACES,
    "convenings.Registration.registered_by",
    "billing.Bill.opened_by",
    "billing.Checkout.opened_by",
    "initiative.Term.user",
}
# Staff's word that two accounts are one person is no proof that both mailboxes are: whoever reads the one's mail must
# not be able to sign in to the other. The address is free again, and its owner may give it to the account that stays.
DROPPED = {"account.EmailAddress.user"}
# Who saw which student's record must stay one person's doing.
OF_OASIS = {
    "oasis.Assignment.user",
    "oasis.HandOver.from_user",
    "oasis.HandOver.to_user",
    "oasis.Referral.owner",
    "oasis.TrainingCompletion.user",
}
# Accounts that have any of these are not merged.
REFUSED = {
    "mfa.Authenticator.user",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    *OF_OASIS,
}
# Who did something stays who did it.
HISTORY = {
    "admin.LogEntry.user",
    "audit.Entry.done_by",
    "districts.Evidence.recorded_by",
    "districts.Membership.decided_by",
    "billing.AccountLink.made_by",
    "billing.Allocation.made_by",
    "billing.BankImport.imported_by",
    "billing.BankLine.decided_by",
    "billing.Bounce.recorded_by",
    "billing.Chase.stopped_by",
    "billing.Checkout.settled_by",
    "billing.CreditNote.issued_by",
    "billing.Entry.made_by",
    "billing.Invoice.issued_by",
    "billing.Payment.recorded_by",
    "billing.PurchaseOrder.added_by",
    "billing.Quote.asked_by",
    "billing.Refund.recorded_by",
    "convenings.Waiver.waived_by",
    "initiative.Approval.answered_by",
    "initiative.CaseStudy.sent_by",
    "initiative.MinutesNote.written_by",
    "oasis.AccessEntry.seen_by",
    "oasis.Appointment.made_by",
    "oasis.AttendanceImport.imported_by",
    "oasis.BreakGlass.opened_by",
    "oasis.BreakGlass.reviewed_by",
    "oasis.Consent.recorded_by",
    "oasis.ConsentRequest.asked_by",
    "oasis.ConsentRevocation.revoked_by",
    "oasis.ContactAttempt.tried_by",
    "oasis.CorrectionRequest.answered_by",
    "oasis.HandOver.offered_by",
    "oasis.Hold.lifted_by",
    "oasis.Hold.placed_by",
    "oasis.LegalRequest.answered_by",
    "oasis.MinorStatement.stated_by",
    "oasis.Note.written_by",
    "oasis.Participation.recorded_by",
    "oasis.Referral.logged_by",
    "oasis.ReferralEvent.moved_by",
    "oasis.Student.created_by",
    "oasis.TrainingCompletion.recorded_by",
    "providers.Correction.decided_by",
    "providers.Service.checked_by",
    "wellbeing.Approval.approved_by",
    "wellbeing.Artefact.added_by",
    "wellbeing.Charter.drafted_by",
    "wellbeing.CommitteeSeat.named_by",
    "wellbeing.CorrectionOfMinutes.written_by",
    "wellbeing.Decision.recorded_by",
    "wellbeing.Program.begun_by",
    "wellbeing.ReadinessAnswer.answered_by",
    "wellbeing.Survey.drafted_by",
    "wellbeing.YearlyReport.drafted_by",
}

State = Membership.State


@dataclass
class MergedPeople:
    """What became of all that the account had that is gone; `keep` and `gone` as they were known before."""

    keep: str
    gone: str
    email: str
    moved: dict = field(default_factory=dict)
    joined_places: list = field(default_factory=list)


@transaction.atomic
def merge_people(*, keep, gone, merged_by, now):
    """Give what `gone` has to `keep`, deactivate `gone`, and tell both addresses. Raises CannotMerge.

    Where both have a current place at one district's table, one stays: an approved one before one that waits, then
    `keep`'s; it is a team lead's if either approved one was. Audit entries list what moved; it cannot be undone.
    """
    keep, gone = _lock(keep, gone)
    for person in (keep, gone):
        _refuse_staff(person)
        _refuse_oasis(person)
    merged = MergedPeople(keep=str(keep), gone=str(gone), email=gone.email)
    _join_places(merged, keep, gone, now=now)
    relations = relations_to(User)
    for name in sorted(MOVED):
        if moved := move_rows(relations[name], gone=gone, keep=keep):
            kind = str(relations[name].related_model._meta.verbose_name_plural)
            merged.moved[kind] = merged.moved.get(kind, []) + moved
    _tell(keep, gone, now=now)
    _close(keep, gone, by=merged_by, now=now)
    changes = {"merged with": ["", merged.gone]} | {kind: ["", rows] for kind, rows in merged.moved.items()}
    if merged.joined_places:
        changes["places made one"] = ["", merged.joined_places]
    record(deed="merge_people", on=keep, by=merged_by, now=now, changes=changes)
    return merged


def _lock(keep, gone):
    """In the order of their numbers: two staff who merge the same two take turns and never wait for each other."""
    if keep.pk == gone.pk:
        raise CannotMerge(_("Nobody can be merged with themself."))
    found = {one.pk: one for one in User.objects.select_for_update().filter(pk__in=[keep.pk, gone.pk]).order_by("pk")}
    keep, gone = found[keep.pk], found[gone.pk]
    if not (keep.is_active and gone.is_active):
        raise CannotMerge(_("One of the two is not active: somebody has merged or closed it already."))
    return keep, gone


def _refuse_staff(person):
    if person.is_staff or person.is_superuser or person.groups.exists() or person.user_permissions.exists():
        raise CannotMerge(
            _("%(person)s has rights of LMI staff: such an account is never merged.") % {"person": person}
        )
    if Authenticator.objects.filter(user=person).exists():
        raise CannotMerge(
            _("%(person)s signs in with a second factor, which nobody but its owner may take off: see “Your account”.")
            % {"person": person}
        )


def _refuse_oasis(person):
    relations = relations_to(User)
    for relation in (relations[name] for name in OF_OASIS):
        if relation.related_model.objects.filter(**{relation.field.name: person}).exists():
            raise CannotMerge(
                _("%(person)s works with OASIS, or did: who saw which student’s record must stay one person’s doing.")
                % {"person": person}
            )


def _join_places(merged, keep, gone, *, now):
    """End or drop one of two current places at a district's table, so that each district keeps one of the person."""
    places = Membership.objects.current().select_for_update(of=["self"]).select_related("district", "unit")
    kept = {place.district_id: place for place in places.filter(user=keep)}
    for other in places.filter(user=gone).order_by("pk"):
        if twin := kept.get(other.district_id):
            _refuse_two_sides(twin, other)
            merged.joined_places.append(_join(twin, other, keep=keep, now=now))


def _refuse_two_sides(twin, other):
    if twin.side != other.side:
        raise CannotMerge(
            _("At %(district)s the one sits for %(one)s, the other for %(other)s: end one of the places first.")
            % {
                "district": twin.district,
                "one": twin.get_side_display().lower(),
                "other": other.get_side_display().lower(),
            }
        )


def _join(twin, other, *, keep, now):
    approved = [place for place in (twin, other) if place.state == State.APPROVED]
    stays = approved[0] if approved else twin
    surplus = other if stays is twin else twin
    if surplus.state == State.REQUESTED:
        # Ended, it would read as if the person had left the district.
        surplus.delete()
    else:
        # By the person's own hand: turned away by others, no e-mail domain would vouch for them again.
        ended = {"state": State.ENDED, "decided_at": now, "decided_by": keep, "is_lead": False}
        Membership.objects.filter(pk=surplus.pk).update(**ended)
    is_lead = any(place.is_lead for place in approved)
    Membership.objects.filter(pk=stays.pk).update(is_lead=is_lead)
    names = {"place": f"{stays.get_role_display()} · {stays.district}", "state": stays.get_state_display().lower()}
    return (_("%(place)s (%(state)s, team lead)") if is_lead else _("%(place)s (%(state)s)")) % names


def _close(keep, gone, *, by, now):
    """Nobody signs in as `gone` again, and its sessions end even if it should be made active once more."""
    was = {"email": gone.email, "name": gone.name}
    EmailAddress.objects.filter(user=gone).delete()
    gone.email = f"merged-{gone.pk}-into-{keep.pk}@merged.invalid"
    gone.name = f"{gone.name[:190]} (merged)".strip()
    gone.is_active = False
    gone.set_unusable_password()
    gone.save()
    changes = {name: [value, getattr(gone, name)] for name, value in was.items()}
    changes |= {"is_active": [True, False], "merged into": ["", str(keep)]}
    record(deed="person_merged_away", on=gone, by=by, now=now, changes=changes)


def _tell(keep, gone, *, now):
    reason = f"people_merged:{gone.pk}:{keep.pk}"
    context = {
        "stays": _masked(keep.email),
        "ends": _masked(gone.email),
        "when": date_format(localtime(now), "N j, Y, P e"),
        "sign_in_url": settings.SITE_URL + reverse("account_login"),
    }
    post_emails(
        [
            {
                "to": person.email,
                "reason": reason,
                "template": "account/email/people_merged",
                "context": context | {"name": person.get_short_name(), "is_stays": person == keep},
                "language": get_language() or settings.LANGUAGE_CODE,
            }
            for person in (keep, gone)
        ],
        now=now,
    )


def _masked(email):
    """Enough to know one's own by, and too little to write to another's."""
    name, domain = email.rsplit("@", 1)
    return f"{name[:2]}…@{domain}"
