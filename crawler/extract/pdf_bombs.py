"""Refuses a PDF that is small only because it is packed: its library would unpack it, and not stop when asked."""

from __future__ import annotations

import re
import zlib

from kb.errors import ExtractError, Fault
from kb.model import Page

_LARGEST = 256 * 1024 * 1024  # of one stream, unpacked: more than a page of pictures in print quality
_STEP = 1024 * 1024
_DEEPEST = 4  # a stream may be packed more than once, though nothing honest does
_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78][\x01\x5e\x9c\xda])")


def refuse_bomb(page: Page) -> None:
    """Raises ExtractError where a stream of a PDF unpacks to more than is read."""
    body = memoryview(page.body)
    for found in _STREAM.finditer(page.body):
        if _unpacks_beyond(body[found.end() :], _DEEPEST):
            raise ExtractError(
                f"{page.url} holds a stream that unpacks to more than is read ({_LARGEST:,} bytes): look at the file",
                Fault.BOMB,
            )


def _unpacks_beyond(packed: bytes | memoryview, depth: int) -> bool:
    stream = zlib.decompressobj()
    size, first = 0, b""
    try:
        part = stream.decompress(packed, _STEP)
        while part:
            size += len(part)
            first = first or part
            if size > _LARGEST:
                return True
            part = stream.decompress(stream.unconsumed_tail, _STEP)
    except zlib.error:  # damaged, or not packed this way: the library reads it as it can
        return False
    return depth > 1 and size == len(first) and first[:1] == b"\x78" and _unpacks_beyond(first, depth - 1)
