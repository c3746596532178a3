"""What each figure means, in words that a board member can hold it to: above all, out of how many."""

from django.utils.translation import gettext_lazy as _

REFERRALS = _(
    "Referrals logged in the term, except drafts and what was entered in error. One student may have several. "
    "Referrals that rest on a student’s own consent are in none of these tables."
)
RESPONSE = _(
    "Of the referrals that the portal sent to a provider, the share that the provider answered in any way. Referrals "
    "handed to the family are left out: no provider was asked."
)
CLOSURE = _(
    "Of all referrals, the share of which we know what became of the student, whether help came or not. Expired "
    "referrals and families who could not be reached do not count as closed."
)
RECEIVED = _(
    "Of all referrals, the share in which the student received the service in full, in part or is receiving it."
)
ACKNOWLEDGED = _(
    "School days from sending to the provider’s first answer: half took no longer. Only answered referrals can be "
    "counted, so unanswered ones do not make it longer."
)
CONTACTED = _("School days from logging the referral to first reaching the family: half took no longer.")
UNMET = _(
    "Referrals in which no service was received by the day of counting, whatever the reason, running ones included."
)
AREA = _("Area means the school: addresses are encrypted, so that nothing can be counted by them.")
BARRIERS = _("What kept a family from the service, as the person who closed the referral recorded it.")
LANGUAGE = _("The language in which the family asked for help.")
UNION = _(
    "Referrals cared for by the union’s own employees, or by members of a bargaining unit that it represents. Who "
    "held positions of several is counted for the newest."
)
HIDDEN = _(
    "“Hidden” stands wherever a figure would tell of 10 or fewer students, and wherever it could be worked out from "
    "the others. So a hidden figure need not be small, and no hidden figure is zero for certain."
)
ONCE = _(
    "Figures are counted once, 30 days after the term’s end, and never again; other spans of time are not offered. "
    "From two counts of almost the same time, one less the other would tell of the few students in between."
)
ATTENDANCE = _(
    "Days attended out of days expected, averaged over students whose first service began in the term before this one. "
    "Before: the 45 school days up to the service. After: 45 school days that begin 10 school days after it. Only "
    "students with attendance on file for 30 days or more of both."
)
LIKE = _(
    "At the same school and in the same grade, with attendance in the same range before (95 % and more, 90 to 95, 80 "
    "to 90, below 80), over the same days, and without a service up to their end."
)
CAUTION = _(
    "Read with care: students are often referred when things are at their worst. After a bad stretch most people do "
    "better on their own, with or without help. So a rise alone does not show that OASIS caused it. Hold it against "
    "students much like them who had no service: what counts is how much more the first group rose than the second. "
    "Even then the two groups may differ in ways that no file shows."
)
FAMILIES = _(
    "Households with a match among the school’s families, each counted once for a kind however often it came, at the "
    "school where it first took part. Sign-ins that nobody matched are not counted. The last line is no sum: a family "
    "may be in several kinds."
)
HOURS = _("Hours as recorded for each family, or else the length of the activity, of activities that the position led.")
COST = _("Half of the position’s yearly cost, as a term is half a year.")
YIELD_CAUTION = _(
    "Read with care: a position does more than lead activities, an hour of a home visit is not an hour of an open "
    "house, and schools differ in how many families they have. Do not rank people by this table."
)
