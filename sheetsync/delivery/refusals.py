"""What a mail server's answers and silences mean, and what to do about each.

A server may repeat an address in its words, so only its code is told further.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable

from sheetsync.config.messages import Smtp
from sheetsync.delivery.attempt import Attempt

Refusal = Callable[[int, bytes], Attempt]

_ENHANCED = re.compile(rb"^\s*([245]\.\d{1,3}\.\d{1,3})\b")
_TOO_LARGE = {"5.3.4", "5.2.3"}
_SETTINGS = "Look at smtp: below messages: in config.yaml"


def of_server(code: int, said: bytes) -> Attempt:
    """It does not talk to us at all."""
    what = f"the mail server turned us away ({_code(code, said)})"
    return Attempt("later", what, f"{_SETTINGS}; if it is right, ask whoever runs the server.")


def of_sender(code: int, said: bytes) -> Attempt:
    """It takes no mail from this address: a matter of the config, not of the message."""
    if _is_temporary(code):
        return _busy(code, said)
    what = f"the mail server takes no mail from the address of from: ({_code(code, said)})"
    return Attempt("later", what, "Write into from: an address that this log-in may send from.")


def of_recipient(code: int, said: bytes) -> Attempt:
    """It does not know or want the recipient."""
    if _is_temporary(code):
        return _busy(code, said)
    what = f"the mail server refused the recipient's address ({_code(code, said)})"
    return Attempt("refused", what, "Mend the address, or remove it.")


def of_content(code: int, said: bytes) -> Attempt:
    """It does not want the message itself."""
    if _is_temporary(code):
        return _busy(code, said)
    if code == 552 or _enhanced(said) in _TOO_LARGE:
        what = f"the message is too large for the mail server ({_code(code, said)})"
        return Attempt("refused", what, "Use a server that takes larger mail.")
    what = f"the mail server refused the message ({_code(code, said)})"
    return Attempt("refused", what, "Ask whoever runs the mail server what it has against it.")


def of_log_in(code: int, route: Smtp) -> Attempt:
    """It does not take user and password."""
    if _is_temporary(code):
        return _busy(code, b"")
    what = f"{route.host} refused the log-in ({code})"
    remedy = f"Look at user: and password: of {_KEYS}; many services want an app password."
    return Attempt("later", what, remedy)


_KEYS = "smtp: in config.yaml"


def no_log_in(route: Smtp) -> Attempt:
    """It knows no way to log in that we know."""
    what = f"{route.host} offers no log-in on port {route.port}"
    remedy = f"Remove user: and password: from {_KEYS}, or use port 587 or 465."
    return Attempt("later", what, remedy)


def plain_password(route: Smtp) -> Attempt:
    """Everyone on the way could read it."""
    what = f"the password would go to {route.host} for everyone to read"
    return Attempt("later", what, f"Write security: starttls or tls into {_KEYS}.")


def no_starttls(route: Smtp) -> Attempt:
    """It speaks plainly only, here."""
    what = f"{route.host} offers no encryption on port {route.port}"
    return Attempt("later", what, f"Write security: tls and port: 465 into {_KEYS}.")


def no_smtputf8() -> Attempt:
    """An address in other letters than ASCII."""
    what = "the mail server takes no address with such letters before the @"
    return Attempt("refused", what, "Use an address in plain letters.")


def unreachable(route: Smtp, error: Exception) -> Attempt:
    """No connection, or none that is safe."""
    place = f"{route.host}:{route.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        what = f"the certificate of {place} is not to be trusted ({error.verify_message})"
        return Attempt("later", what, f"Look at host: of {_KEYS}; it is the certificate's name.")
    if isinstance(error, ssl.SSLError):
        what = f"no encrypted connection to {place}"
        remedy = f"Look at port: and security: of {_KEYS}: 465 goes with tls, 587 with starttls."
        return Attempt("later", what, remedy)
    return Attempt("later", f"{place} does not answer ({_why(error)})", f"{_SETTINGS}.")


def cut_off(route: Smtp, error: Exception) -> Attempt:
    """The connection ended while the message was on its way: no server takes half of one."""
    what = f"the connection to {route.host} ended before the message was through"
    return Attempt("later", f"{what} ({_why(error)})", "It is tried again.")


def no_answer(route: Smtp) -> Attempt:
    """All of it was handed over, and nothing came back."""
    what = f"{route.host} was given the message and did not say whether it took it"
    return Attempt("unclear", what)


def _busy(code: int, said: bytes) -> Attempt:
    """Greylisting, or a full queue: it wants to be asked again."""
    what = f"the mail server asks to try again later ({_code(code, said)})"
    return Attempt("later", what, "It is tried again.")


def _is_temporary(code: int) -> bool:
    return 400 <= code < 500


def _code(code: int, said: bytes) -> str:
    enhanced = _enhanced(said)
    return f"{code} {enhanced}" if enhanced else str(code)


def _enhanced(said: bytes) -> str:
    found = _ENHANCED.match(said)
    return found[1].decode() if found else ""


def _why(error: Exception) -> str:
    """The system's reason, without what a server said."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "it took too long"
    if isinstance(error, smtplib.SMTPException):
        return "the connection ended"
    return getattr(error, "strerror", None) or type(error).__name__
