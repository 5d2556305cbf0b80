"""Mirrored folders in a store: what wget, HTTrack and a browser's "save as" leave gives the manual that was there."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from email.charset import QP, Charset
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.archives import Bodies, read_archive
from crawler.sources import Source
from kb.errors import UsageError
from kb.model import PageRole
from kb.progress import Progress
from kb.stages.extracting import extract
from kb.stages.importing import import_files
from kb.store import Store
from tests.facts import moment
from tests.served import chapter_page, contents_page, log_page, small_manual

NOW = moment("2022-01-01")
HOST = "cs.trixonline.example"
ROWS = [("1.1", "Visits"), ("1.2", "Fees"), ("1.3", "Records")]


def kept(folder: Path, source: Source, *paths: Path) -> Store:
    """A store with what an import of these brings."""
    store = Store.open(folder / f"{paths[0].name}.sqlite3")
    import_files(store, source, list(paths), None, None, now=NOW)
    extract(store, source, Progress(quiet=True))
    return store


def rows(store: Store) -> list[tuple[str, str]]:
    """Number and title of each chapter, as the contents page lists them."""
    return [(one.number, one.title) for one in store.chapters()]


# --- wget


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Silence."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The contents page of a manual that is served on loopback; its records are at two addresses, one redirecting."""
    served = tmp_path / "served"
    served.mkdir()
    for path, text in small_manual().items():
        (served / path.strip("/")).write_text(text)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/contents.html"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed; its archives are also built by hand")
@pytest.mark.parametrize("packed", [True, False])
def test_what_wget_wrote_is_read(tmp_path: Path, address: str, packed: bool) -> None:
    """Its archive, packed or not, and its mirror of a served manual give the same chapters; times are the archive's."""
    here = tmp_path / "here"
    here.mkdir()
    arguments = ["wget", "-q", "-r", "-l", "2", "-k", "-E", "--no-proxy", "--warc-file=a", "--warc-cdx", address]
    subprocess.run(arguments if packed else [*arguments, "--no-warc-compression"], cwd=here, check=True, timeout=60)
    archive = here / ("a.warc.gz" if packed else "a.warc")
    source = Source("ourmanual", "Our manual", contents=(address,))
    found = kept(tmp_path, source, archive)
    mirrored = kept(tmp_path, source, here / address.split("/")[2])
    assert rows(found) == rows(mirrored) == ROWS
    assert [one.url for one in found.chapters()] == [one.url for one in mirrored.chapters()]
    with (tmp_path / "bodies").open("w+b") as stream:
        captures = read_archive(archive, "ourmanual", Bodies(stream)).captures
    assert {one.page.fetched_at for one in captures} == {
        check.checked_at for run in found.runs("ourmanual") for check in found.checks(run.id)
    }
    assert all(one.page.fetched_at.year > 2022 for one in captures)
    assert len(found.editions("ourmanual")) == 1


# --- mirrors that renamed files and rewrote links


def mirrored(root: Path, comment: str, suffix: str = ".html") -> Path:
    """The folder that a mirroring tool makes of a manual whose addresses have no endings; "{}" in the comment is the
    address that a tool tells."""
    listed = [(number, title, f"../chapter/{title.lower()}{suffix}") for number, title in ROWS]
    pages = {
        "/contents/contents": contents_page(*listed).replace("'amendments.html'", "'../amendments.html'"),
        "/amendments": log_page("March 2020", ("Visits", "This chapter has been refreshed.")),
    }
    for _, title in ROWS:
        pages[f"/chapter/{title.lower()}"] = chapter_page(title, f"Duties: The {title.lower()} officer sees to it.")
    for path, text in pages.items():
        name = f"{path}{suffix if path.startswith('/chapter/') else '.html'}".strip("/")
        (root / HOST / name).parent.mkdir(parents=True, exist_ok=True)
        (root / HOST / name).write_text(text.replace("<!doctype html>", f"<!doctype html>{comment.format(path)}"))
    (root / "hts-cache").mkdir()
    (root / "hts-cache" / "old.html").write_text(chapter_page("Cached", "Duties: This was never a chapter of it."))
    return root


CANONICAL = f"<link rel='canonical' href='https://{HOST}{{}}'>"
HTTRACK = f"<!-- Mirrored from {HOST}{{}} by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 16 Mar 2020 10:00:00 GMT -->"


