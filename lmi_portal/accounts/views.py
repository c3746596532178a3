from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .forms import NameForm


def your_account(request):
    form = NameForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("your_account")
    return render(
        request,
        "accounts/your_account.html",
        {"form": form, "has_second_factor": is_mfa_enabled(request.user)},
    )
