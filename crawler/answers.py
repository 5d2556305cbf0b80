"""Answers of a web server as archives keep them: status, headers, and the body without its codings."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import brotli

from crawler.warc import LARGEST, Fields, field_of, fields_of, too_large
from kb.errors import ExtractError

_STATUS = re.compile(rb"HTTP/\S+ (\d{3})")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BROTLI_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response. `body` is as it went over the wire, or as the archiving tool left it."""

    status: int
    headers: Fields
    body: bytes

    def __getitem__(self, name: str) -> str:
        return field_of(self.headers, name)


def answer_of(block: bytes) -> Answer | None:
    """The response that a record's block holds; None where it holds none."""
    status = _STATUS.match(block)
    if status is None:
        return None
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    return Answer(int(status[1]), fields_of(head.partition(b"\n")[2]), body)


def decoded(answer: Answer, where: str) -> bytes:
    """The body without chunks and compression.

    Many tools undo these and leave the headers as they were, so a body that is not as they say is taken as it is.
    Raises ExtractError for a body that breaks off or is coded in a way that is not known, UsageError for one that
    unpacks beyond measure.
    """
    body = answer.body
    if "chunked" in answer["Transfer-Encoding"].lower():
        body = _without_chunks(body, where)
    codings = [one.strip().lower() for one in answer["Content-Encoding"].split(",") if one.strip()]
    for coding in reversed(codings):
        if coding in {"gzip", "x-gzip"}:
            body = _gunzipped(body, where) if body.startswith(b"\x1f\x8b") else body
        elif coding == "deflate":
            body = _inflated(body, where)
        elif coding == "br":
            body = _unbrotlied(body, where)
        elif coding != "identity":
            raise ExtractError(f"{where} is coded as {coding!r}, which cannot be undone")
    return body


def _without_chunks(body: bytes, where: str) -> bytes:
    parts: list[bytes] = []
    place = 0
    while (found := _CHUNK_SIZE.match(body, place)) is not None:
        size, start = int(found[1], 16), found.end()
        if not size:
            return b"".join(parts)
        end = start + size
        if body[end : end + 1] not in {b"\r", b"\n"}:
            break
        parts.append(body[start:end])
        place = end + (2 if body.startswith(b"\r\n", end) else 1)
    if not parts:
        return body
    raise ExtractError(f"{where} breaks off between two chunks")


def _gunzipped(body: bytes, where: str) -> bytes:
    parts = bytearray()
    rest = body
    while rest.startswith(b"\x1f\x8b"):
        piece, rest = _bounded(rest, zlib.MAX_WBITS | 16, where)
        parts += piece
        if len(parts) > LARGEST:
            raise too_large(where)
    return bytes(parts)


def _inflated(body: bytes, where: str) -> bytes:
    """The name means zlib's form; some servers send the bare stream; some tools have undone it already."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _bounded(body, window, where)[0]
        except ExtractError:
            continue
    return _as_it_is(body, where)


def _bounded(body: bytes, window: int, where: str) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(window)
    try:
        piece = stream.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise ExtractError(f"{where} cannot be unpacked ({error})") from error
    if len(piece) > LARGEST:
        raise too_large(where)
    if not stream.eof:
        raise ExtractError(f"{where} breaks off inside its compressed body")
    return piece, stream.unused_data


def _unbrotlied(body: bytes, where: str) -> bytes:
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size, rest = 0, body
    try:
        while not stream.is_finished():
            piece = stream.process(rest, output_buffer_limit=_BROTLI_STEP)
            rest = b""
            if not piece and stream.can_accept_more_data():
                raise ExtractError(f"{where} breaks off inside its compressed body")
            parts.append(piece)
            size += len(piece)
            if size > LARGEST:
                raise too_large(where)
    except brotli.error:
        return _as_it_is(body, where)
    return b"".join(parts)


def _as_it_is(body: bytes, where: str) -> bytes:
    """A body that is text in spite of its header was decoded before it was archived."""
    if b"\0" in body[:1024] or not body.lstrip()[:1] or not _is_text(body[:1024]):
        raise ExtractError(f"{where} cannot be unpacked")
    return body


def _is_text(beginning: bytes) -> bool:
    printable = sum(byte >= 32 or byte in b"\t\r\n" for byte in beginning)
    return printable == len(beginning) and (beginning.isascii() or beginning.lstrip().startswith((b"<", b"%PDF")))
