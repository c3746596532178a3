from wellbeing.refusing import CannotDo


def done_or_refused(request, form, deed, **what):
    """Whether the deed was done for who asked; a refusal stands in the form, and all that was typed stays."""
    try:
        deed(**what, by=request.user, now=request.standing.now)
    except CannotDo as cannot:
        form.add_error(cannot.field if cannot.field in form.fields else None, str(cannot))
        return False
    return True
