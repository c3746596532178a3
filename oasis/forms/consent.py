from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import Organization
from lmi_portal.family_language import family_languages, for_families
from oasis.consent_terms import Terms, end_of_school_year
from oasis.consent_wording import ORGANIZATION, PURPOSES, purpose_for
from oasis.covering import is_adult
from oasis.models import Assignment, Consent, MinorStatement, Referral
from oasis.providers.models import Provider
from oasis.sensitive_words import refuse_sensitive_words
from oasis.signers import Statement

Record, Relation, Direction = Consent.Record, Consent.Relation, Consent.Direction
USUAL_RECORDS = [Record.NAME, Record.CONTACT, Record.SCHOOL, Record.LANGUAGE, Record.REASON]
OFFERED_RECORDS = [record for record in Record if record != Record.OUTCOME]


class ConsentTermsForm(forms.Form):
    """What the family is asked to allow; with a `referral` its provider and purpose are chosen already."""

    signer = forms.ChoiceField(label=_("Who signs"), widget=forms.RadioSelect)
    providers = forms.ModelMultipleChoiceField(
        label=_("Which providers may be told"),
        queryset=Provider.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("Whose staff at the school may see the record"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Union staff see a record only by such a consent (34 CFR § 99.31, Education Code § 49076)."),
    )
    records = forms.MultipleChoiceField(
        label=_("What may be told"),
        choices=[(record.value, record.label) for record in OFFERED_RECORDS],
        initial=[record.value for record in USUAL_RECORDS],
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=[(key, words) for key, words in PURPOSES.items()])
    language = forms.ChoiceField(label=_("Language of the form"), choices=lambda: family_languages().items())
    expires_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The end of the school year, unless the family wants it sooner."),
    )
    interpreter = forms.CharField(
        label=_("Interpreter"), max_length=120, required=False, validators=[refuse_sensitive_words]
    )

    def __init__(self, data=None, *, student, referral=None):
        self.student, self.referral, self.on = student, referral, timezone.localdate()
        signers = self._signers()
        super().__init__(data, initial=self._initial(signers))
        self.fields["signer"].choices = [(key, label) for key, label, _relation, _guardian in signers]
        self.signers = {key: (relation, guardian) for key, _label, relation, guardian in signers}
        self._offer_recipients()

    def _signers(self):
        """(key, label, relation, guardian) of each who may sign; none where nobody is on file."""
        if is_adult(self.student, on=self.on):
            return [("student", _("%(name)s, 18 or older") % {"name": self.student.full_name()}, "adult_student", None)]
        guardians = self.student.household.guardians.all() if self.student.household else []
        return [
            (str(each.pk), f"{each.name}, {each.get_relation_display()}", each.relation, each) for each in guardians
        ]

    def _initial(self, signers):
        first = signers[0] if signers else None
        speaks = first[3].language if first and first[3] else self.student.language
        return {
            "signer": first and first[0],
            "purpose": purpose_for(self.referral and self.referral.need),
            "language": speaks if speaks in family_languages() else "en",
            "expires_on": end_of_school_year(self.on),
            "providers": [self.referral.service.provider_id] if self.referral and self.referral.service_id else [],
        }

    def _offer_recipients(self):
        referrals = Referral.objects.running().for_families().filter(student=self.student, service__isnull=False)
        providers = set(referrals.values_list("service__provider", flat=True))
        providers |= {self.referral.service.provider_id} if self.referral and self.referral.service_id else set()
        self.fields["providers"].queryset = Provider.objects.filter(pk__in=providers)
        by_consent = Assignment.objects.current(on=self.on).filter(
            basis=Assignment.Basis.CONSENT, site__school=self.student.school_id
        )
        self.fields["organizations"].queryset = Organization.objects.filter(pk__in=by_consent.values("employer"))
        for name in ("providers", "organizations"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def clean(self):
        words = super().clean()
        if not words.get("providers") and not words.get("organizations"):
            raise forms.ValidationError(_("Name at least one who may be told. Providers come from the referrals."))
        return words

    def terms(self):
        words = self.cleaned_data
        relation, guardian = self.signers[words["signer"]]
        providers = tuple(words.get("providers") or ())
        return Terms(
            student=self.student,
            relation=relation,
            guardian=guardian,
            records=tuple(words["records"]),
            purpose=words["purpose"] if providers else ORGANIZATION,
            language=words["language"],
            expires_on=words["expires_on"],
            providers=providers,
            organizations=tuple(words.get("organizations") or ()),
            referral=self.referral,
            interpreter=words["interpreter"],
        )


class MinorConsentForm(forms.Form):
    """The statement of a credentialed counselor, by which a student of 12 or older may consent alone."""

    law = forms.ChoiceField(label=_("Under which law"), choices=MinorStatement.Law.choices, widget=forms.RadioSelect)
    is_mature = forms.BooleanField(
        label=_("In my professional opinion the student is mature enough to take part in counseling intelligently.")
    )
    parents = forms.ChoiceField(label=_("Parents"), choices=MinorStatement.Parents.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why, or when somebody tried to reach them"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuse_sensitive_words],
    )
    language = forms.ChoiceField(label=_("Language of the form"), choices=lambda: family_languages().items())
    expires_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data=None, *, student, referral):
        self.student, self.referral = student, referral
        speaks = student.language if student.language in family_languages() else "en"
        ends = end_of_school_year(timezone.localdate())
        super().__init__(data, initial={"language": speaks, "expires_on": ends})

    def terms(self):
        words = self.cleaned_data
        return Terms(
            student=self.student,
            relation=Relation.MINOR_STUDENT,
            records=(Record.NAME.value, Record.CONTACT.value),
            purpose=purpose_for(self.referral.need),
            language=words["language"],
            expires_on=words["expires_on"],
            providers=(self.referral.service.provider,),
            referral=self.referral,
            statement=Statement(words["law"], words["parents"], words["why"]),
        )


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of who signs"))


