"""Taking back promised e-mails that must not go out any more, with the secrets that they hold."""

from .models import Email


def take_back_letters(*, reason, why):
    """Erase what is not sent yet of one reason, in the caller's transaction; what a worker is sending goes out."""
    State = Email.State
    unsent = Email.objects.filter(reason=reason, state__in=[State.WAITING, State.FAILED])
    unsent.update(state=State.FAILED, error=why, context={}, sealed="")
