"""What a person does with a browser."""

from django.conf import settings
from django.test import Client

from lmi_portal.accounts.tests.factories import sign_in_staff


def sign_in(page, portal, user):
    client = Client()
    sign_in_staff(client, user) if user.is_staff else client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal}])


def tab_to(page, target):
    """Press Tab until `target` has the focus, as someone without a mouse would."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def press(page, target, key="Enter"):
    tab_to(page, target)
    page.keyboard.press(key)
