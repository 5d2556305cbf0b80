"""Addresses: one form for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import address_key, host_of, normalised_url, suffix_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HTTPS://WWW.Example.ORG:443/a", "https://www.example.org/a"),
        ("http://example.org:8080", "http://example.org:8080/"),
        ("https://example.org./a#part", "https://example.org/a"),
        ("https://example.org/chapters/index.html", "https://example.org/chapters/"),
        ("https://example.org/chapters/quick guide.html", "https://example.org/chapters/quick%20guide.html"),
        ("https://example.org/%7ea/%c3%A9/100%", "https://example.org/~a/%C3%A9/100%25"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/../a/..", "https://example.org/"),
        ("https://example.org/a;jsessionid=F3?b=2&PHPSESSID=1&a=1&utm_source=x", "https://example.org/a?b=2&a=1"),
        ("https://example.org/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://example.org/a.aspx"),
        ("https://example.org/a?sid=1&b=2&SESSIONID=3", "https://example.org/a?b=2"),
        ("https://example.org/a?fbclid=1&b=2&gclid=3&_ga=4&mc_cid=5", "https://example.org/a?b=2"),
        ("https://example.org/Default.ASPX?b=2", "https://example.org/?b=2"),
        ("https://example.org/a/index.shtml#top", "https://example.org/a/"),
        ("https://example.org/index.jsp", "https://example.org/"),
        ("https://example.org/a%2fb%3F.html", "https://example.org/a%2Fb%3F.html"),
        ("https://example.org/a/b/../../c/", "https://example.org/c/"),
        ("  https://example.org/a?b=1\n", "https://example.org/a?b=1"),
        ("https://example.org/a?", "https://example.org/a"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[", "http://["),
    ],
)
def test_one_form_of_an_address(before: str, after: str) -> None:
    """However an address is spelt, it has one form."""
    assert normalised_url(before) == after


@given(st.text("aB%2f3.;?&=#/ é:", max_size=30))
def test_normalising_twice_changes_nothing(tail: str) -> None:
    """The normal form of a normal form is itself."""
    once = normalised_url(f"https://example.org/{tail}")
    assert normalised_url(once) == once


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("http://www.example.org/a", "https://example.org/a", True),
        ("https://example.org/a", "https://example.org/A", False),
        ("https://example.org/a", "https://docs.example.org/a", False),
        ("https://example.org/a?id=1", "https://example.org/a?id=2", False),
    ],
)
def test_scheme_and_www_make_no_difference(one: str, other: str, is_one: bool) -> None:
    """One page is asked for once; what may be another page stays another address."""
    assert (address_key(normalised_url(one)) == address_key(normalised_url(other))) is is_one


def test_parts_of_an_address() -> None:
    """Host and suffix are told in lower case."""
    assert host_of("https://WWW.Example.org:80/x") == "example.org"
    assert suffix_of("https://example.org/My%20File.PDF?x=1.html") == ".pdf"
