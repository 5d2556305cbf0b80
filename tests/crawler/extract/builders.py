"""Builders for pages and documents, showing only what matters to a test."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import docx

from kb.model import Page

URL = "https://oakenshaw.proceduresonline.com/p_test.html"
WORDS = "<p>Enough words for a chapter to count as one.</p>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def page(body: str | bytes, url: str = URL, media_type: str = "text/html", charset: str | None = None) -> Page:
    """A page as fetched."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    return Page("test", url, datetime(2021, 3, 1, tzinfo=UTC), data, media_type=media_type, charset=charset)


def chapter_page(content: str, head: str = "<h1>Visits</h1>", url: str = URL) -> Page:
    """A page with a title and the given content."""
    return page(f"<html><head><meta charset=utf-8><title>Visits</title></head><body>{head}{content}</body></html>", url)


Run = tuple[float, float, float, bool, str]
"""Where (x, y from the bottom), how large, whether bold, and what is written on a page of a PDF."""


def pdf(pages: Sequence[Sequence[Run]], title: str = "") -> bytes:
    """A PDF with these runs of text, in the two fonts that every reader has."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    kids: list[str] = []
    for runs in pages:
        stream = b"".join(_shown(run) for run in runs)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        resources = "/Resources<</Font<</F0 3 0 R/F1 4 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}/Contents {len(objects)} 0 R>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    objects.append(f"<</Title({title})>>".encode())
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


def _shown(run: Run) -> bytes:
    x, y, size, bold, text = run
    plain = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F%d %g Tf %g %g Td (%s) Tj ET\n" % (bold, size, x, y, plain)


def guidance_pdf() -> bytes:
    """Two pages with running heads and feet, a wrapped title, headings, bullets, a broken word and a table."""
    head = (60.0, 810.0, 8.0, False, "Oakenshaw Safeguarding Partnership")
    first: list[Run] = [
        head,
        (60, 760, 20, True, "Bruising in Babies who are"),
        (60, 736, 20, True, "not yet Mobile"),
        (60, 700, 11, False, "Review date: May 2025"),
        (60, 670, 14, True, "1. Why it matters"),
        (
            60,
            650,
            11,
            False,
            "A baby who cannot roll or crawl hardly ever has a bruise from an accident at home, so each",
        ),
        (60, 636, 11, False, "bruise is looked at by a paediatrician on the day, whatever the explana-"),
        (60, 622, 11, False, "tion that is given for it by the parents."),
        (60, 590, 11, True, "1.1 What to look for"),
        (60, 570, 11, False, "• bruises on the face, ears or trunk;"),
        (60, 556, 11, False, "• bruises of which nobody can say how they came about, or of which"),
        (70, 542, 11, False, "two people say different things;"),
        (78, 528, 11, False, "• on one day or on several."),
        (60, 500, 11, False, "The practitioner who sees the bruise does not wait for anybody's leave and makes the"),
        (280, 30, 8, False, "Page 1 of 2"),
    ]
    second: list[Run] = [
        head,
        (60, 760, 11, False, "referral at once."),
        (60, 720, 14, True, "2. Who is told"),
        (60, 700, 11, True, "Who"),
        (200, 700, 11, True, "How"),
        (380, 700, 11, True, "By when"),
        (60, 682, 11, False, "Duty social worker"),
        (200, 682, 11, False, "Telephone, then the"),
        (380, 682, 11, False, "Immediately"),
        (200, 668, 11, False, "referral form"),
        (60, 650, 11, False, "Paediatrician"),
        (200, 650, 11, False, "Telephone"),
        (380, 650, 11, False, "Same day"),
        (60, 610, 11, False, "Everything is written down with its time."),
        (280, 30, 8, False, "Page 2 of 2"),
    ]
    return pdf([first, second], "draft7.doc")


def form_docx() -> bytes:
    """A Word document with a title, headings by style and by typed number, lists, a merged table, tracked changes."""
    document = docx.Document()
    document.add_paragraph("Need to Know Form", style="Title")
    document.add_paragraph("Version of March 2020 for team managers.")
    document.add_heading("1. When to use it", level=1)
    document.add_paragraph("A child has died or is badly hurt;", style="List Bullet")
    document.add_paragraph("in our care or known to us.", style="List Bullet 2")
    document.add_paragraph().add_run("2. Who signs").bold = True
    changed = document.add_paragraph("The form is signed within ")
    _tracked(changed, "del", "48 hours")
    _tracked(changed, "ins", "24 hours")
    changed.add_run(" by the ")
    changed.add_run("Head of Service").bold = True
    changed.add_run(".")
    table = document.add_table(rows=3, cols=3)
    rows = (("Part", "Who", "When"), ("A", "Team manager", "Same day"), ("B", "Head of Service", ""))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(2, 1).merge(table.cell(2, 2))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _tracked(paragraph: docx.text.paragraph.Paragraph, kind: str, text: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word = "delText" if kind == "del" else "t"
    paragraph._p.append(
        parse_xml(f'<w:{kind} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{word}>{text}</w:{word}></w:r></w:{kind}>')
    )
