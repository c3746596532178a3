"""The part of Stripe's API that localstripe lacks, as a real HTTP server in Stripe's shape: Checkout's pages, refunds.

What it asks for and answers was taken from the parameters and objects of the library that is pinned.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qs

import stripe

WEBHOOK_SECRET = "whsec_for_tests"
BEGAN = int(time.time()) - 86_400
_number = count(1)


class StripeServer:
    """Stripe as the portal meets it: at `.url`, with `.sessions` and `.refunds`, and a `.mood` that a test may spoil.

    Moods: "well"; "broken" answers 500; "deaf" hangs up without an answer, once the deed is done; "slow" never answers.
    """

    def __init__(self):
        self.sessions, self.refunds, self.answers = {}, {}, {}
        self.asked = []
        self.mood, self.refund_status = "well", "succeeded"
        self.woken = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_):
        self.woken.set()
        self.server.shutdown()
        self.server.server_close()

    def pay(self, session_id, *, amount=None, currency=None):
        """Somebody pays on the page; return the session as Stripe now tells of it."""
        session = self.sessions[session_id]
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": f"pi_{next(_number)}"}
        session["amount_total"] = session["amount_total"] if amount is None else amount
        session["currency"] = currency or session["currency"]
        return session

    def answer(self, method, path, form, key):
        """(status, body) of a call, the same one where its idempotency key was used before."""
        if not key:
            return self.do(method, path, form)
        if key in self.answers and self.answers[key][0] != form:
            return 400, _error("Keys for idempotent requests can only be used with the same parameters.")
        if key not in self.answers:
            self.answers[key] = form, self.do(method, path, form)
        return self.answers[key][1]

    def do(self, method, path, form):
        parts = path.strip("/").split("/")[1:]
        if parts == ["checkout", "sessions"] and method == "POST":
            return 200, self._open(form)
        if parts == ["refunds"] and method == "POST":
            return self._refund(form)
        session = self.sessions.get(parts[2])
        if session is None:
            return 404, _error(f"No such checkout.session: {parts[2]}")
        if parts[-1] == "expire":
            if session["status"] != "open":
                return 400, _error("Only Checkout Sessions with a status in [open] can be expired.")
            session["status"] = "expired"
        return 200, session

    def _open(self, form):
        number = next(_number)
        prices = [int(value) for name, value in form.items() if name.endswith("[unit_amount]")]
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": sum(prices),
            "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form["client_reference_id"],
            "customer_details": {"email": "payer@example.org", "name": "Pat Payer"},
            "url": f"{self.url}/c/pay/cs_test_{number}",
        }
        self.sessions[session["id"]] = session
        return session

    def _refund(self, form):
        refund = {
            "id": f"re_{next(_number)}",
            "object": "refund",
            "status": self.refund_status,
            "amount": int(form["amount"]),
            "currency": "usd",
            "payment_intent": form["payment_intent"],
        }
        paid = [one for one in self.sessions.values() if one["payment_intent"] == form["payment_intent"]]
        back = sum(one["amount"] for one in self.refunds.values() if one["payment_intent"] == form["payment_intent"])
        if not paid or back + refund["amount"] > paid[0]["amount_total"]:
            return 400, _error("Refund amount is greater than unrefunded amount on charge.")
        self.refunds[refund["id"]] = refund
        return 200, refund


def _error(message):
    return {"error": {"type": "invalid_request_error", "message": message}}


def _handler(stripe_server):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if not self.path.startswith("/v1/"):
                return self.reply(200, b"<title>Stripe</title><h1>Pay here</h1>", "text/html")
            return self.call("GET", {})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.call("POST", {name: values[0] for name, values in parse_qs(body).items()})

        def call(self, method, form):
            stripe_server.asked.append((method, self.path, form))
            was_slow = stripe_server.mood == "slow"
            if was_slow:
                stripe_server.woken.wait(30)
            if stripe_server.mood == "broken":
                return self.reply(500, b"{}", "application/json")
            status, body = stripe_server.answer(method, self.path, form, self.headers.get("Idempotency-Key"))
            # Whoever asked a slow server has gone away by now.
            if was_slow or stripe_server.mood == "deaf":
                self.close_connection = True
                return None
            return self.reply(status, json.dumps(body).encode(), "application/json")

        def reply(self, status, content, content_type):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Nobody reads it."""

    return Handler


def event(kind, told, *, created=None, event_id=None):
    """An event in Stripe's shape about the object `told`."""
    number = next(_number)
    return {
        "id": event_id or f"evt_{number}",
        "object": "event",
        "type": kind,
        "created": created or BEGAN + number,
        "data": {"object": dict(told)},
    }


def tell(client, told, *, secret=WEBHOOK_SECRET, timestamp=None, **headers):
    """Post an event to the portal as Stripe does, signed by the library itself."""
    body = told if isinstance(told, str) else json.dumps(told)
    signature = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp)
    headers = {"stripe-signature": signature} | headers
    return client.post("/stripe/webhook/", body, content_type="application/json", headers=headers)


def refund_of(session, amount=None, *, status="succeeded"):
    return {
        "id": f"re_{session['payment_intent']}",
        "object": "refund",
        "status": status,
        "amount": amount or session["amount_total"],
        "currency": "usd",
        "payment_intent": session["payment_intent"],
    }


def dispute_of(session, amount=None, *, status="needs_response"):
    return {
        "id": f"dp_{session['payment_intent']}",
        "object": "dispute",
        "status": status,
        "reason": "fraudulent",
        "amount": amount or session["amount_total"],
        "currency": "usd",
        "payment_intent": session["payment_intent"],
    }
