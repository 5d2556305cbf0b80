"""Web archives of other tools: every shape of record gives the page that the server sent, and nothing else."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archives import Archive, Bodies, read_archive
from crawler.warc import LARGEST
from kb.errors import UsageError

URL = "http://manual.example/p_visits.html"
BODY = b"<!doctype html><html><body><h1>Visits</h1><p>Within 7 working days.</p></body></html>"
WHEN = "2020-03-16T06:00:00Z"


def read(path: Path) -> tuple[Archive, Bodies]:
    """An archive with its bodies."""
    bodies = Bodies(io.BytesIO())
    return read_archive(path, "ourmanual", bodies), bodies


def texts(path: Path) -> list[tuple[str, str, bytes]]:
    """What an archive holds: address, time, body."""
    archive, bodies = read(path)
    return [(one.asked, f"{one.page.fetched_at:%Y-%m-%dT%H:%M:%SZ}", bodies.page(one).body) for one in archive.captures]


def response(url: str, body: bytes, when: str = WHEN, status: str = "200 OK", **headers: str) -> bytes:
    """A response record made by hand, as wget writes it."""
    fields = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body
    return record("response", block, when, url)


def record(kind: str, block: bytes, when: str = WHEN, url: str = URL, **fields: str) -> bytes:
    """Any record made by hand; wget puts addresses between angle brackets."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nWARC-Date: {when}\r\n{more}"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def chunked(body: bytes, size: int) -> bytes:
    """A body in chunks."""
    pieces = [body[place : place + size] for place in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    """What some servers call deflate."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_of_warcio_is_read(tmp_path: Path, packed: bool) -> None:
    """Responses, resources and revisits written by another tool's library, plain or in gzip members."""
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed, warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another"}))
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        first = writer.create_warc_record(
            URL, "response", payload=io.BytesIO(BODY), http_headers=headers, warc_headers_dict={"WARC-Date": WHEN}
        )
        writer.write_record(first)
        digest = first.rec_headers.get_header("WARC-Payload-Digest")
        later = {"WARC-Date": "2020-10-12T06:00:00Z"}
        writer.write_record(
            writer.create_revisit_record(URL, digest, URL, WHEN, http_headers=headers, warc_headers_dict=later)
        )
        pdf = {"WARC-Date": "2020-10-13T06:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                "http://manual.example/form.pdf",
                "resource",
                payload=io.BytesIO(b"%PDF-1.4 form"),
                warc_content_type="application/pdf",
                warc_headers_dict=pdf,
            )
        )
    assert texts(path) == [
        (URL, WHEN, BODY),
        (URL, "2020-10-12T06:00:00Z", BODY),
        ("http://manual.example/form.pdf", "2020-10-13T06:00:00Z", b"%PDF-1.4 form"),
    ]
    archive, _ = read(path)
    assert [one.page.charset for one in archive.captures] == ["utf-8", "utf-8", None]
    assert archive.captures[0].page.fetched_at == datetime(2020, 3, 16, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("coding", "transfer", "sent"),
    [
        ("", "", BODY),
        ("", "chunked", chunked(BODY, 10)),
        ("", "chunked", BODY),
        ("gzip", "", gzip.compress(BODY)),
        ("gzip", "", gzip.compress(BODY[:20]) + gzip.compress(BODY[20:])),
        ("x-gzip", "chunked", chunked(gzip.compress(BODY), 7)),
        ("gzip", "", BODY),
        ("deflate", "", zlib.compress(BODY)),
        ("deflate", "", raw_deflate(BODY)),
        ("deflate", "", BODY),
        ("br", "", brotli.compress(BODY)),
        ("br", "chunked", chunked(brotli.compress(BODY), 5)),
        ("br", "", BODY),
        ("gzip, br", "", brotli.compress(gzip.compress(BODY))),
    ],
    ids=lambda value: value if isinstance(value, str) else "sent",
)
def test_codings_are_undone(tmp_path: Path, coding: str, transfer: str, sent: bytes) -> None:
    """Chunks and compression go, whoever wrote the record; a body that its tool has unpacked is taken as it is."""
    path = tmp_path / "a.warc"
    path.write_bytes(response(URL, sent, Content_Encoding=coding, Transfer_Encoding=transfer))
    assert texts(path) == [(URL, WHEN, BODY)]
    fields = [("Content-Type", "text/html"), ("Content-Encoding", coding), ("Transfer-Encoding", transfer)]
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        headers = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                URL, "response", io.BytesIO(sent), http_headers=headers, warc_headers_dict={"WARC-Date": WHEN}
            )
        )
    assert texts(path) == [(URL, WHEN, BODY)]


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=4000), st.integers(1, 600), st.sampled_from(["gzip", "deflate", "br"]))
def test_any_body_survives_its_coding(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, size: int, coding: str
) -> None:
    """Whatever the bytes: packed, cut into chunks, archived and read, they are the same."""
    text = b"<html>" + body
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](text)
    path = tmp_path_factory.mktemp("any") / "a.warc.gz"
    path.write_bytes(
        gzip.compress(response(URL, chunked(packed, size), Content_Encoding=coding, Transfer_Encoding="chunked"))
    )
    assert texts(path) == [(URL, WHEN, text)]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    """Other statuses, images, empty and broken bodies, unknown originals: none is a page, each is said."""
    path = tmp_path / "a.warc"
    path.write_bytes(
        b"".join(
            [
                record("request", b"GET / HTTP/1.1\r\n\r\n"),
                response(URL, b"<h1>gone</h1>", status="404 Not Found"),
                response("http://manual.example/logo.png", b"\x89PNG", Content_Type="image/png"),
                response("http://manual.example/empty.html", b" "),
                response("http://manual.example/cut.html", gzip.compress(BODY)[:-12], Content_Encoding="gzip"),
                response("http://manual.example/new.html", b"?", Content_Encoding="zstd"),
                record("revisit", b"", url="http://manual.example/x.html", WARC_Payload_Digest="sha1:AAAA"),
                record("resource", b"log", url="metadata://gnu.org/software/wget/warc/wget.log"),
                response("http://manual.example/kept.html", BODY),
            ]
        )
    )
    archive, _ = read(path)
    assert [one.page.url for one in archive.captures] == ["http://manual.example/kept.html"]
    assert archive.notes == (
        "a.warc: 1 pages; left out: 1 of a kind that is not read, 1 that are empty, "
        "1 that repeat a page which is not in this archive, 2 whose bodies cannot be unpacked, "
        "1 with another status than 200",
    )


