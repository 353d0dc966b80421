"""Chat messages go through apprise to a real HTTP receiver on loopback."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sheetsync.delivery import Attempt, chat
from tests.delivery.post_office import free_port


@dataclass
class Receiver:
    port: int
    status: int = 200
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://user:s3cret@127.0.0.1:{self.port}/hook"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((self.path, json.loads(body)))
            if one.status == 0:
                self.connection.close()
                return
            self.send_response(one.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one = Receiver(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield one
    server.shutdown()
    server.server_close()


def send(address: str, text: str = "4 overdue", begin: Any = lambda: True, **more: Any) -> Attempt:
    return chat.send(address, "Tonight", text, begin, **more)


def test_a_message_arrives_with_its_title_and_text(receiver: Receiver) -> None:
    assert send(receiver.address) == Attempt("sent")
    ((path, body),) = receiver.got
    assert (path, body["title"], body["message"]) == ("/hook", "Tonight", "4 overdue")


def test_a_phone_number_goes_where_the_address_has_its_place(receiver: Receiver) -> None:
    send(f"{receiver.address}/{{phone}}", phone="+919876543210")
    assert receiver.got[0][0] == "/hook/+919876543210"


def test_what_a_service_refuses_is_tried_again_later_and_no_secret_is_told(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500
    with caplog.at_level(logging.DEBUG):
        failed = send(receiver.address)
    assert failed.state == "later"
    assert failed.said == "the chat service json did not take the message"
    assert "s3cret" not in f"{failed} {caplog.text}"


def test_a_service_that_is_not_there_means_later() -> None:
    assert send(f"json://127.0.0.1:{free_port()}").state == "later"


def test_a_connection_that_ends_without_an_answer_leaves_it_unclear(receiver: Receiver) -> None:
    receiver.status = 0
    assert send(receiver.address).state == "unclear"
    assert len(receiver.got) == 1


def test_an_address_that_apprise_does_not_know_is_told() -> None:
    failed = send("nonsense://s3cret")
    assert failed.state == "later"
    assert "s3cret" not in failed.said


def test_nothing_goes_out_where_it_may_not_begin(receiver: Receiver) -> None:
    assert send(receiver.address, begin=lambda: False).state == "withheld"
    assert receiver.got == []


def test_a_long_text_comes_in_pieces_and_one_without_end_stops_at_a_line(
    receiver: Receiver,
) -> None:
    send(receiver.address, "one line of many\n" * 3000)
    assert len(receiver.got) == 2
    receiver.got.clear()
    send(receiver.address, "one line of many\n" * 50_000)
    pieces = [body["message"] for _, body in receiver.got]
    assert len(pieces) == 3
    assert pieces[-1].endswith("one line of many\n… more in the sheet")
