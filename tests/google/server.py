"""The emulator as a server: a port on loopback, a key file, and a client that talks to it.

with GoogleServer() as google:
    client = google.connect()
    book = client.create("Leads")
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import gspread
import gspread.http_client
from werkzeug.serving import BaseWSGIServer, make_server

from tests.google.application import Application, Seen
from tests.google.connections import Handler
from tests.google.faults import Faults
from tests.google.loopback import redirect
from tests.google.person import Person
from tests.google.quota import Quota
from tests.google.script import Script
from tests.google.tokens import Tokens
from tests.google.world import ROBOT, File, World

# How long stopping may take; the default would be half a second.
POLL_SECONDS = 0.01


class GoogleServer:
    def __init__(
        self, clock: Callable[[], datetime] | None = None, quota: Quota | None = None
    ) -> None:
        self.world = World(clock) if clock else World()
        self.application = Application(self.world, quota or Quota())
        self._server: BaseWSGIServer | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="google-")

    def start(self) -> Self:
        self._server = make_server(
            "127.0.0.1", 0, self.application, threaded=True, request_handler=Handler
        )
        threading.Thread(
            target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True
        ).start()
        return self

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if kind is None and self.not_emulated:
            raise AssertionError(f"The emulator was asked for {', '.join(self.not_emulated)}")

    @property
    def url(self) -> str:
        assert self._server, "start the server first"
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def token_url(self) -> str:
        return f"{self.url}/token"

    def key_file(self, address: str = ROBOT) -> Path:
        """A service-account file whose token address is this server."""
        path = Path(self._folder.name) / f"{address.partition('@')[0]}.json"
        return self.application.tokens.write_key_file(path, self.token_url, address)

    def connect(
        self,
        http_client: type[gspread.http_client.HTTPClient] = gspread.http_client.HTTPClient,
        address: str = ROBOT,
    ) -> gspread.Client:
        """gspread with a service account, its two hosts led here."""
        client = gspread.service_account(str(self.key_file(address)), http_client=http_client)
        redirect(client.http_client.session, self.url)
        return client

    def environment(self) -> dict[str, str]:
        """For another Python process: its clients are led here too, whatever makes them."""
        here = Path(__file__).parent
        folders = [str(here / "elsewhere"), str(here.parents[1]), os.environ.get("PYTHONPATH", "")]
        paths = os.pathsep.join(folder for folder in folders if folder)
        return {**os.environ, "PYTHONPATH": paths, "GOOGLE_EMULATOR": self.url}

    def spreadsheet(self, title: str = "Leads", owner: str = "owner@example.com") -> File:
        """One that a person owns and the robot may edit."""
        file = self.world.create(title, owner)
        file.roles[ROBOT] = "writer"
        return file

    def person(self, file: File, address: str = "owner@example.com") -> Person:
        """Somebody at work in the spreadsheet; an editor unless they own it."""
        file.roles.setdefault(address, "writer")
        return Person(self.world, file, address)

    @property
    def seen(self) -> list[Seen]:
        return self.application.seen

    def calls(self, since: int = 0) -> list[str]:
        """``read`` and ``write`` for each call that was made, from that one on."""
        return [call.kind for call in self.seen[since:]]

    @property
    def not_emulated(self) -> list[str]:
        """What was asked for and refused with a 501; empty it where a test means to ask."""
        return self.application.not_emulated

    @property
    def faults(self) -> Faults:
        return self.application.faults

    @property
    def script(self) -> Script:
        return self.application.script

    @property
    def tokens(self) -> Tokens:
        return self.application.tokens
