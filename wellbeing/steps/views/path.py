"""The home page of a program: where it stands on its eight steps, and who does what next."""

from django.shortcuts import redirect, render


def program(request, cd_code):
    if request.standing.program is None:
        return redirect("wellbeing:begin", cd_code)
    return render(request, "wellbeing/steps/path.html")
