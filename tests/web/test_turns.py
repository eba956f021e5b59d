"""Pages take turns, and nobody waits long for one: measured with pages that say when they are inside."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from remit.web import turns


class Inside:
    """A page that takes `seconds`, and counts how many are inside at once."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.now, self.most, self.lock = seconds, 0, 0, threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self.lock:
            self.now -= 1
        return HttpResponse("done")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.8)  # longer than a busy machine needs for what does not wait
    monkeypatch.setattr(turns, "_TURNS", threading.BoundedSemaphore(turns.AT_ONCE))


def together(calls: list[Callable[[], Any]]) -> None:
    failed: list[BaseException] = []

    def tried(call: Callable[[], Any]) -> None:
        try:
            call()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=tried, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_no_more_pages_are_worked_out_at_once_than_there_are_processors() -> None:
    page = Inside(0.01)
    answer = turns.Turns(page)
    together([lambda: answer(RequestFactory().get("/"))] * (3 * turns.AT_ONCE))
    assert page.most == turns.AT_ONCE


def test_behind_pages_that_take_long_one_goes_in_after_a_moment() -> None:
    slow, quick = Inside(3 * turns.PATIENCE), Inside()
    taken: list[float] = []

    def ask() -> None:
        time.sleep(0.02)  # the slow ones have every turn by now
        began = time.monotonic()
        turns.Turns(quick)(RequestFactory().get("/"))
        taken.append(time.monotonic() - began)

    together([*[lambda: turns.Turns(slow)(RequestFactory().get("/"))] * turns.AT_ONCE, ask])
    assert turns.PATIENCE <= taken[0] < 2 * turns.PATIENCE


def test_what_changes_something_does_not_wait_behind_pages() -> None:
    slow, form = Inside(2 * turns.PATIENCE), Inside()
    taken: list[float] = []

    def send() -> None:
        time.sleep(0.02)
        began = time.monotonic()
        turns.Turns(form)(RequestFactory().post("/"))
        taken.append(time.monotonic() - began)

    together([*[lambda: turns.Turns(slow)(RequestFactory().get("/"))] * turns.AT_ONCE, send])
    assert taken[0] < 0.6 * turns.PATIENCE


def test_a_page_that_breaks_gives_its_turn_back() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        raise ValueError

    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ValueError):
            turns.Turns(broken)(RequestFactory().get("/"))
    began = time.monotonic()
    turns.Turns(Inside())(RequestFactory().get("/"))
    assert time.monotonic() - began < 0.6 * turns.PATIENCE
