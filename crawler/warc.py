"""WARC: the records of a web archive (ISO 28500), read from any tool's file and written as any tool reads them.

Archives come from elsewhere and are distrusted: nothing is unpacked beyond a bound, whatever a record claims, and a
file that breaks off says so after its last whole record.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from kb.errors import UsageError

LARGEST = 50 * 1024 * 1024
"""Bytes of the largest record that is kept. The largest document of a manual seen so far has a fifth of it."""

_BOMB_RATIO = 100
"""Text packs to a tenth, at best to a thirtieth; what unpacks to more than this many times its size is no page."""

_CHUNK = 64 * 1024
_HEAD = 64 * 1024
_GZIP = b"\x1f\x8b"

Fields = tuple[tuple[str, str], ...]
"""Named fields in their order, of a record or of an HTTP message."""


class CutOffError(UsageError):
    """The archive ends in the middle of a record; what came before it was whole."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record. Of a block beyond `LARGEST` only the beginning is there, and `whole` is False."""

    kind: str
    fields: Fields
    block: bytes
    whole: bool = True

    def __getitem__(self, name: str) -> str:
        return field_of(self.fields, name)


def field_of(fields: Fields, name: str) -> str:
    """The first value of a field, whatever the case of its name; "" where it is missing."""
    return next((value for key, value in fields if key.lower() == name.lower()), "")


def fields_of(head: bytes) -> Fields:
    """The fields of a head, one a line; a line that begins with white space continues the one before."""
    found: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "replace").splitlines():
        if line[:1] in {" ", "\t"} and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif ":" in line:
            name, _, value = line.partition(":")
            found.append((name.strip(), value.strip()))
    return tuple(found)


# --- reading


def read_records(stream: BinaryIO, where: str) -> Iterator[Record]:
    """The records of a WARC, plain or gzipped (in members or in one piece), in their order.

    `where` is what messages call it. Raises UsageError for what is no WARC, is damaged or unpacks beyond measure, and
    CutOffError, after the last whole record, for a file that breaks off.
    """
    buffered = io.BufferedReader(cast(io.RawIOBase, stream))
    packed = buffered.peek(2)[:2] == _GZIP
    plain = io.BufferedReader(_Members(buffered, where), _CHUNK) if packed else buffered
    number = 0
    while (record := _next_record(plain, f"{where}: record {number + 1}")) is not None:
        number += 1
        yield record
    if not number:
        raise UsageError(f"{where} holds no WARC record: nothing was imported")


def _next_record(stream: BinaryIO, where: str) -> Record | None:
    line = stream.readline(_HEAD)
    while line and not line.strip():
        line = stream.readline(_HEAD)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        if b"WARC/".startswith(line):
            raise CutOffError(f"{where} breaks off: fetch the archive again")
        raise UsageError(f"{where} does not begin as a WARC record: is it a WARC file, and a whole one?")
    fields = fields_of(_head(stream, where))
    length = field_of(fields, "Content-Length")
    if not re.fullmatch(r"\d{1,15}", length):
        raise UsageError(f"{where} has no usable Content-Length: nothing was imported")
    block, whole = _block(stream, int(length), where)
    return Record(field_of(fields, "WARC-Type").lower(), fields, block, whole)


def _head(stream: BinaryIO, where: str) -> bytes:
    lines: list[bytes] = []
    size = 0
    while (line := stream.readline(_HEAD)).strip():
        lines.append(line)
        size += len(line)
        if size > _HEAD:
            raise UsageError(f"{where} has a head that does not end: nothing was imported")
    if not line.endswith(b"\n"):
        raise CutOffError(f"{where} breaks off in its head: fetch the archive again")
    return b"".join(lines)


def _block(stream: BinaryIO, length: int, where: str) -> tuple[bytes, bool]:
    whole = length <= LARGEST
    block = stream.read(length if whole else _HEAD)
    left = length - len(block)
    while left and (piece := stream.read(min(left, _CHUNK))):
        left -= len(piece)
    if left:
        raise CutOffError(f"{where} breaks off: fetch the archive again")
    return block, whole


class _Members(io.RawIOBase):
    """A gzip file of one or many members, unpacked piece by piece."""

    def __init__(self, packed: BinaryIO, where: str) -> None:
        self._packed = packed
        self._where = where
        self._input = b""
        self._begin()

    def _begin(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._taken = self._given = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        """Fills the buffer with what comes next; 0 at the end of the last member."""
        while True:
            ended = not self._input and not (fresh := self._packed.read(_CHUNK))
            self._input = self._input or fresh
            if self._member.eof:
                self._input = self._input.lstrip(b"\0")  # some tools pad
                if ended:
                    return 0
                if not self._input:
                    continue
                self._begin()
            piece = self._piece(len(into))
            if piece:
                into[: len(piece)] = piece
                return len(piece)
            if ended and not self._member.eof:
                raise CutOffError(f"{self._where} breaks off in the middle of a gzip member: fetch the archive again")

    def _piece(self, most: int) -> bytes:
        try:
            piece = self._member.decompress(self._input, most)
        except zlib.error as error:
            raise UsageError(f"{self._where} is damaged ({error}): nothing was imported; fetch it again") from error
        rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._taken += len(self._input) - len(rest)
        self._given += len(piece)
        self._input = rest
        if self._given > LARGEST and self._given > _BOMB_RATIO * self._taken:
            raise too_large(self._where)
        return piece


def too_large(where: str) -> UsageError:
    """What to say of a record that unpacks beyond measure."""
    return UsageError(f"{where} unpacks to more than {LARGEST // 1024 // 1024} MB: nothing was imported")


# --- writing


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes records of WARC 1.1, each a gzip member of its own where the file is to be packed.

    The same records give the same bytes: a record's id is made from its content and place.
    """

    stream: BinaryIO
    packed: bool

    def write(self, kind: str, fields: Fields, block: bytes, content_type: str) -> str:
        """Writes one record and returns its id."""
        seed = "\n".join([str(self.stream.tell()), kind, *(f"{name}: {value}" for name, value in fields)])
        name = f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed + digest_of(block))}>"
        head = (
            ("WARC-Type", kind),
            ("WARC-Record-ID", name),
            *fields,
            ("WARC-Block-Digest", digest_of(block)),
            ("Content-Type", content_type),
            ("Content-Length", str(len(block))),
        )
        lines = "".join(f"{key}: {value}\r\n" for key, value in head if value)
        record = b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"
        self.stream.write(gzip.compress(record, mtime=0) if self.packed else record)
        return name


def digest_of(body: bytes) -> str:
    """A digest as WARC files carry it."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"
