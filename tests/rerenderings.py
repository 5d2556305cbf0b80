"""Re-renderings: what a site does to its pages without changing a word of the manual. Seeded, so each can be repeated.

`rerendered(html, seed)` applies some of `WAYS` in turn. None of them touches what a chapter says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

Way = Callable[[str, Random], str]
_HEAD_END, _BODY_END = re.compile(r"</head\s*>", re.I), re.compile(r"</body\s*>", re.I)
_BODY = re.compile(r"<body\b[^>]*>", re.I)
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^<>]*?)?)(/?)>")
_TYPOGRAPHY = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"}
_NAMED = {
    "’": "&rsquo;",
    "‘": "&lsquo;",
    "“": "&ldquo;",
    "”": "&rdquo;",
    "–": "&ndash;",
    "£": "&pound;",
    "é": "&eacute;",
}


def rerendered(html: str, seed: int) -> bytes:
    """The page as a site might show it the next day, in an encoding it declares."""
    return _encoded(shown_anew(html, seed), Random(seed))


def shown_anew(html: str, seed: int) -> str:
    """The same as text."""
    random = Random(seed)
    ways = random.sample(sorted(WAYS), random.randint(3, 6))
    ways.append(sorted(WAYS)[seed % len(WAYS)])  # so that each has its turn
    for name in dict.fromkeys(ways):
        html = WAYS[name](html, random)
    return html


def attribute_order(html: str, random: Random) -> str:
    """The template engine writes attributes in another order."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.find_all(True):
        names = list(tag.attrs)
        random.shuffle(names)
        tag.attrs = {name: tag.attrs[name] for name in names}
    return str(soup)


def navigation(html: str, random: Random) -> str:
    """A menu with entries that were not there before."""
    words = random.sample(["News", "Events", "Training", "Contact us", "Policies", "Our team", "Jobs", "Partners"], 5)
    items = "".join(f'<li><a href="/{word.lower().replace(" ", "-")}">{word}</a></li>' for word in words)
    mark = random.choice(["<nav>{}</nav>", '<div role="navigation">{}</div>', "<header><nav>{}</nav></header>"])
    return _after_body(html, mark.format(f"<ul>{items}</ul>"))


def session_links(html: str, random: Random) -> str:
    """Session identifiers in the site's own links."""
    session = f"{random.getrandbits(96):024x}"
    sign = random.choice([f";jsessionid={session.upper()}", f"?PHPSESSID={session}", f"?sid={session}"])
    return re.sub(r'href="(?!https?:|javascript:|mailto:|tel:)([^"#?;]+)(#[^"]*)?"', rf'href="\g<1>{sign}\g<2>"', html)


def footer_dates(html: str, random: Random) -> str:
    """Today's date and the build in the footer."""
    day = f"{random.randint(1, 28)} March 20{random.randint(18, 26)}"
    build = f"{random.randint(1, 9)}.{random.randint(0, 99)}"
    text = f"<p>Page rendered on {day} at {random.randint(10, 23)}:17. Build {build}</p>"
    mark = random.choice(["<footer>{}</footer>", '<div role="contentinfo">{}</div>', '<div id="footer">{}</div>'])
    return _before_end(html, mark.format(text))


def cookie_banner(html: str, random: Random) -> str:
    """A cookie banner, as the common makers mark it."""
    mark = random.choice(
        [
            '<div id="onetrust-banner-sdk" role="alertdialog">{}</div>',
            '<div id="CybotCookiebotDialog" role="dialog">{}</div>',
            '<div class="cookie-banner">{}</div>',
            '<div id="ccc-notify" class="ccc-cookie-notice">{}</div>',
            '<div class="cc-window cc-banner" role="dialog" aria-label="cookieconsent">{}</div>',
            '<div id="cookie-law-info-bar">{}</div>',
            '<div class="govuk-cookie-banner" data-nosnippet role="region">{}</div>',
            '<section class="cookie-consent-modal">{}</section>',
        ]
    )
    text = "<h2>Cookies on this site</h2><p>We use cookies to count visits.</p><button>Accept all</button>"
    text += "<a href='/cookies'>Settings</a>"
    return random.choice([_after_body, _before_end])(html, mark.format(text))


