"""From the bytes of a page to its text: the right encoding, and the damage of earlier wrong ones mended.

What a page or its server says of its encoding is often wrong. The bytes decide where they can: a byte order mark, zero
bytes and valid UTF-8 beyond ASCII leave no doubt. Only then the declarations are asked, and Windows-1252 last.
"""

from __future__ import annotations

import codecs
import re

from kb.errors import ExtractError, Fault
from kb.model import Page

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096  # a declaration further down is not looked at by browsers either (they stop at 1024)
# What is declared as Latin-1 or ASCII is Windows-1252 in practice, which has the curly quotes.
_WINDOWS = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252"})
# Whoever reads the declaration has read it as ASCII, so it cannot be true; with zero bytes it was seen before.
_WIDE = re.compile(r"utf[-_]?(?:16|32)|ucs", re.IGNORECASE)
# A non-breaking space in UTF-8, read as Windows-1252 ("Â") or as Windows-1257 ("Ā") and saved again.
_BROKEN_SPACE = re.compile(r"[ÂĀ](?:\xa0|&nbsp;|&#160;)|(?<=[a-z.,;:)’'])[ÂĀ](?=\s)")
_TAIL = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
# UTF-8 that was read as Windows-1252 and saved again: "â€™" for an apostrophe, "Â£" for a pound, "Ã©" for "é".
_TWICE = re.compile(f"[ÂÃ][{re.escape(_TAIL)}]|â[{re.escape(_TAIL)}]{{2}}")
_UNREADABLE = re.compile("[\ufffd\x80-\x9f]")
_FEW = 3  # stray bytes; more than that and than one in a thousand characters is no slip
_SHARE = 1000


def text_of(page: Page) -> str:
    """The page's body as text.

    Raises ExtractError (charset) for a body that is text in no encoding that is declared or usual.
    """
    text = _decoded(page)
    damaged = len(_UNREADABLE.findall(text)) - page.body.count("\ufffd".encode())
    if damaged > _FEW and damaged * _SHARE > len(text):
        raise ExtractError(
            f"{page.url} is text in no encoding that it or its server declares ({damaged:,} characters cannot be "
            f"read): open it in a browser; if it is right there, save it from there and import that",
            Fault.CHARSET,
        )
    return _mended(text)


def _decoded(page: Page) -> str:
    body = page.body
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    if body[:2] in {b"<\0", b"\0<"}:  # UTF-16 that does not say so
        return body.decode("utf-16-le" if body[:1] == b"<" else "utf-16-be", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        if _is_mostly_utf8(body):
            return body.decode("utf-8", _AS_WINDOWS)
    meta = _META.search(body[:_HEAD])
    declared = (page.charset or "", meta.group(1).decode("ascii", "replace") if meta else "")
    for encoding in (name for name in map(_known, declared) if name and name != "utf-8"):
        try:
            return body.decode("cp1252" if encoding in _WINDOWS else encoding)
        except (UnicodeDecodeError, UnicodeError):
            continue
    return body.decode("cp1252", "replace")


def _is_mostly_utf8(body: bytes) -> bool:
    """Whether some bytes pasted in from elsewhere are all that keeps a body from being UTF-8.

    Windows-1252 hardly ever holds two bytes in a row that are valid UTF-8, so the majority tells.
    """
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) > 2 * wrong


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


_AS_WINDOWS = "reread.windows-1252"
codecs.register_error(_AS_WINDOWS, _windows_byte)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip())
    except LookupError:
        return None
    return found.name if found._is_text_encoding and not _WIDE.match(name) else None  # "base64" decodes no text


def _mended(text: str) -> str:
    if not {"Â", "Ā", "Ã", "â"}.isdisjoint(text):
        text = _BROKEN_SPACE.sub(" ", _TWICE.sub(_once, text))
    return text


def _once(found: re.Match[str]) -> str:
    """What was encoded twice, once; as it stands where it makes no character."""
    octets = b"".join(_octet(character) for character in found[0])
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _octet(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(character)])
