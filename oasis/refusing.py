"""Refusals in words fit for the person who asked."""


class Refusal(Exception):
    """The sentence says why; `field` names the field at fault, if one is."""

    def __init__(self, sentence, *, field=None):
        super().__init__(sentence)
        self.field = field


class CannotMove(Refusal):
    """The referral does not make this move now, or not by this person."""


class Outdated(CannotMove):
    """Somebody else moved the referral after the page was opened."""


class CannotSend(CannotMove):
    """No active consent covers what would be disclosed."""


class CannotRefer(Refusal):
    """A referral cannot be logged as asked."""


class CannotConsent(Refusal):
    """A consent cannot be asked for or recorded as told."""


class CannotRevoke(Refusal):
    """A consent has ended already."""
