"""A case study on its way to its readers: sent to its district, answered by both sides, published, taken back.

Only these deeds change its state and revision. A published text that the district approved is never edited: it is
withdrawn first, so that what visitors read is always what both sides read.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from districts.models import Evidence, Side
from lmi_portal.audit.recording import record
from lmi_portal.outbox.posting import post_emails

from .approval_letters import to_reviewers, to_staff
from .models import Approval, CaseStudy
from .permissions import answerers_of, side_answered_by

State, Answer = CaseStudy.State, Approval.Answer
AT_REST = {State.DRAFT, State.WITHDRAWN}


class CannotApprove(Exception):
    """Why a case study stays as it is, in words for the person who tried."""


class TextChanged(CannotApprove):
    """The answer was to a text that does not stand any more."""


def lock_case_study(case_study):
    """The case study, locked until the transaction ends, so that two sides that answer at once take turns."""
    return CaseStudy.objects.select_for_update(of=["self"]).select_related("district", "sent_by").get(pk=case_study.pk)


@transaction.atomic
def send_for_approval(*, case_study, sent_by, now):
    """Ask both sides of the district; once more where one asked for changes. Raises CannotApprove."""
    case_study = lock_case_study(case_study)
    refuse_sending(case_study)
    before = case_study.state
    if before == State.IN_REVIEW:
        case_study.revision += 1
    case_study.sent_by, case_study.sent_at = sent_by, now
    _move(case_study, State.IN_REVIEW, "sent_by", "sent_at", "revision")
    _record(case_study, "send_for_approval", by=sent_by, now=now, before=before)
    post_emails(to_reviewers(case_study, "sent"), now=now)
    return case_study


@transaction.atomic
def answer_case_study(*, case_study, side, answer, note, revision, answered_by, now):
    """One side's answer to the text of `revision`; the second approval publishes it.

    Raises TextChanged where another text stands by now, CannotApprove where it does not wait for this answer, or where
    changes are asked for without a note.
    """
    case_study, note = lock_case_study(case_study), note.strip()
    if case_study.state != State.IN_REVIEW:
        raise CannotApprove(_("It does not wait for an answer any more."))
    if not side or side_answered_by(answered_by, case_study) != side:
        raise CannotApprove(_("You do not answer for this side: its lead does."))
    if revision != case_study.revision:
        raise TextChanged(_("The text was changed while you read it: please read it once more, then answer."))
    if side in case_study.answers():
        raise CannotApprove(_("Your side has answered this text already."))
    if answer == Answer.CHANGES and not note:
        raise CannotApprove(_("Say what should change, so that LMI staff can change it."))
    given = Approval.objects.create(
        case_study=case_study,
        revision=revision,
        side=side,
        answer=answer,
        note=note,
        answered_by=answered_by,
        answered_at=now,
    )
    changes = {"side": [None, str(side)], "answer": [None, str(answer)], "revision": [None, revision]}
    record(deed="answer_case_study", on=case_study, by=answered_by, now=now, changes=changes)
    if case_study.is_approved():
        _publish(case_study, by=answered_by, now=now)
    else:
        post_emails(to_staff(case_study, "answered", answer=given), now=now)
    return given


@transaction.atomic
def publish_case_study(*, case_study, published_by, now):
    """Publish what is told from an already published report, without the district's answers. Raises CannotApprove."""
    case_study = lock_case_study(case_study)
    refuse_publishing(case_study)
    return _publish(case_study, by=published_by, now=now)


@transaction.atomic
def withdraw_case_study(*, case_study, reason, withdrawn_by, now):
    """Take it back from its readers, or from the district while it waits; its answers count no more.

    Both sides are told the reason. Raises CannotApprove without one.
    """
    case_study, reason = lock_case_study(case_study), reason.strip()
    refuse_withdrawing(case_study)
    if not reason:
        raise CannotApprove(_("Say why: the district’s members are told the reason."))
    before = case_study.state
    letters = to_reviewers(case_study, "withdrawn", why=reason, was_published=before == State.PUBLISHED)
    case_study.revision += 1
    _move(case_study, State.WITHDRAWN if before == State.PUBLISHED else State.DRAFT, "revision")
    _forget_evidence(case_study)
    _record(case_study, "withdraw_case_study", by=withdrawn_by, now=now, before=before, reason=["", reason])
    post_emails(letters, now=now)
    return case_study


