"""A provider's answer to a referral: no account, a link in an e-mail and a code to the same address."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from oasis.provider_links import link_of_token


@login_not_required
def reply(request, token):
    link = link_of_token(token)
    status = 200 if link else 410
    response = render(request, "oasis/reply/number.html", {"referral": link and link.referral}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
