"""Word documents for tests, built from what a reader of them would see and from what Word writes beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Council"><w:name w:val="Council Heading"/><w:basedOn w:val="Heading1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""  # noqa: E501 (as long as Word writes it)


def _level(number: int, style: str, text: str, more: str = "") -> str:
    counted = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{counted}</w:lvl>'


NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="0">{_level(0, "decimal", "%1.")}{_level(1, "decimal", "%1.%2")}
{_level(2, "decimal", "%1.%2.%3")}</w:abstractNum>
<w:abstractNum w:abstractNumId="1">{_level(0, "lowerLetter", "(%1)")}{_level(1, "lowerRoman", "%2.")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{_level(0, "bullet", "&#61623;")}{_level(1, "bullet", "o")}</w:abstractNum>
<w:abstractNum w:abstractNumId="3">{_level(0, "upperRoman", "Part %1")}{_level(1, "decimal", "%1.%2", "<w:isLgl/>")}
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num>
</w:numbering>"""


def p(text: str, style: str = "", number: tuple[int, int] | None = None, bold: bool = False, more: str = "") -> str:
    """A paragraph; `number` is the list it belongs to and the level in it, from 0."""
    numbered = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr>{run(text, '<w:b/>' if bold else '')}{more}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    set_as = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{set_as}<w:t xml:space="preserve">{text}</w:t></w:r>'


def row(*cells: str, head: str = "") -> str:
    """A row of a table; a cell that begins with "<" is Word's own markup."""
    made = (cell if cell.startswith("<w:tc>") else f"<w:tc>{p(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{head}{''.join(made)}</w:tr>"


def word_file(body: str, parts: Mapping[str, str] | None = None, links: Mapping[str, str] | None = None) -> bytes:
    """A Word file of this body, with further parts by name ("footnotes") and link targets by identifier."""
    parts = {"styles": STYLES, "numbering": NUMBERING, **(parts or {})}
    relations = "".join(
        f'<Relationship Id="rId{place}" Type="{_KINDS}/{name}" Target="{name}.xml"/>'
        for place, name in enumerate(parts, 1)
    )
    relations += "".join(
        f'<Relationship Id="{own}" Type="{_KINDS}/hyperlink" Target="{url}" TargetMode="External"/>'
        for own, url in (links or {}).items()
    )
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{name}+xml"/>' for name in parts)
    packages = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{_MAIN}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" Type="{_KINDS}'
        '/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W} {_R} {_MC}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def numbered_docx() -> bytes:
    """Everything that Word counts by itself: headings, paragraphs, lists that go on or start anew, legal numbers."""
    return word_file(
        p("Lone Working Policy", "Title")
        + p("1. Purpose<w:tab/>2", "TOC1").replace("<w:tab/>", "")
        + p("Purpose", "Heading1")
        + p("This policy is for all who work alone.", number=(1, 1))
        + p("It binds agency staff too.", number=(1, 1))
        + p("Planning", "Council")
        + p("Before you go", "Heading2")
        + p("tell somebody where;", number=(2, 0))
        + p("and until when:", number=(2, 0))
        + p("by the clock,", number=(2, 1))
        + p("not roughly;", number=(2, 1))
        + p("take the alarm.", number=(2, 0))
        + p("Afterwards", "Heading2")
        + p("call in;", number=(4, 0))
        + p("charge the alarm.", number=(4, 0))
        + p("It is charged overnight.", number=(1, 2))
        + p("Alarms", number=(1, 0), bold=True)
        + p("one each;", number=(3, 0))
        + p("none lent.", number=(3, 1))
        + p("Forms", number=(5, 0))
        + p("The visit sheet.", number=(5, 1))
    )


def noted_docx() -> bytes:
    """Notes, a text box, comments, heads and feet, hidden text, tracked changes, a content control, a link."""
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ).replace("{}", p("Remember: the child speaks first."))
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    changed = f'<w:del w:id="1">{run("48").replace("w:t", "w:delText")}</w:del><w:ins w:id="2">{run("24")}</w:ins>'
    body = (
        p("Conference Minutes", "Title")
        + '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        + run("Sending them out")
        + "</w:p>"
        + f"<w:p>{run('Within ')}{changed}{run(' hours')}{mark}{run(' by post.')}{run('draft', '<w:vanish/>')}</w:p>"
        + f"<w:p>{run('Never by fax.')}{box}<w:commentRangeStart w:id='1'/></w:p>"
        + f"<w:sdt><w:sdtContent>{p('The clerk keeps a list.')}</w:sdtContent></w:sdt>"
        + f"<w:p><w:hyperlink r:id='link'>{run('The guidance')}</w:hyperlink>{run(' says why.')}"
        + '<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    )
    notes = {
        "footnotes": f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Weekends count.")}</w:footnote></w:footnotes>',
        "endnotes": f'<w:endnotes {W}><w:endnote w:id="1">{p("Last read in May.")}</w:endnote></w:endnotes>',
        "comments": f'<w:comments {W}><w:comment w:id="1">{p("Is this so?")}</w:comment></w:comments>',
        "header": f"<w:hdr {W}>{p('Confidential')}</w:hdr>",
        "footer": f"<w:ftr {W}>{p('Page 1')}</w:ftr>",
    }
    return word_file(body, notes, {"link": "https://www.gov.uk/guidance"})


def tables_docx() -> bytes:
    """Tables with a repeated head, cells merged both ways, a deleted row, a list and a table inside cells."""
    across = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Both")}</w:tc>'
    begun = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("Hub")}</w:tc>'
    continued = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('')}</w:tc>"
    listed = f"<w:tc>{p('call', number=(3, 0))}{p('write', number=(3, 0))}</w:tc>"
    inner = f"<w:tc><w:tbl>{row('inner', 'cell')}</w:tbl>{p('')}</w:tc>"
    head = row("Team", "Does", "Until", head="<w:trPr><w:tblHeader/></w:trPr>")
    gone = row("Fax", "send", "noon", head='<w:trPr><w:del w:id="9"/></w:trPr>')
    table = (
        head
        + row(begun, listed, "5 pm")
        + row(continued, across)
        + gone
        + row(across, "9 pm")
        + row(inner, "a | b", "")
    )
    return word_file(
        p("Opening Hours", "Title") + p("Who is there and when.") + f"<w:tbl>{table}</w:tbl>" + p("Ask for more.")
    )
