"""What a consent is to say before it is signed: frozen when the form is made, so that all sign what they read."""

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from districts.models import Organization
from oasis.providers.models import Provider

from .consent_wording import PURPOSES
from .models import Guardian, Referral, Student, school_year_of
from .signers import Statement


@dataclass(frozen=True)
class Terms:
    """`records` are Consent.Record values, `purpose` a key of consent_wording.PURPOSES."""

    student: Student
    relation: str
    records: tuple
    purpose: str
    language: str
    expires_on: date
    providers: tuple = ()
    organizations: tuple = ()
    guardian: Guardian | None = None
    referral: Referral | None = None
    interpreter: str = ""
    statement: Statement | None = None

    def purpose_text(self):
        """The purpose as it is kept: in the language of who signs."""
        with override(self.language):
            return str(PURPOSES[self.purpose])

    def offers_back(self):
        """Whether there is somebody who could tell the school what came of it."""
        return bool(self.providers)

    def recipients(self):
        return [str(each) for each in (*self.providers, *self.organizations)]

    def draft(self):
        """The text that terms_of reads again."""
        statement = self.statement
        return json.dumps(
            {
                "relation": self.relation,
                "records": list(self.records),
                "purpose": self.purpose,
                "expires_on": self.expires_on.isoformat(),
                "providers": [each.pk for each in self.providers],
                "organizations": [each.pk for each in self.organizations],
                "referral": self.referral.pk if self.referral else None,
                "interpreter": self.interpreter,
                "statement": [statement.law, statement.parents, statement.why] if statement else None,
            }
        )


def terms_of(asked):
    """The Terms of a ConsentRequest."""
    words = json.loads(asked.draft)
    return Terms(
        student=asked.student,
        relation=words["relation"],
        records=tuple(words["records"]),
        purpose=words["purpose"],
        language=asked.language,
        expires_on=date.fromisoformat(words["expires_on"]),
        providers=tuple(Provider.objects.filter(pk__in=words["providers"])),
        organizations=tuple(Organization.objects.filter(pk__in=words["organizations"])),
        guardian=asked.guardian,
        referral=Referral.objects.select_related("need", "service__provider").filter(pk=words["referral"]).first(),
        interpreter=words["interpreter"],
        statement=Statement(*words["statement"]) if words["statement"] else None,
    )


def end_of_school_year(day):
    """June 30 of the school year in which `day` lies: when a consent ends unless the family wants it sooner."""
    return date(school_year_of(day) + 1, 6, 30)
