"""How much of what Google really answered does the emulator answer the same?

    python -m tests.google.replay ../shared/google-recordings [--differences]

Each scenario is sent again, in order, to an emulator of its own over HTTP. Identifiers are mapped
as they appear; times, addresses and editors are not compared. What existed before a scenario
began (files in a listing, a stranger's private file) is put there first.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests

from tests.google.discovery import document
from tests.google.errors import Json
from tests.google.explanations import explain
from tests.google.identifiers import Identifiers
from tests.google.quota import Quota
from tests.google.recordings import Exchange, parsed, read_recordings
from tests.google.requests.registry import REQUESTS
from tests.google.server import GoogleServer
from tests.google.world import ROBOT

AIM_OF_IMPLEMENTED, AIM_OF_ALL = 0.98, 0.90

STRANGER = "somebody.else@example.com"


class Outcome(NamedTuple):
    exchange: Exchange
    status: int
    recorded: Any  # in our identifiers
    ours: Any

    @property
    def is_implemented(self) -> bool:
        return self.status != 501

    @property
    def is_same(self) -> bool:
        return self.status == self.exchange.status and self.recorded == self.ours


def replay(folder: Path) -> list[Outcome]:
    server = GoogleServer(quota=Quota.unlimited()).start()
    try:
        return [o for scenario in read_recordings(folder) for o in _replayed(server, scenario)]
    finally:
        server.stop()


def _replayed(server: GoogleServer, scenario: list[Exchange]) -> Iterator[Outcome]:
    server.world.files.clear()
    player = _Player(server, Identifiers())
    for exchange in scenario:
        yield player.play(exchange)
    player.session.close()


@dataclass
class _Player:
    server: GoogleServer
    identifiers: Identifiers
    session: requests.Session = field(default_factory=requests.Session)

    def play(self, exchange: Exchange) -> Outcome:
        self._set_the_scene(exchange)
        response = self._send(exchange)
        ours = parsed(response.text)
        self.identifiers.learn(exchange.answered, ours)
        recorded = self.identifiers.translated(exchange.answered)
        return Outcome(exchange, response.status_code, recorded, _bare(ours))

    def _send(self, exchange: Exchange) -> requests.Response:
        address = urlsplit(self.identifiers.in_text(exchange.uri))
        url = f"{self.server.url}{address.path}?{address.query}"
        token = self.server.tokens.new_token(ROBOT)["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        if exchange.content_type:
            headers["Content-Type"] = exchange.content_type
        body = self._body(exchange)
        return self.session.request(exchange.http_method, url, data=body, headers=headers)

    def _body(self, exchange: Exchange) -> bytes | None:
        if exchange.sent is None or exchange.content_type != "application/json":
            return exchange.sent.encode() if exchange.sent else None
        message = self.identifiers.translated(json.loads(exchange.sent))
        # Editors are cosmetic in a reply, but must be sent as they were.
        _keep_editors(message, json.loads(exchange.sent))
        return json.dumps(message).encode()

    def _set_the_scene(self, exchange: Exchange) -> None:
        if exchange.endpoint == "drive.files.list":
            self._set_drive(exchange.answered["files"])
        if exchange.endpoint != "sheets.spreadsheets.get" or exchange.status == 404:
            return
        key = urlsplit(exchange.uri).path.rpartition("/")[2]
        if not self.identifiers.knows(key):
            self.identifiers.know(key)
            owner = ROBOT if exchange.status == 200 else STRANGER
            title = exchange.answered["properties"]["title"] if exchange.status == 200 else ""
            self.server.world.create(title, owner, key)

    def _set_drive(self, listed: list[Json]) -> None:
        """Files of earlier runs come and go between two listings of one recording."""
        files = self.server.world.files
        for key in [key for key, file in files.items() if file.created.year < 2025]:
            del files[key]
        for entry in listed:
            if self.identifiers.in_text(entry["id"]) not in files:
                self.identifiers.know(entry["id"])
                file = self.server.world.create(entry["name"], ROBOT, entry["id"])
                file.created = datetime.fromisoformat(entry["createdTime"])
                file.modified = datetime.fromisoformat(entry["modifiedTime"])


def _keep_editors(message: Any, sent: Any) -> None:
    if isinstance(message, dict) and isinstance(sent, dict):
        if "editors" in sent:
            message["editors"] = sent["editors"]
        for name in message:
            _keep_editors(message[name], sent.get(name))
    elif isinstance(message, list) and isinstance(sent, list):
        for one, other in zip(message, sent, strict=True):
            _keep_editors(one, other)


def _bare(ours: Any) -> Any:
    """Our reply without what is cosmetic."""
    return Identifiers().translated(ours)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "none"


def report(outcomes: list[Outcome], *, differences: bool) -> bool:
    """Prints the figures; true where both aims are met."""
    _print_table("endpoint", [(outcome.exchange.endpoint, outcome) for outcome in outcomes])
    _print_table(
        "batchUpdate request",
        [(name, outcome) for outcome in outcomes for name in outcome.exchange.request_types],
    )
    _print_differences(outcomes, in_full=differences)
    unknown = document("sheets.v4")["schemas"]["Request"]["properties"].keys() - REQUESTS.keys()
    print(f"\nrequests of batchUpdate not implemented: {', '.join(sorted(unknown))}")
    implemented = [outcome for outcome in outcomes if outcome.is_implemented]
    same = sum(outcome.is_same for outcome in implemented)
    print(f"\nof what is implemented: {_share(same, len(implemented))}")
    print(f"of all that is recorded: {_share(same, len(outcomes))}")
    return same >= AIM_OF_IMPLEMENTED * len(implemented) and same >= AIM_OF_ALL * len(outcomes)


def _print_table(title: str, named: list[tuple[str, Outcome]]) -> None:
    print(f"\n{title:62} recorded  the same")
    counts = Counter(name for name, _ in named)
    same = Counter(name for name, outcome in named if outcome.is_same)
    refused = {name for name, outcome in named if not outcome.is_implemented}
    for name, number in sorted(counts.items()):
        note = "  not implemented" if name in refused else ""
        print(f"{name:62} {number:8} {same[name] / number:9.1%}{note}")


def _print_differences(outcomes: list[Outcome], *, in_full: bool) -> None:
    different = [outcome for outcome in outcomes if not outcome.is_same]
    print(f"\n{len(different)} replies differ")
    reasons = Counter(explain(outcome.exchange, outcome.status) for outcome in different)
    for reason, number in reasons.most_common():
        print(f"{number:4}  {reason}")
    for outcome in different if in_full else []:
        exchange = outcome.exchange
        print(f"\n{exchange.scenario} #{exchange.number} {exchange.http_method} {exchange.uri}")
        print(f"  sent     {exchange.sent}")
        print(f"  Google   {exchange.status} {json.dumps(outcome.recorded, ensure_ascii=False)}")
        print(f"  emulator {outcome.status} {json.dumps(outcome.ours, ensure_ascii=False)}")


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print(__doc__)
        return 2
    outcomes = replay(Path(folders[0]))
    return 0 if report(outcomes, differences="--differences" in arguments) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