def counter(html: str, random: Random) -> str:
    """A visitor counter in the footer."""
    return _before_end(html, f'<footer><p class="counter">You are visitor {random.randint(1000, 99999):,}</p></footer>')


def minified(html: str, random: Random) -> str:
    """White space between tags, comments and quotes around plain values are gone."""
    html = re.sub(
        r">\s+<(?=/?(?:p|div|ul|ol|li|h\d|table|tr|td|th|tbody|section|article|main|nav|head|body|html|link|meta)\b)",
        "><",
        html,
    )
    return re.sub(r'(\s[\w-]+)="([\w-]+)"', r"\1=\2", re.sub(r"<!--.*?-->", "", html, flags=re.S))


def tag_case(html: str, random: Random) -> str:
    """Tags in capitals, as old editors write them."""
    return _TAG.sub(lambda tag: f"<{tag[1]}{tag[2].upper()}{tag[3]}{tag[4]}>", html)


def white_space(html: str, random: Random) -> str:
    """Lines wrapped elsewhere, indented, with the line ends of another system."""

    def wrapped(text: re.Match[str]) -> str:
        return re.sub(r"(?<=\S) (?=\S)", lambda _: random.choice([" ", " ", "\n    ", "\u00a0", "  "]), text[0])

    return _TEXT.sub(wrapped, html).replace("\n", "\r\n")


def scripts(html: str, random: Random) -> str:
    """Scripts, styles, comments and data for search engines, also between the paragraphs."""
    number = random.randint(1, 10**9)
    pieces = [
        f"<script>window.dataLayer=[{{'page':{number},'title':'<p>Visits</p>'}}];</script>",
        f"<style>.a{number}{{color:red}}</style>",
        f"<!-- rendered by node {number} -->",
        f'<script type="application/ld+json">{{"dateModified":"2024-03-01","n":{number}}}</script>',
        f'<noscript><img src="https://count.example/{number}.gif" alt=""></noscript>',
    ]
    return re.sub(r"</p>", lambda end: end[0] + (random.choice(pieces) if random.random() < 0.3 else ""), html)


def print_links(html: str, random: Random) -> str:
    """Links to print, share and go back to the top."""
    pieces = [
        '<p class="print-link"><a href="javascript:window.print()">Print this page</a></p>',
        '<div class="share-buttons"><a href="https://social.example/?u=x">Share on Facebook</a></div>',
        '<p><a href="#top">Back to top</a></p>',
    ]
    return re.sub(r"(?=<h2 id)", lambda _: random.choice(pieces) if random.random() < 0.4 else "", html)


def entities(html: str, random: Random) -> str:
    """Characters as entities: by name, by number, by hexadecimal number."""

    def entity(found: re.Match[str]) -> str:
        named = _NAMED.get(found[0], f"&#{ord(found[0])};")
        return random.choice([named, f"&#{ord(found[0])};", f"&#x{ord(found[0]):x};"])

    return re.sub(r"[^\x00-\x7f]", entity, html)


def plain_typography(html: str, random: Random) -> str:
    """Curly quotes and dashes become straight ones, in the text."""
    return _TEXT.sub(lambda text: "".join(_TYPOGRAPHY.get(each, each) for each in text[0]), html)


def curly_typography(html: str, random: Random) -> str:
    """Straight apostrophes become curly ones, and an ellipsis one character."""
    return _TEXT.sub(lambda text: text[0].replace("'", "’").replace("...", "…").replace(" - ", " – "), html)


def soft_hyphens(html: str, random: Random) -> str:
    """Places where a long word may break."""

    def broken(text: re.Match[str]) -> str:
        return re.sub(r"(?<=[a-z]{4})(?=[a-z]{4})", lambda _: "\u00ad" if random.random() < 0.1 else "", text[0])

    head, mark, body = html.partition("<body")
    return head + mark + _TEXT.sub(broken, body)


