"""Each class of failure is told apart, and an ordinary answer is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scrapy.exceptions import IgnoreRequest

from crawler.faults import failure_of_answer, failure_of_error
from kb.errors import Fault

PAGE = "https://m.example/p_visits.html"


@pytest.mark.parametrize(
    ("landed", "status", "media_type", "body", "fault"),
    [
        (PAGE, 200, "text/html", b"<p>Visits</p>", None),
        ("https://m.example/chapter/visits", 200, "text/html", b"<p>Visits</p>", None),
        (PAGE, 200, "application/pdf", b"%PDF-1.7", None),
        (PAGE, 404, "text/html", b"gone", Fault.CLIENT_ERROR),
        (PAGE, 403, "text/html", b"no", Fault.CLIENT_ERROR),
        (PAGE, 429, "text/html", b"slow down", Fault.TOO_MANY_REQUESTS),
        (PAGE, 503, "text/html", b"<p>Back soon</p>", Fault.SERVER_ERROR),
        ("https://m.example/", 200, "text/html", b"<p>Home</p>", Fault.REDIRECTED_AWAY),
        ("https://m.example/account/login?next=x", 200, "text/html", b"<p>Who?</p>", Fault.REDIRECTED_AWAY),
        (PAGE, 200, "text/html", b" \n", Fault.EMPTY),
        (PAGE, 200, "image/png", b"\x89PNG", Fault.MEDIA_TYPE),
        (PAGE, 200, "application/json", b"{}", Fault.MEDIA_TYPE),
    ],
)
def test_answers(landed: str, status: int, media_type: str, body: bytes, fault: Fault | None) -> None:
    """By status, by where it led, by what came."""
    failure = failure_of_answer(PAGE, landed, status, media_type, body)
    assert (failure.fault if failure else None) == fault


def test_the_home_page_may_be_the_page_asked_for() -> None:
    """A source may start at its home page."""
    assert failure_of_answer("https://m.example/", "https://www.m.example/", 200, "text/html", b"<p>x</p>") is None


@pytest.mark.parametrize(
    ("media_type", "fault"),
    [("text/html", Fault.REDIRECTED_AWAY), ("", Fault.REDIRECTED_AWAY), ("application/pdf", None)],
)
def test_a_page_of_another_site_is_not_the_page(media_type: str, fault: Fault | None) -> None:
    """What to do is said, as the manual may have moved there; documents may lie with another host."""
    landed = "https://elsewhere.example/x"
    failure = failure_of_answer(PAGE, landed, 200, media_type, b"%PDF-1.7", is_own=False)
    assert (failure.fault if failure else None) == fault
    assert failure is None or "add that host to hosts" in failure.detail
    assert failure_of_answer(PAGE, landed, 200, media_type, b"%PDF-1.7") is None


def _named(name: str) -> Exception:
    """An error of a class of this name: older versions of the crawler let the reactor's own through."""
    error: Exception = type(name, (Exception,), {})("m.example")
    return error


@pytest.mark.parametrize(
    ("body", "is_whole", "fault"),
    [
        (b"<html><p>Visits</p></html>\n<!-- 12 ms -->", False, None),
        (b"<html><p>Visits</p><p>The social wor", False, Fault.CUT_OFF),
        (b"<html><p>Visits</p>", True, None),
    ],
)
def test_a_body_of_no_stated_length_is_whole_if_it_ends(body: bytes, is_whole: bool, fault: Fault | None) -> None:
    """Without a length nobody but the page itself can say that all of it came."""
    failure = failure_of_answer(PAGE, PAGE, 200, "text/html", body, is_whole)
    assert (failure.fault if failure else None) == fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (_named("CannotResolveHostError"), Fault.DNS),
        (TimeoutError("60 s"), Fault.TIMEOUT),
        (ConnectionRefusedError(111), Fault.REFUSED),
        (_named("PartialDownload"), Fault.CUT_OFF),
        (IgnoreRequest("Forbidden by robots.txt"), Fault.ROBOTS),
        (IgnoreRequest("max redirections reached"), Fault.REDIRECT_LOOP),
        (
            IgnoreRequest("Ignored response, because its body exceeded DOWNLOAD_MAXSIZE during decompression"),
            Fault.BOMB,
        ),
        (OSError("certificate verify failed"), Fault.TLS),
        (ValueError("something else"), Fault.OTHER),
    ],
)
def test_errors(error: Exception, fault: Fault) -> None:
    """By what the crawler raises, older and newer versions alike."""
    assert failure_of_error(error).fault is fault


def test_every_class_is_explained() -> None:
    """Whoever reads a class in `reread problems` finds in the docs what it is and what to do."""
    text = (Path(__file__).parents[2] / "docs" / "problems.md").read_text("utf-8")
    assert re.findall(r"^\| `([\w -]+)` \|", text, re.MULTILINE) == [fault.value for fault in Fault]
