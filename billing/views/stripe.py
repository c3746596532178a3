"""Where Stripe tells what became of card payments."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.card_events import take_in_event
from billing.cards import are_on
from billing.stripe_library import stripe
from lmi_portal.ratelimiting import address_of, take

MOST_BYTES = 256 * 1024
SECONDS_OLD = 300


@login_not_required
@csrf_exempt
@require_POST
def webhook(request):
    """Take one event in. A refusal is for who is not Stripe; an error of ours is 500, and Stripe tells it again."""
    if not are_on():
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        signature = request.headers.get("Stripe-Signature")
        stripe.WebhookSignature.verify_header(
            request.body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance=SECONDS_OLD
        )
        event = json.loads(request.body)
    # TypeError: a signature of other letters than ASCII's cannot even be compared.
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        is_first_tries = take(key=f"stripe webhook:{address_of(request)}", limit=30, per=60)
        return HttpResponse(status=400 if is_first_tries else 429)
    take_in_event(event, now=timezone.now())
    return HttpResponse(status=200)
