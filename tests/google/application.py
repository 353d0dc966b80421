"""From an HTTP request to a reply: who asks, what for, is it allowed, is it well formed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.wrappers import Request, Response

from tests.google.call import Call
from tests.google.connections import ConnectionCut
from tests.google.discovery import Method, find_method
from tests.google.errors import ApiError, Json, NotEmulated, bad_request
from tests.google.faults import FailedReply, Faults, LostReply, Refused, Reset, Slow
from tests.google.quota import Quota
from tests.google.routes import HANDLERS
from tests.google.script import Script
from tests.google.tokens import Tokens
from tests.google.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

NO_CONTENT = {"drive.files.delete"}


class Seen(NamedTuple):
    """One call as the server saw it."""

    method: str
    kind: str  # read or write
    status: int  # 0 where no reply was sent
    body_bytes: int


@dataclass
class Application:
    world: World
    quota: Quota
    tokens: Tokens = field(default_factory=Tokens)
    faults: Faults = field(default_factory=Faults)
    script: Script = field(default_factory=Script)
    seen: list[Seen] = field(default_factory=list)
    not_emulated: list[str] = field(default_factory=list)

    def __call__(self, environ: Json, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            response = self._answer(request, environ)
        except ApiError as problem:
            response = _error(problem)
        return response(environ, start_response)

    def _answer(self, request: Request, environ: Json) -> Response:
        raw_path = environ.get("RAW_URI", request.path).partition("?")[0]
        if raw_path == "/token":
            url = request.base_url
            return _json(self.tokens.give(request.form.to_dict(), url))
        if raw_path.endswith("/allowedLocations"):
            return _json({"locations": [], "encodedLocations": "0x0"})
        found = find_method(request.method, raw_path)
        if found is None:
            self._refuse(f"{request.method} {raw_path}")
            raise NotEmulated(f"{request.method} {raw_path}")
        method, path = found
        body = request.get_data()
        response = self._one_call(request, method, path, body)
        kind = "write" if method.is_write else "read"
        status = response.status_code if response is not None else 0
        self.seen.append(Seen(method.id, kind, status, len(body)))
        if response is None:
            raise ConnectionCut
        return response

    def _one_call(
        self, request: Request, method: Method, path: dict[str, str], body: bytes
    ) -> Response | None:
        """The reply, or none where the connection is to be cut."""
        fault = self.faults.next_for(method)
        if isinstance(fault, Reset):
            return None
        if isinstance(fault, Slow):
            time.sleep(fault.seconds)
        try:
            if isinstance(fault, Refused):
                raise fault.error()
            reply = self._handled(request, method, path, body)
            if isinstance(fault, FailedReply):
                raise fault.error()
        except ApiError as problem:
            if isinstance(problem, NotEmulated):
                self._refuse(problem.message)
            return (
                None
                if isinstance(fault, LostReply)
                else _error(problem, method.id.partition(".")[0])
            )
        if isinstance(fault, LostReply):
            return None
        return Response(status=204) if method.id in NO_CONTENT else _json(reply)

    def _handled(self, request: Request, method: Method, path: dict[str, str], body: bytes) -> Json:
        with self.world.lock:
            user = self.tokens.user_of(request.headers.get("Authorization", ""))
            self._check_api(method)
            if method.id.startswith("sheets."):
                self.quota.spend("Write" if method.is_write else "Read", user)
            query = {name: request.args.getlist(name) for name in request.args}
            if problems := method.problems_in_query(query):
                raise bad_request(problems)
            handler = HANDLERS.get(method.id)
            if handler is None:
                raise NotEmulated(method.id)
            message = method.read_body(_parsed(body))
            call = Call(self.world, user, method, path, query, message)
            self.script.play("before", method)
            reply = handler(call)
            self._stamp(call)
            self._check_reply(method, reply)
            self.script.play("after", method)
        return reply

    def _check_api(self, method: Method) -> None:
        name = method.id.partition(".")[0]
        if name in self.world.apis_off:
            raise _api_off(name)

    def _stamp(self, call: Call) -> None:
        key = call.path.get("spreadsheetId") or call.path.get("fileId", "")
        if call.method.is_write and key in self.world.files:
            self.world.files[key].modified = self.world.clock()

    def _check_reply(self, method: Method, reply: Json) -> None:
        """Our own replies are held against Google's description too."""
        if problems := method.problems_in_reply(reply):
            self._refuse(f"a valid reply to {method.id}: {problems[0][1]}")
            raise NotEmulated(f"a valid reply to {method.id}: {problems[0][1]}")

    def _refuse(self, what: str) -> None:
        self.not_emulated.append(what)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body) if body else {}
    except ValueError as problem:
        raise ApiError(400, f"Invalid JSON payload received. {problem}") from problem


def _json(message: Json) -> Response:
    text = json.dumps(message, ensure_ascii=False)
    return Response(text, content_type="application/json; charset=UTF-8")


def _error(problem: ApiError, api: str = "sheets") -> Response:
    text, content_type = problem.content(api)
    response = Response(text, problem.code, content_type=content_type)
    if problem.retry_after:
        response.headers["Retry-After"] = problem.retry_after
    return response


def _api_off(name: str) -> ApiError:
    title = {"sheets": "Google Sheets API", "drive": "Google Drive API"}[name]
    link = f"https://console.developers.google.com/apis/api/{name}.googleapis.com/overview"
    details = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {"service": f"{name}.googleapis.com", "activationUrl": link},
    }
    return ApiError(
        403,
        f"{title} has not been used in project 100000000000 before or it is disabled. Enable it "
        f"by visiting {link} then retry.",
        details=[details],
    )
