from aiosmtpd.controller import Controller

from lmi_portal.running.opening import is_healthy
from lmi_portal.running.ports import free_port


def test_portal_is_not_healthy_where_something_answers_in_other_words():
    """A mail server greets whoever connects, in no words of HTTP's."""
    mail_server = Controller(object(), hostname="127.0.0.1", port=free_port())
    mail_server.start()
    try:
        assert not is_healthy(mail_server.port, host="localhost")
    finally:
        mail_server.stop()
