"""Results as a file: a line for each option of each group that the page can show, and no other."""

from django.utils.translation import gettext as _

from lmi_portal.spreadsheets import Sheet

from .bank import COMMENT, asked
from .counting import NOT_ANSWERED
from .cuts import Dimension, Names


def sheet_of(survey):
    return Sheet(f"wellbeing-survey-{survey.pk}", _headings(), _lines(survey), title=survey.title)


def _headings():
    return [
        _("By"),
        _("Group"),
        _("And by"),
        _("Group within"),
        _("People"),
        _("Question"),
        _("Answer"),
        _("Answered so"),
    ]


def _lines(survey):
    names = Names(survey)
    questions = [question for question in asked(survey) if question.kind != COMMENT]
    for group in survey.groups.order_by(
        "second_dimension", "first_dimension", "first_value", "second_value"
    ).iterator():
        of = [
            *_cut(names, group.first_dimension, group.first_value, _("Everyone")),
            *_cut(names, group.second_dimension, group.second_value, ""),
        ]
        if group.people is None:
            yield [*of, _("hidden"), "", "", ""]
            continue
        for question in questions:
            for option, name in (question.options("en") | {NOT_ANSWERED: _("No answer")}).items():
                yield [*of, group.people, question.text("en"), name, group.counts.get(question.key, {}).get(option, 0)]


def _cut(names, dimension, value, without):
    return [Dimension(dimension).label, names.name(dimension, value)] if dimension else ["", without]