def revise_case_study(*, case_study, revised_by, now):
    """Number the text anew, in the transaction and under the lock of the edit that changed it.

    The answers to the old text stay as history and count no more; whoever gave one is asked again.
    """
    if case_study.state not in {State.IN_REVIEW, State.PUBLISHED}:
        return
    sides_to_ask_again = list(case_study.answers())
    case_study.revision += 1
    _move(case_study, case_study.state, "revision")
    changes = {"revision": [case_study.revision - 1, case_study.revision]}
    record(deed="revise_case_study", on=case_study, by=revised_by, now=now, changes=changes)
    post_emails(to_reviewers(case_study, "changed", sides=sides_to_ask_again), now=now)


def refuse_sending(case_study):
    """Raise CannotApprove unless it can be sent to both sides of its district now."""
    if case_study.state == State.PUBLISHED:
        raise CannotApprove(_("It is published: withdraw it first."))
    answers = case_study.answers().values()
    if case_study.state == State.IN_REVIEW and all(given.answer == Answer.APPROVED for given in answers):
        raise CannotApprove(_("It waits for both sides already."))
    for side, places in answerers_of(case_study).items():
        if not places:
            names = {"side": Side(side).label, "district": case_study.district}
            raise CannotApprove(_("Nobody from %(side)s has a place at %(district)s’s table yet.") % names)
    _refuse_second(case_study)


def refuse_publishing(case_study):
    """Raise CannotApprove unless staff may publish it without asking the district."""
    if case_study.state not in AT_REST:
        raise CannotApprove(_("It is published, or waits for its district, already."))
    if not case_study.already_public:
        raise CannotApprove(_("Both sides of the district approve it first: send it for approval."))
    _refuse_second(case_study)


def refuse_withdrawing(case_study):
    """Raise CannotApprove where neither visitors nor its district can read it."""
    if case_study.state in AT_REST:
        raise CannotApprove(_("Nobody but staff sees it now, so there is nothing to withdraw."))


def _refuse_second(case_study):
    others = CaseStudy.objects.filter(district=case_study.district_id).exclude(state=State.WITHDRAWN)
    if others.exclude(pk=case_study.pk).exists():
        raise CannotApprove(
            _("%(district)s has another case study: withdraw that one first.") % {"district": case_study.district}
        )


def _publish(case_study, *, by, now):
    before, case_study.published_at = case_study.state, now
    _move(case_study, State.PUBLISHED, "published_at")
    _tell_evidence(case_study, by=by)
    _record(case_study, "publish_case_study", by=by, now=now, before=before)
    if case_study.is_approved():
        post_emails(to_staff(case_study, "published") + to_reviewers(case_study, "published"), now=now)
    return case_study


def _tell_evidence(case_study, *, by):
    """What staff or the demo put on record of a case study of this district is led to its page, not told twice."""
    path = case_study.get_absolute_url()
    on_record = Evidence.objects.filter(district=case_study.district_id, kind=Evidence.Kind.CASE_STUDY)
    if not on_record.filter(key="").update(path=path):
        Evidence.objects.create(
            district=case_study.district,
            kind=Evidence.Kind.CASE_STUDY,
            what=_("Its partnership is told in a case study of the initiative."),
            source=case_study.already_public or _("its case study, approved by both sides"),
            path=path,
            key=_key(case_study),
            recorded_by=by,
        )


def _forget_evidence(case_study):
    Evidence.objects.filter(key=_key(case_study)).delete()
    Evidence.objects.filter(path=case_study.get_absolute_url()).update(path="")


def _key(case_study):
    return f"case_study:{case_study.pk}"


def _move(case_study, state, *fields):
    case_study.state = state
    case_study.save(update_fields=["state", "updated_at", *fields])


def _record(case_study, deed, *, by, now, before, **changes):
    changes["state"] = [str(before), str(case_study.state)]
    record(deed=deed, on=case_study, by=by, now=now, changes=changes)
