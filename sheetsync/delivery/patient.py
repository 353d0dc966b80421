"""A conversation with a mail server in which no answer may go on for ever.

The library waits so long for each piece of an answer; a server that sends one byte now and then,
or line after line, would hold up every run after this one.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from contextlib import suppress

PIECES = 3
"""A whole answer may take so many times what each piece of it may."""


class PatientSmtp(smtplib.SMTP):
    """Gives each answer a time to be through, and raises TimeoutError after it."""

    def getreply(self) -> tuple[int, bytes]:
        """The next answer."""
        was_cut = threading.Event()
        waiting = self.sock
        timer = threading.Timer(PIECES * float(self.timeout), _cut, (waiting, was_cut))
        timer.daemon = True
        timer.start()
        try:
            reply = super().getreply()
        except (OSError, smtplib.SMTPException) as error:
            if was_cut.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
        if was_cut.is_set():  # half of an answer may read like one
            self.close()
            raise TimeoutError
        return reply


class PatientSmtpOverTls(PatientSmtp, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def _cut(connection: socket.socket | None, was_cut: threading.Event) -> None:
    was_cut.set()
    with suppress(OSError):
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
