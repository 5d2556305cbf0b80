"""Asking for a handful of pages: robots.txt, redirects, limits, and each address once."""

from __future__ import annotations

from typing import Any

import pytest

from crawler import asking
from crawler.asking import Asker, user_agent
from kb.errors import CollectError
from tests.facts import moment
from tests.served import HOST, ServedManual, small_manual

BASE = f"http://{HOST}"


def asker(manual: ServedManual) -> Asker:
    """Asks the served manual without waiting."""
    return Asker(lambda: moment("2024-03-01"), "me@ourshire.example", manual.source().proxy, delay=0)


def test_robots_txt_is_obeyed() -> None:
    """What it forbids is not asked for, and it is said who forbids it."""
    pages = small_manual() | {"/robots.txt": "User-agent: reread\nDisallow: /p_fees.html\n"}
    with ServedManual(pages) as manual:
        ask = asker(manual)
        assert ask(f"{BASE}/p_visits.html").body
        with pytest.raises(CollectError, match=r"robots\.txt does not allow"):
            ask(f"{BASE}/p_fees.html")
        assert manual.asked == ["/p_visits.html"]


def test_an_address_is_asked_for_once() -> None:
    """An answer is remembered, whatever way the address is spelt; a failure too."""
    with ServedManual(small_manual()) as manual:
        ask = asker(manual)
        assert ask(f"{BASE}/p_visits.html#a") is ask(f"http://{HOST.upper()}/p_visits.html")
        for _ in range(2):
            with pytest.raises(CollectError, match="status 404"):
                ask(f"{BASE}/missing.html")
        assert manual.asked == ["/p_visits.html", "/missing.html"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x.example/", "mailto:a@x.example", "nonsense"])
def test_only_web_addresses_are_asked_for(address: str) -> None:
    """A file of this machine is never read, whoever names it."""
    with pytest.raises(CollectError, match="is not an http address"):
        Asker(lambda: moment("2024-03-01"), delay=0)(address)


def test_a_body_over_the_limit_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that goes on and on is refused."""
    monkeypatch.setattr(asking, "_LARGEST_BODY", 1000)
    with ServedManual({"/a.html": "x" * 5000}) as manual, pytest.raises(CollectError, match="is larger than"):
        asker(manual)(f"{BASE}/a.html")


def test_an_empty_page_is_no_page() -> None:
    """An answer without a body is said."""
    with ServedManual({"/a.html": " \n"}) as manual, pytest.raises(CollectError, match="is empty"):
        asker(manual)(f"{BASE}/a.html")


def test_a_host_that_is_not_there_is_said() -> None:
    """With the address, the reason, and the next step."""
    with pytest.raises(CollectError, match="could not be asked for"):
        Asker(lambda: moment("2024-03-01"), proxy="http://127.0.0.1:9", delay=0)(f"{BASE}/a.html")


def test_the_user_agent_says_who_asks() -> None:
    """The same words as in a collection, with the contact."""
    assert user_agent("me@ourshire.example") == "reread/1 (change tracker for procedures manuals; me@ourshire.example)"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_pass_is_asked_for_again(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at a manual does not end with the first hiccup; what does not pass is said."""
    with ServedManual(small_manual()) as manual:
        manual.status["/p_fees.html"] = status
        with pytest.raises(CollectError, match=f"status {status}"):
            asker(manual)(f"{BASE}/p_fees.html")
        assert manual.asked == ["/p_fees.html"] * 3
        manual.asked.clear()
        monkeypatch.setattr(asking.time, "sleep", lambda seconds: manual.status.clear())
        manual.status["/p_visits.html"] = status
        assert asker(manual)(f"{BASE}/p_visits.html").body
        assert manual.asked[-1] == "/p_visits.html"


def test_a_lost_connection_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for a network that is not there for a moment."""
    with ServedManual(small_manual()) as manual:
        ask = asker(manual)
        opened, tries = ask._opener.open, iter([OSError("no route"), OSError("no route")])

        def unsteady(*arguments: Any, **options: Any) -> object:
            if (error := next(tries, None)) is not None:
                raise error
            return opened(*arguments, **options)

        monkeypatch.setattr(ask._opener, "open", unsteady)
        assert ask(f"{BASE}/p_visits.html").body
