from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from .forms import NameForm
from .naming import change_own_name


def your_account(request):
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        change_own_name(user=request.user, name=form.cleaned_data["name"], now=timezone.now())
        messages.success(request, _("Your name is saved."))
        return redirect("your_account")
    return render(
        request,
        "accounts/your_account.html",
        {"form": form, "has_second_factor": is_mfa_enabled(request.user)},
    )