def wrappers(html: str, random: Random) -> str:
    """More boxes around the text, for the grid."""
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.select("p, ul, ol, table"):
        if (
            random.random() < 0.2
            and tag.parent is not None
            and tag.parent.name in {"div", "section", "article", "main"}
        ):
            tag.wrap(soup.new_tag("div", attrs={"class": f"col-md-{random.randint(1, 12)}"}))
    return str(soup)


def emphasis(html: str, random: Random) -> str:
    """The same emphasis by other elements."""
    for old, new in (("strong", "b"), ("em", "i")) if random.random() < 0.5 else (("b", "strong"), ("i", "em")):
        html = re.sub(rf"<(/?){old}(?=[ >])", rf"<\1{new}", html)
    return html


def head_changes(html: str, random: Random) -> str:
    """Other style sheets, a canonical link, properties for social media, a theme's class on the body."""
    added = (
        f'<link rel="stylesheet" href="/theme-{random.randint(1, 99)}.css">'
        '<meta property="og:updated_time" content="2024"><link rel="canonical" href="https://manual.example/x">'
        f'<meta name="generator" content="CMS {random.random():.2f}">'
    )
    html = _HEAD_END.sub(lambda end: added + end[0], html, count=1)
    return re.sub(r"<body\b", f'<body data-theme="t{random.randint(1, 99)}"', html, count=1)


def old_doctype(html: str, random: Random) -> str:
    """XHTML, with its self-closing elements."""
    html = re.sub(
        r"<!doctype[^>]*>", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">', html, flags=re.I
    )
    return re.sub(r"<(br|hr|img|meta|link|input)\b([^<>]*?)\s*/?>", r"<\1\2 />", html)


def bare_spans(html: str, random: Random) -> str:
    """An editor's spans around words, and empty elements left behind."""
    soup = BeautifulSoup(html, "lxml")
    for text in soup.select("p"):
        for node in [each for each in text.children if _is_words(each)]:
            if random.random() < 0.15:
                span = soup.new_tag("span", attrs={"style": "font-size:11pt", "lang": "EN-GB"})
                node.wrap(span)
    return re.sub(r"(?=<p\b)", lambda _: "<p>&nbsp;</p>" if random.random() < 0.1 else "", str(soup))


def cached_pictures(html: str, random: Random) -> str:
    """Pictures and documents with a version in their address, lazily loaded."""
    return re.sub(r'src="([^"?]+)"', rf'loading="lazy" src="\1?v={random.randint(1, 999)}"', html)


def heading_anchors(html: str, random: Random) -> str:
    """A sign beside each heading that links to it."""
    return re.sub(
        r'(<h[23] id="([\w-]+)"[^>]*>.*?)(</h[23]>)', r'\1<a class="headerlink" href="#\2" title="Link">¶</a>\3', html
    )


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        attribute_order,
        navigation,
        session_links,
        footer_dates,
        cookie_banner,
        counter,
        minified,
        tag_case,
        white_space,
        scripts,
        print_links,
        entities,
        plain_typography,
        curly_typography,
        soft_hyphens,
        wrappers,
        emphasis,
        head_changes,
        old_doctype,
        bare_spans,
        cached_pictures,
        heading_anchors,
    )
}


def _after_body(html: str, added: str) -> str:
    return _BODY.sub(lambda start: start[0] + added, html, count=1)


def _before_end(html: str, added: str) -> str:
    return _BODY_END.sub(lambda end: added + end[0], html, count=1)


def _is_words(node: object) -> bool:
    return isinstance(node, NavigableString) and not isinstance(node, Comment | Tag) and bool(node.strip())


def _encoded(html: str, random: Random) -> bytes:
    """Another encoding, declared in the page; what it lacks is written as a number."""
    encoding = random.choice(["utf-8", "utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "utf-16"])
    declared = "utf-8" if encoding == "utf-8-sig" else {"cp1252": "windows-1252"}.get(encoding, encoding)
    html = re.sub(r"charset=[\"']?utf-8[\"']?", f'charset="{declared}"', html, count=1, flags=re.I)
    return html.encode(encoding, "xmlcharrefreplace")