def test_a_redirected_page_knows_what_was_asked(tmp_path: Path) -> None:
    """The address that was asked leads through a chain of redirects to the page."""
    path = tmp_path / "a.warc"
    old, middle = "http://old.example/p_visits.html", "http://manual.example/moved"
    moved = response(old, b"", status="301 Moved", Location=middle)
    path.write_bytes(moved + response(middle, b"", status="302 Found", Location=URL) + response(URL, BODY))
    assert texts(path) == [(old, WHEN, BODY)]
    archive, _ = read(path)
    assert archive.captures[0].page.url == URL


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_off_last_record_is_tolerated_and_said(tmp_path: Path, packed: bool) -> None:
    """Wherever the file ends in its second record: the first page is there, the rest is said to be missing."""
    first, second = response(URL, BODY), response("http://manual.example/p_fees.html", BODY * 3)
    if packed:
        first, second = gzip.compress(first), gzip.compress(second)
    path = tmp_path / "a.warc"
    for left in range(1, len(second) - 8, 7):
        path.write_bytes(first + second[:left])
        archive, _ = read(path)
        assert [one.page.url for one in archive.captures] == [URL]
        assert len(archive.notes) == 2, left
        assert "breaks off" in archive.notes[1]


@pytest.mark.parametrize("status", ["HTTP/1.0 200", "HTTP/1.1 200 OK", "HTTP/2 200", "HTTP/2.0 200 ", "HTTP/3 200"])
def test_the_status_line_of_any_http_is_understood(tmp_path: Path, status: str) -> None:
    """HTTP/2 and 3 have no such line and no reason: tools write what they please. Field names come in any case."""
    block = f"{status}\r\ncontent-type: Text/HTML; Charset=UTF-8\r\n\r\n".encode() + BODY
    path = tmp_path / "a.warc"
    path.write_bytes(record("response", block))
    assert texts(path) == [(URL, WHEN, BODY)]
    assert [one.page.charset for one in read(path)[0].captures] == ["UTF-8"]


