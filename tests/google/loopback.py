"""Leads requests for Google's hosts to the emulator; the clients themselves are not changed."""

from __future__ import annotations

from typing import Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter

# The last one is asked by google-auth in the background, about regions an account is bound to.
HOSTS = (
    "https://sheets.googleapis.com",
    "https://www.googleapis.com",
    "https://iamcredentials.googleapis.com",
)


class _Loopback(HTTPAdapter):
    # google-auth copies its session for that question, and a copy keeps only what is listed.
    __attrs__ = [*HTTPAdapter.__attrs__, "_url"]  # noqa: RUF012 - requests has it so

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        for host in HOSTS:
            if request.url and request.url.startswith(host):
                request.url = self._url + request.url[len(host) :]
        return super().send(request, *args, **kwargs)


def redirect(session: Session, url: str) -> None:
    """The session, and the one google-auth uses beside it."""
    auth_request = getattr(session, "_auth_request", None)
    for one in (session, auth_request.session) if auth_request else (session,):
        adapter = _Loopback(url)
        for host in HOSTS:
            one.mount(f"{host}/", adapter)
