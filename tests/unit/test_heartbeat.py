"""A monitor hears how a run begins and ends, and never stands in its way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobs.schedule import heartbeat as heartbeats
from jobs.schedule.heartbeat import beat_address, beating, ping
from sheetsync.config.heartbeat import Heartbeat


class Monitor(ThreadingHTTPServer):
    """Writes down what it is asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.heard: list[str] = []
        self.answers, self.slow = 200, 0.0

    @property
    def heartbeat(self) -> Heartbeat:
        return Heartbeat(f"http://127.0.0.1:{self.server_port}/ping/abc")


class Receiver(BaseHTTPRequestHandler):
    server: Monitor

    def do_GET(self) -> None:
        self.server.heard.append(self.path)
        time.sleep(self.server.slow)
        self.send_response(self.server.answers)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    with Monitor() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_run_that_goes_well_is_heard_twice(monitor: Monitor) -> None:
    with beating(monitor.heartbeat):
        assert monitor.heard == ["/ping/abc/start"]
    assert monitor.heard == ["/ping/abc/start", "/ping/abc"]


@pytest.mark.parametrize("how", [ValueError, SystemExit, KeyboardInterrupt])
def test_a_run_that_fails_is_heard_to_fail(monitor: Monitor, how: type[BaseException]) -> None:
    with pytest.raises(how), beating(monitor.heartbeat):
        raise how
    assert monitor.heard == ["/ping/abc/start", "/ping/abc/fail"]


def test_a_run_may_say_that_it_did_not_go_well(monitor: Monitor) -> None:
    with beating(monitor.heartbeat) as ending:
        ending.went_well = False
    assert monitor.heard == ["/ping/abc/start", "/ping/abc/fail"]


def test_no_monitor_is_no_matter() -> None:
    with beating(None):
        assert not ping(None, "start")


def test_a_monitor_that_is_away_slow_or_broken_fails_nothing(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heartbeats, "SECONDS", 0.1)
    monitor.answers = 500
    assert not ping(monitor.heartbeat, "success")
    monitor.slow = 0.3
    assert not ping(monitor.heartbeat, "success")
    monitor.server_close()
    assert not ping(monitor.heartbeat, "success")
    assert not ping(Heartbeat("env:NOT_SET_ANYWHERE"), "success")
    assert "abc" not in caplog.text


def test_what_follows_a_question_mark_stays_behind() -> None:
    assert (
        beat_address("https://hc.example/a/?rid=1", "start") == "https://hc.example/a/start?rid=1"
    )
    assert beat_address("https://hc.example/a", "success") == "https://hc.example/a"
