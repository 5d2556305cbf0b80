"""Three handbooks of no known family, each as a different tool would make it. The words are ours."""

from __future__ import annotations

_SUBJECTS = {
    "visits": ("Visits to Families", "A visitor rings the bell twice and waits. Two visits a month are the least."),
    "meals": (
        "Meals and Kitchens",
        "Lunch is cooked before noon. Allergies are written on the blue board by the cook.",
    ),
    "keys": ("Keys and Doors", "The last to leave locks both doors. A lost key is told to the warden the same day."),
    "journeys": ("Journeys by Bus", "Tickets are bought on Fridays. No child travels alone before the age of twelve."),
    "records": ("Keeping Records", "Each day ends with a line in the day book. Pencil is not used in the day book."),
    "complaints": ("Complaints", "Whoever is unhappy may write to the board. The board answers within ten days."),
}


def _chapter(slug: str, heading: str = "") -> str:
    title, text = _SUBJECTS[slug]
    mark = f'<a class="headerlink" href="#{slug}" title="Permalink">¶</a>' if heading else ""
    return (
        f"<h1>{title}{mark}</h1><p>{text}</p><h2>Who does it</h2><p>{text} The {slug} officer sees to it that this is"
        f" done and signs for it.</p>"
    )


def sphinx_tree() -> dict[str, str]:
    """A Sphinx-like tree: a toctree in the text of the index, chapters in folders, a sidebar, prev and next."""
    files = {"visits": "families", "meals": "house", "keys": "house", "journeys": "families", "records": "office"}

    def shell(title: str, body: str, up: str) -> str:
        return (
            f"<!DOCTYPE html><html><head><title>{title} — Alder House Handbook 3.1 documentation</title></head><body>"
            f'<div class="related" role="navigation"><ul><li><a href="{up}genindex.html">index</a></li>'
            f'<li><a href="{up}index.html">Alder House Handbook</a></li></ul></div>'
            f'<div class="document"><div class="documentwrapper"><div class="bodywrapper">'
            f'<div class="body" role="main">{body}</div></div></div>'
            f'<div class="sphinxsidebar" role="navigation"><h3><a href="{up}index.html">Table of Contents</a></h3>'
            f'<p><a href="{up}house/keys.html">Keys and Doors</a></p>'
            f'<form action="{up}search.html"><input name="q"></form></div></div>'
            f'<div class="footer" role="contentinfo">Made by the wardens.</div></body></html>'
        )

    entries = "".join(
        f'<li class="toctree-l1"><a class="reference internal" href="{folder}/{slug}.html">{_SUBJECTS[slug][0]}</a>'
        f'<ul><li class="toctree-l2"><a href="{folder}/{slug}.html#who">Who does it</a></li></ul></li>'
        for slug, folder in files.items()
    )
    toc = f'<div class="toctree-wrapper compound"><ul>{entries}</ul></div>'
    index = f'<section id="alder"><h1>Alder House Handbook</h1><p>For all who live or work here.</p>{toc}</section>'
    pages = {"/handbook/index.html": shell("Alder House Handbook", index, "")}
    pages["/handbook/"] = pages["/handbook/index.html"]
    for slug, folder in files.items():
        body = f'<section id="{slug}">{_chapter(slug, "mark")}</section>'
        pages[f"/handbook/{folder}/{slug}.html"] = shell(_SUBJECTS[slug][0], body, "../")
    return pages


def mkdocs_nav() -> dict[str, str]:
    """An mkdocs-like site: the contents stand only in the menu of every page, addresses end in a slash."""
    slugs = ("visits", "meals", "keys", "records", "complaints")

    def shell(title: str, body: str, up: str) -> str:
        items = "".join(
            f'<li class="md-nav__item"><a class="md-nav__link" href="{up}{slug}/">{_SUBJECTS[slug][0]}</a></li>'
            for slug in slugs
        )
        return (
            f"<!doctype html><html><head><title>{title} - Birch Lodge Guide</title></head><body>"
            f'<header class="md-header"><a href="{up}">Birch Lodge Guide</a></header><div class="md-container">'
            f'<nav class="md-nav md-nav--primary" aria-label="Navigation"><ul><li><a href="{up}">Home</a></li>{items}'
            f'<li><a href="{up}changelog/">Change log</a></li></ul></nav>'
            f'<main class="md-main"><article class="md-content__inner">{body}'
            f'<div class="was-it-useful">Was this page useful? Tell the office at the gate.</div></article></main>'
            f'</div><footer class="md-footer"><a href="{up}visits/">Next Visits to Families</a></footer></body></html>'
        )

    pages = {"/guide/": shell("Home", "<h1>Birch Lodge Guide</h1><p>Start with any chapter of the menu.</p>", "")}
    for slug in slugs:
        pages[f"/guide/{slug}/"] = shell(_SUBJECTS[slug][0], _chapter(slug), "../")
    log = (
        "<h1>Change log</h1><h2>March 2024</h2><h3>Updated Chapters</h3>"
        "<table><tr><th>Chapter</th><th>Details</th></tr>"
        "<tr><td>Keeping Records</td><td>Pencil is no longer used.</td></tr>"
        "<tr><td>Keys and Doors</td><td>This chapter has been refreshed.</td></tr></table>"
    )
    pages["/guide/changelog/"] = shell("Change log", log, "../")
    return pages


def flat_tables() -> dict[str, str]:
    """A hand-made site: old markup without `main` or `nav`, contents in tables, the site's name as every `h1`."""
    parts = {"The House": ("meals", "keys"), "The People": ("visits", "journeys", "records", "complaints")}
    top = (
        '<div id="top"><h1>Cedar Trust</h1><a href="start.php">Home</a> <a href="about.php">About us</a>'
        ' <a href="contact.php">Contact</a></div>'
    )
    bottom = '<div id="bottom">Cedar Trust is not a real trust. <a href="cookies.php">Cookies</a></div>'

    def shell(title: str, body: str) -> str:
        return f"<html><head><title>{title}</title></head><body>{top}{body}{bottom}</body></html>"

    tables = "".join(
        f"<h3>{part}</h3><table border=1><tr><th>No</th><th>Policy</th><th>File</th></tr>"
        + "".join(
            f'<tr><td>{number}</td><td><a href="policy_{slug}.php">{_SUBJECTS[slug][0]}</a></td>'
            f'<td><a href="files/{slug}.xlsx">rota</a></td></tr>'
            for number, slug in enumerate(slugs, 1)
        )
        + "</table>"
        for part, slugs in parts.items()
    )
    pages = {"/staff/list.php": shell("All policies", f'<div id="text"><h2>All policies</h2>{tables}</div>')}
    for slug in (slug for slugs in parts.values() for slug in slugs):
        body = _chapter(slug).replace("h2>", "h3>").replace("h1>", "h2>")
        pages[f"/staff/policy_{slug}.php"] = shell(
            _SUBJECTS[slug][0],
            f'<div id="text">{body}<p class="print-me">Paper copies are out of date tomorrow.</p>'
            f'<p><a href="list.php">Contents</a> <a href="files/{slug}.docx">Form</a></p></div>',
        )
    return pages
