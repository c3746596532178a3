import logging

from django.core.mail.backends.filebased import EmailBackend

log = logging.getLogger("lmi_portal.mail")


class FolderAndLogBackend(EmailBackend):
    """Writes each message to a folder and its text, links and all, to the log: for trying things out, never for use."""

    def write_message(self, message):
        super().write_message(message)
        log.info("to %s · %s\n%s", ", ".join(message.to), message.subject, message.body)
