"""A mail server on this computer alone, which keeps what it is handed: for the demo."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Self, cast

REPLIES = {
    "EHLO": "250-sheetsync demo\r\n250 8BITMIME",
    "HELO": "250 sheetsync demo",
    "MAIL": "250 OK",
    "RCPT": "250 OK",
    "RSET": "250 OK",
    "NOOP": "250 OK",
    "QUIT": "221 Bye",
}


class Catcher:
    """Listens while it is entered; ``mails`` are those that came, in order."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._server = _Server(("127.0.0.1", 0), _Talk)
        self._server.caught = self.mails
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    caught: list[EmailMessage]


class _Talk(socketserver.StreamRequestHandler):
    """One connection, spoken as RFC 5321 has it."""

    def handle(self) -> None:
        self._say("220 sheetsync demo")
        while line := self.rfile.readline(4096):
            word = line[:4].decode("ascii", "replace").upper()
            if word == "DATA":
                self._take()
            else:
                self._say(REPLIES.get(word, "502 Not here"))
            if word == "QUIT":
                return

    def _take(self) -> None:
        self._say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        cast(_Server, self.server).caught.append(
            message_from_bytes(b"".join(lines), policy=policy.SMTP)
        )
        self._say("250 Kept")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