def test_records_about_pages_are_no_pages(tmp_path: Path) -> None:
    """Requests, metadata and conversions of a page's own address neither count as pages nor hide it."""
    path = tmp_path / "a.warc"
    about = [
        record("request", b"GET /p_visits.html HTTP/2\r\nhost: manual.example\r\n\r\n"),
        record("metadata", b"fetchTimeMs: 12\r\n", Content_Type="application/warc-fields"),
        record("conversion", b"<html>another form</html>", Content_Type="text/html"),
    ]
    path.write_bytes(about[0] + response(URL, BODY) + about[1] + about[2])
    assert texts(path) == [(URL, WHEN, BODY)]
    assert read(path)[0].notes == ("a.warc: 1 pages",)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize(
    ("profile", "says"),
    [
        ("identical-payload-digest", "address and time"),
        ("identical-payload-digest", "record"),
        ("identical-payload-digest", "digest"),
        ("server-not-modified", "address and time"),
        ("server-not-modified", "record"),
        ("server-not-modified", "address alone"),
    ],
)
def test_both_profiles_of_revisits_find_their_page(tmp_path: Path, version: str, profile: str, says: str) -> None:
    """By whatever the tool says of the original; "not modified" may say no more than the address."""
    later, digest = "2020-10-12T06:00:00Z", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
    named = {
        "address and time": {"WARC_Refers_To_Target_URI": f"<{URL}>", "WARC_Refers_To_Date": WHEN},
        "record": {"WARC_Refers_To": "<urn:uuid:1>"},
        "digest": {"WARC_Payload_Digest": digest},
        "address alone": {},
    }[says]
    uri = f"http://netpreserve.org/warc/{version}/revisit/{profile}"
    status = b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\n\r\n' if "not" in profile else b""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    original = record("response", block, WARC_Record_ID="<urn:uuid:1>", WARC_Payload_Digest=digest)
    path = tmp_path / "a.warc"
    # The repetition may stand before its original: files of one crawl are written side by side.
    path.write_bytes(record("revisit", status, later, WARC_Profile=uri, **named) + original)
    assert sorted(texts(path)) == [(URL, WHEN, BODY), (URL, later, BODY)]


def wacz(path: Path, *members: tuple[str, bytes]) -> Path:
    """A zip with these members, and the files that stand beside archives in a WACZ."""
    pages = '{"format": "json-pages-1.0"}\n{"url": "http://manual.example/never.html", "title": "Listed only"}\n'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
        packed.writestr("pages/pages.jsonl", pages)
        packed.writestr("indexes/index.cdx.gz", gzip.compress(b"example,manual)/never 20200316060000 {}\n"))
        for name, content in members:
            packed.writestr(name, content)
    return path


def test_a_wacz_is_read(tmp_path: Path) -> None:
    """All archives inside its archive/ folder are, as one: a page of the first may be repeated in the second."""
    fees, later = "http://manual.example/p_fees.html", "2020-10-12T06:00:00Z"
    first = gzip.compress(response(URL, BODY)) + gzip.compress(response(fees, BODY + b"<!-- fees -->"))
    profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    second = gzip.compress(record("revisit", b"", later, WARC_Profile=profile))
    path = wacz(tmp_path / "a.wacz", ("archive/data-0.warc.gz", first), ("archive/data-1.warc.gz", second))
    assert texts(path) == [(URL, WHEN, BODY), (fees, WHEN, BODY + b"<!-- fees -->"), (URL, later, BODY)]
    assert read(path)[0].notes == ("a.wacz: 3 pages",)


def bomb() -> bytes:
    """Sixty megabytes of nothing."""
    return b"<html>" + b"\0" * (LARGEST + 10_000_000)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.warc.gz", gzip.compress(response(URL, BODY))[:60], "breaks off"),
        ("a.warc.gz", b"", "holds no WARC record"),
        ("a.warc", b"<html>not an archive</html>", "does not begin as a WARC record"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: lots\r\n\r\n", "no usable Content-Length"),
        ("a.warc", b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000, "head that does not end"),
        ("a.warc.gz", gzip.compress(response(URL, BODY)) + b"\x1f\x8b\x08\0damaged beyond repair", "damaged"),
        ("a.wacz", b"PK not a zip", "not a zip"),
        ("gz", gzip.compress(response(URL, bomb())), "more than 50 MB"),
        ("body gz", response(URL, gzip.compress(bomb()), Content_Encoding="gzip"), "more than 50 MB"),
        ("body br", response(URL, brotli.compress(bomb(), quality=1), Content_Encoding="br"), "more than 50 MB"),
        ("body zlib", response(URL, zlib.compress(bomb()), Content_Encoding="deflate"), "more than 50 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_bad_archives_are_refused_in_one_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """Damaged, of another kind, or unpacking without end."""
    path = tmp_path / (name if "." in name else "a.warc")
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_zip_that_is_no_wacz_is_refused(tmp_path: Path) -> None:
    """A zip of saved pages is not what its name says."""
    with pytest.raises(UsageError, match="no WACZ"):
        read(wacz(tmp_path / "a.wacz", ("pages/p_visits.html", BODY)))
    with pytest.raises(UsageError, match="more than 50 MB"):
        read(wacz(tmp_path / "b.wacz", ("archive/a.warc", response(URL, bomb()))))


def test_a_large_file_that_is_no_page_is_passed_over(tmp_path: Path) -> None:
    """A film of 51 MB is left out, and the page after it is read."""
    path = tmp_path / "a.warc"
    film = response("http://manual.example/film.mp4", bytes(range(256)) * 210_000, Content_Type="video/mp4")
    path.write_bytes(film + response(URL, BODY))
    assert texts(path) == [(URL, WHEN, BODY)]
