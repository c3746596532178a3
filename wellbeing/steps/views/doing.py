from wellbeing.meanwhile import refuse
from wellbeing.refusing import CannotDo


def done_or_refused(request, form, deed, **what):
    """Whether the deed was done for who asked; a refusal stands in the form, and all that was typed stays."""
    try:
        deed(**what, by=request.user, now=request.standing.now)
    except CannotDo as cannot:
        refuse(form, cannot)
        return False
    return True
