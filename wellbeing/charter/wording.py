"""What a charter says to begin with, in words that both sides may change, and the whole of it as one text.

Employees choose freely whether they take part (ADA, 42 U.S.C. § 12112(d)(4)(B); GINA, 42 U.S.C. § 2000ff-1(b)(2)), and
what belongs to bargaining stays there: wages, hours, health and welfare benefits and what else Government Code § 3543.2
names.
"""

import hashlib

from django.utils.translation import gettext_lazy as _

HEADINGS = {
    "purpose": _("Purpose"),
    "commitments": _("What both sides commit to"),
    "decisions": _("How decisions are made"),
    "resources": _("Time, money and people"),
    "privacy": _("Privacy and voluntary participation"),
}

STARTING_WORDS = {
    "purpose": _(
        "Employees do their best work for students when they are well. The district and the organizations that "
        "represent its employees therefore run one well-being program together, for every employee in every job, on "
        "every shift and at every site.\n\n"
        "Well-being here means more than health: respect, a voice, good relationships, work that can be done in the "
        "time there is, and pleasure in the job."
    ),
    "commitments": _(
        "The superintendent and the president of each unit support the program in public.\n\n"
        "Both sides send people to the joint committee, and see to it that certificated and classified employees, day "
        "and other shifts are heard.\n\n"
        "Both sides share what they learn about the program with each other, the welcome and the unwelcome.\n\n"
        "This charter does not replace bargaining and changes no agreement. What belongs to bargaining, such as wages, "
        "hours and benefits, stays with the negotiating teams (Government Code § 3543.2)."
    ),
    "decisions": _(
        "A joint committee runs the program. Each side chooses its own members and its own co-chair, and the chair of "
        "the meetings alternates.\n\n"
        "It decides when both sides are present: by consensus, or else by a vote in which each side casts equally many "
        "votes.\n\n"
        "Surveys, results, minutes and the yearly report go out once both co-chairs have approved them."
    ),
    "resources": _(
        "Members of the committee meet in paid time, or are otherwise not worse off for taking part.\n\n"
        "The district and the organizations agree each year on the money for the program, and the committee reports on "
        "how it was spent."
    ),
    "privacy": _(
        "Taking part is voluntary. Nobody is rewarded or penalized for taking part or not, and no supervisor is told "
        "who did.\n\n"
        "The program asks for no health data of employees and keeps none.\n\n"
        "Surveys are anonymous. Results are shown only for groups so large that nobody can be picked out.\n\n"
        "Nothing that is learned in the program is used to evaluate or discipline anybody."
    ),
}


def starting_words():
    """{name of the field: text}, as plain strings to be edited."""
    return {name: str(text) for name, text in STARTING_WORDS.items()}


def texts_of(charter):
    """{name of the field: text} as the charter has it."""
    return {name: getattr(charter, name) for name in HEADINGS}


def parts_of(charter):
    """Pairs of heading and text, in the order in which they are read; why it is amended comes first."""
    parts = [(str(heading), getattr(charter, name)) for name, heading in HEADINGS.items()]
    if charter.amendment_reason:
        parts.insert(0, (str(_("Why the charter is amended")), charter.amendment_reason))
    return parts


def text_of(charter):
    """The whole text that is signed, as it is fingerprinted: in English, whatever the reader's language."""
    fields = ["amendment_reason", *HEADINGS]
    lines = [f"Well-being charter · {charter.program.district.cd_code} · version {charter.version}"]
    return "\n\n".join([*lines, *(f"{name}:\n{getattr(charter, name)}" for name in fields)])


def fingerprint_of(charter):
    """The SHA-256 of `text_of` in UTF-8, as hexadecimal: another text has another."""
    return hashlib.sha256(text_of(charter).encode()).hexdigest()
