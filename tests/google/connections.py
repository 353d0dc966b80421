"""The HTTP side of the server, and cutting a connection as a failing network does."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

from werkzeug.serving import WSGIRequestHandler


class ConnectionCut(ConnectionError):
    """Raised instead of a reply."""


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in two packets; without this each reply waits 40 ms.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """A TCP reset: no lingering, and closed under the files that still hold the socket."""
        self.close_connection = True
        if isinstance(error, ConnectionCut):
            no_lingering = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
            os.close(self.connection.detach())