class PaperForm(forms.Form):
    """What stands on the signed paper."""

    scan = forms.FileField(
        label=_("Photo or scan of the signed paper"),
        widget=forms.FileInput({"accept": "application/pdf,image/jpeg,image/png"}),
        help_text=_("PDF, JPEG or PNG, up to 10 MB. It is kept encrypted."),
    )
    signer_name = forms.CharField(label=_("Name as signed"), max_length=120)
    signed_on = forms.DateField(
        label=_("Date beside the signature"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    directions = forms.MultipleChoiceField(
        label=_("Boxes that are ticked"), choices=Direction.choices, widget=forms.CheckboxSelectMultiple
    )
    is_copy_given = forms.BooleanField(label=_("The family has a copy"), required=False)


class SpokenForm(forms.Form):
    signer_name = forms.CharField(label=_("Who said yes"), max_length=120)


class SignForm(forms.Form):
    """What a family fills in: two boxes and a typed name, which is the signature (34 CFR § 99.30(d))."""

    may_tell = forms.BooleanField(required=False)
    may_report = forms.BooleanField(required=False)
    has_copy = forms.BooleanField(required=False)
    name = forms.CharField(
        label=for_families("Type your full name. This is your signature."),
        max_length=120,
        error_messages={"required": for_families("Type your full name to sign.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean(self):
        words = super().clean()
        if not words["may_tell"] and not words["may_report"]:
            raise forms.ValidationError(for_families("Tick at least one box, or press “I do not allow this”."))
        return words

    def directions(self):
        words = self.cleaned_data
        ticked = {Direction.OUT: words["may_tell"], Direction.BACK: words["may_report"]}
        return [direction for direction, is_ticked in ticked.items() if is_ticked]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=for_families("The code from the e-mail"),
        max_length=20,
        error_messages={"required": for_families("Type the six digits from the e-mail.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "family-code"}),
    )


class RevokeForm(forms.Form):
    told_by = forms.CharField(
        label=_("Who ends it"), max_length=120, help_text=_("The person who told the school, and how they are related.")
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuse_sensitive_words],
    )
    is_for_both = forms.BooleanField(
        label=_("End both directions that were signed together"), required=False, initial=True
    )