@pytest.mark.parametrize(
    ("comment", "suffix", "alone"),
    [
        (HTTRACK, ".html", False),
        (HTTRACK, ".html", True),
        (HTTRACK, "3f2a.html", False),
        (CANONICAL, ".html", False),
        ("", ".html", False),
        ("", ".html", True),
    ],
)
def test_a_mirror_is_the_manual_it_was_made_of(tmp_path: Path, comment: str, suffix: str, alone: bool) -> None:
    """Chapters have their addresses, numbers and parts, though links lead to files on a disk; also a host's folder."""
    root = mirrored(tmp_path / "mirror", comment, suffix)
    source = Source("ourmanual", "Our manual", contents=(f"https://{HOST}/contents/contents",))
    store = kept(tmp_path, source, root / HOST if alone else root)
    assert [(one.number, one.title, one.url, one.part) for one in store.chapters()] == [
        (number, title, f"https://{HOST}/chapter/{title.lower()}", "All Children") for number, title in ROWS
    ]
    (run,) = store.runs("ourmanual")
    assert run.started_at == (moment("2020-03-16").replace(hour=10) if comment == HTTRACK else NOW)
    assert [one.amendments[0].chapter_id for one in store.editions("ourmanual")] == [
        store.chapter("ourmanual", "visits").id
    ]


def test_pages_saved_by_hand_are_chapters(tmp_path: Path) -> None:
    """A browser's "save as" of each page: named by titles, each with a folder of pictures and frames beside it."""
    address = f"https://{HOST}/chapter/visits"
    saved = tmp_path / "saved"
    (saved / "Visits - Ourshire_files").mkdir(parents=True)
    (saved / "Visits - Ourshire_files" / "frame.html").write_text(
        "<html><body>A frame of some other site</body></html>"
    )
    page = chapter_page("Visits", "Duties: The visits officer sees to it.")
    comment = f"<!-- saved from url=({len(address):04}){address} -->"
    (saved / "Visits - Ourshire.html").write_text(page.replace("<!doctype html>", f"<!doctype html>\n{comment}\n"))
    source = Source("ourmanual", "Our manual", contents=(f"https://{HOST}/contents/contents",))
    store = kept(tmp_path, source, saved)
    assert [(one.title, one.url) for one in store.chapters()] == [("Visits", address)]
    assert [check.role for check in store.checks(store.runs("ourmanual")[0].id)] == [PageRole.CHAPTER]


def snapshot(address: str, page: str) -> bytes:
    """A page as Chrome saves it in a single file, with a frame of another site."""
    message = MIMEMultipart("related", type="text/html")
    message["Snapshot-Content-Location"] = address
    message["Date"] = "Mon, 16 Mar 2020 10:00:00 -0000"
    for where, text in ((address, page), ("https://elsewhere.example/frame", "<html><body>A frame</body></html>")):
        part = MIMENonMultipart("text", "html")
        part["Content-Location"] = where
        charset = Charset("utf-8")
        charset.body_encoding = QP
        part.set_payload(text, charset)
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize("suffix", [".mhtml", ".mht"])
def test_a_page_saved_as_a_single_file_is_a_chapter(tmp_path: Path, suffix: str) -> None:
    """Its text is unpacked, its address and time are those it states; the frames in it are no pages."""
    address = f"https://{HOST}/chapter/visits"
    page = chapter_page("Visits", 'Duties: The officer sees to it – and pays \u00a37 where it says class="a".')
    (tmp_path / f"Visits{suffix}").write_bytes(snapshot(address, page))
    source = Source("ourmanual", "Our manual", contents=(f"https://{HOST}/contents/contents",))
    store = kept(tmp_path, source, tmp_path / f"Visits{suffix}")
    (chapter,) = store.chapters()
    (version,) = store.versions(chapter.id)
    assert (chapter.title, chapter.url) == ("Visits", address)
    assert version.first_seen == moment("2020-03-16").replace(hour=10)
    words = " ".join(block.text for one in store.text(version.id).sections for block in one.blocks)
    assert words == 'The officer sees to it – and pays £7 where it says class="a".'


def test_a_single_file_without_a_page_is_refused(tmp_path: Path) -> None:
    """What only has its name is no page, and nothing is kept."""
    (tmp_path / "a.mhtml").write_text("<html><body>not what its name says</body></html>")
    with pytest.raises(UsageError, match="cannot read"):
        kept(tmp_path, Source("ourmanual", "Our manual"), tmp_path / "a.mhtml")
