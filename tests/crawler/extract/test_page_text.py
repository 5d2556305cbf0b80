"""Whatever a page or its server says of its encoding, the text is read right, or refused as what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.page_text import text_of
from kb.errors import ExtractError, Fault
from tests.crawler.extract.builders import page

SAID = "<p>The child’s visit – £20 – “café”</p>"
META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("header", "meta", "encoding"),
    [
        (None, None, "utf-8"),
        ("utf-8", None, "utf-8"),
        ("utf-8", None, "cp1252"),
        ("iso-8859-1", None, "utf-8"),
        ("iso-8859-1", "utf-8", "cp1252"),
        ("windows-1252", "utf-8", "utf-8"),
        ("windows-1251", None, "utf-8"),
        ("shift_jis", None, "utf-8"),
        ("utf-16", None, "utf-8"),
        (None, "utf-16", "cp1252"),
        (None, "iso-8859-1", "utf-8"),
        (None, None, "cp1252"),
        ("nonsense", "rot13", "cp1252"),
        ("base64", None, "utf-8"),
        ("iso-8859-1", None, "utf-8-sig"),
        ("utf-8", None, "utf-16"),
        ("utf-8", None, "utf-16-le"),
        (None, None, "utf-16-be"),
        ("iso-8859-15", "windows-1252", "utf-8"),
        (None, "mac-roman", "mac-roman"),
        ("gb18030", None, "gb18030"),
    ],
)
def test_a_wrong_declaration_is_not_believed(header: str | None, meta: str | None, encoding: str) -> None:
    """Header against meta element against the bytes: the same text comes out."""
    text = (META.format(meta) if meta else "") + SAID
    assert text_of(replace(page(text.encode(encoding)), charset=header)) == text


@pytest.mark.parametrize("damage", [b"\x92", b"\xa3", b"\xe2\x80", b"\x96 "])
def test_a_stray_byte_does_not_spoil_the_page(damage: bytes) -> None:
    """UTF-8 with some bytes of Windows-1252 in it, or cut in a character, is read as UTF-8 all the same."""
    text = text_of(page((SAID * 3).encode() + b"<p>x" + damage + b"</p>"))
    assert text.startswith(SAID * 3)


def test_what_was_encoded_twice_is_mended() -> None:
    """A site that saves its own UTF-8 as Windows-1252 has changed nothing that anybody wrote."""
    text = "<p>The child’s visit – £20 – café</p>"
    assert text_of(page(text.encode().decode("cp1252").encode())) == text


@pytest.mark.parametrize(
    "text", ["Château d’Âge", "São Paulo", "Être et avoir", "DÉJÀ VU", "fiancée’s", "Ã and â alone"]
)
def test_letters_with_accents_are_left_alone(text: str) -> None:
    """What only looks a little like it was meant so."""
    assert text_of(page(f"<p>{text}</p>".encode())) == f"<p>{text}</p>"


@pytest.mark.parametrize("charset", [None, "utf-8", "windows-1252"])
def test_what_is_text_in_no_encoding_is_refused(charset: str | None) -> None:
    """A compressed or encrypted body served as a page would be a text of nonsense."""
    body = bytes((place * 197 + 61) % 256 for place in range(4000))
    with pytest.raises(ExtractError) as raised:
        text_of(replace(page(body), charset=charset))
    assert raised.value.fault is Fault.CHARSET


def test_marks_of_damage_that_the_page_itself_shows_are_text() -> None:
    """A site that publishes replacement characters is read as it is: nothing was lost on the way to us."""
    text = "<p>The child\ufffds visit \ufffd \ufffd \ufffd \ufffd \ufffd</p>"
    assert text_of(page(text.encode())) == text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="ÂĀÃâ\x7f"), min_size=1))
def test_utf8_is_read_as_written(text: str) -> None:
    """Any text in UTF-8 comes out as it went in, whatever is declared."""
    quiet = "".join(character for character in text if not 0x80 <= ord(character) < 0xA0)
    body = f"<p>{quiet}</p>".encode()
    for charset in (None, "iso-8859-1", "utf-16", "windows-1257"):
        assert text_of(replace(page(body), charset=charset)) == f"<p>{quiet}</p>"
