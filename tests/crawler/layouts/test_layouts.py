"""Layouts: which family a site is of, what belongs to a manual, what an address is."""

from __future__ import annotations

import pytest

from crawler.layouts import layout_of, role_of
from kb.errors import SourceError
from kb.model import PageRole


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://swindonchildcare.proceduresonline.com/chapters/contents.html", "proceduresonline"),
        ("https://www.proceduresonline.com/durham/scb/p_ch_protection_conf.html", "proceduresonline"),
        ("https://wealdmoorchildcare.proceduresonline.example/contents.html", "proceduresonline"),
        ("http://cpp.shropshire.gov.uk/chapters/contents.htm", "proceduresonline"),
        ("https://darlingtoncs.trixonline.co.uk/", "trixonline"),
        ("https://wealdmoorcs.trixonline.example/chapter/private-fostering", "trixonline"),
        ("https://somersetfch.proceduresonline.antser.com/chapter/using-this-manual", "trixonline"),
        ("http://127.0.0.1:8000/contents/contents", "trixonline"),
        ("http://127.0.0.1:8000/p_private_fost.html", "proceduresonline"),
        ("https://westmidlands.procedures.org.uk/page/amendments", "phew"),
        ("https://www.londoncp.co.uk/chapters/B_contents.html", "london"),
        ("https://www.londonsafeguardingchildrenprocedures.co.uk/chapter/appendix-7", "london"),
        ("https://docs.example/handbook/", "generic"),
        ("https://notproceduresonline.com/x", "generic"),
    ],
)
def test_family_by_host_then_path(url: str, name: str) -> None:
    """The family is told by the host, and where that is unknown by the path."""
    assert layout_of(url).name == name


def test_an_unknown_family_is_refused() -> None:
    """A source that names a family which does not exist is told which do."""
    with pytest.raises(SourceError, match="proceduresonline, trixonline, phew, london, generic"):
        layout_of("https://x.example/", name="wordpress")


CS = "https://www.proceduresonline.com/bristol/cs/amendments.html"


@pytest.mark.parametrize(
    ("url", "hosts", "inside"),
    [
        ("http://proceduresonline.com/bristol/cs/p_x.html", (), True),
        ("https://www.proceduresonline.com/bristol/cs/client_supplied/a.docx", (), True),
        ("https://www.proceduresonline.com/trixcms/media/2135/a.pdf", (), True),
        ("https://www.proceduresonline.com/bath/cs/p_x.html", (), False),
        ("https://www.proceduresonline.com/resources/careact/p_x.html", (), False),
        ("https://bristolcs.trixonline.co.uk/chapter/x", (), False),
        (
            "https://bristolcs.trixonline.co.uk/chapter/x",
            ("www.proceduresonline.com", "bristolcs.trixonline.co.uk"),
            True,
        ),
        ("https://www.proceduresonline.com/bath/cs/p_x.html", ("www.proceduresonline.com",), False),
    ],
)
def test_what_belongs_to_a_manual(url: str, hosts: tuple[str, ...], inside: bool) -> None:
    """On the publisher's shared host a manual is its folder; hosts that a source adds belong too."""
    assert layout_of(CS, hosts).belongs(url) is inside


GEN2 = "https://oakenshaw.proceduresonline.com"
GEN3 = "https://oakenshawcs.trixonline.co.uk"
ORG = "https://docs.example"
PHEW = "https://oakenshaw.procedures.org.uk"
LONDON = "https://www.londonsafeguardingchildrenprocedures.co.uk"


@pytest.mark.parametrize(
    ("url", "text", "role"),
    [
        (f"{GEN2}/contents.html", "", PageRole.CONTENTS),
        (f"{GEN2}/chapters/contents.htm", "", PageRole.CONTENTS),
        (f"{GEN2}/amendments.html", "", PageRole.LOG),
        (f"{GEN2}/2019_amendments.html", "", PageRole.LOG),
        (f"{GEN2}/archive_19.html", "2019 Amendments", PageRole.LOG),
        (f"{GEN2}/archive_19.html", "Amendments & Archives", PageRole.LOG),
        (f"{GEN2}/p_update.html", "Amendments to Court Orders", PageRole.CHAPTER),
        (f"{GEN2}/p_private_fost.html", "", PageRole.CHAPTER),
        (f"{GEN2}/chapters/g_ch_yp_plan.htm", "", PageRole.CHAPTER),
        (f"{GEN2}/client_supplied/sw_superv_pol.docx", "", PageRole.DOCUMENT),
        (f"{GEN2}/client_supplied/old.doc", "", PageRole.OTHER),
        (f"{GEN2}/", "", PageRole.OTHER),
        (f"{GEN2}/index.html", "", PageRole.OTHER),
        (f"{GEN2}/using_this_manual.html", "", PageRole.OTHER),
        (f"{GEN2}/search.html?q=x", "", PageRole.OTHER),
        (f"{GEN2}/p_private_fost.html?print=1", "", PageRole.OTHER),
        (f"{GEN2}/templates/cs/web/contents.html", "", PageRole.OTHER),
        (f"{GEN2}/_accessibility/total-validator/x.html", "", PageRole.OTHER),
        ("https://www.gov.uk/guidance.pdf", "", PageRole.OTHER),
        (f"{GEN3}/contents/contents", "", PageRole.CONTENTS),
        (f"{GEN3}/contents/procedures#fostering", "", PageRole.CONTENTS),
        (f"{GEN3}/chapter/private-fostering", "", PageRole.CHAPTER),
        (f"{GEN3}/chapter/search-and-rescue", "", PageRole.CHAPTER),
        (f"{GEN3}/chapter/archived-amendments-2019-2023", "", PageRole.LOG),
        (f"{GEN3}/amendments", "", PageRole.LOG),
        (f"{GEN3}/chapter/using-this-manual", "", PageRole.OTHER),
        (f"{GEN3}/resources/documents-library", "", PageRole.OTHER),
        (f"{GEN3}/search", "", PageRole.OTHER),
        (f"{ORG}/handbook/releases.html", "", PageRole.CHAPTER),
        (f"{ORG}/handbook/", "", PageRole.CHAPTER),
        (f"{ORG}/handbook/contents.html", "", PageRole.CONTENTS),
        (f"{ORG}/policy.pdf", "", PageRole.DOCUMENT),
        (f"{ORG}/login", "", PageRole.OTHER),
        (f"{ORG}/changelog/", "", PageRole.LOG),
        ("mailto:chapter@docs.example", "", PageRole.OTHER),
        (f"{ORG}/handbook/visits?view=print", "", PageRole.OTHER),
        (f"{ORG}/handbook/visits?printable", "", PageRole.OTHER),
        (f"{ORG}/handbook/visits-print.html", "", PageRole.OTHER),
        (f"{ORG}/handbook/visits_printer_friendly.html", "", PageRole.OTHER),
        (f"{ORG}/handbook/blueprint.html", "", PageRole.CHAPTER),
        (f"{ORG}/handbook/finger-prints.html", "", PageRole.CHAPTER),
        (f"{PHEW}/zkpql/managing-individual-cases/core-groups/", "", PageRole.CHAPTER),
        (f"{PHEW}/ykppt", "", PageRole.CHAPTER),
        (f"{PHEW}/page/amendments", "", PageRole.LOG),
        (f"{PHEW}/page/quickguide", "", PageRole.OTHER),
        (f"{PHEW}/assets/clients/6/form.pdf", "", PageRole.DOCUMENT),
        (f"{PHEW}/", "", PageRole.OTHER),
        (f"{LONDON}/B_contents.html", "", PageRole.CONTENTS),
        (f"{LONDON}/contents/contents", "", PageRole.CONTENTS),
        (f"{LONDON}/chi_prot_conf.html", "", PageRole.CHAPTER),
        (f"{LONDON}/chapters/appendix_7.html", "", PageRole.CHAPTER),
        (f"{LONDON}/chapter/appendix-7-a-guide-to-the-acronyms", "", PageRole.CHAPTER),
        ("http://londoncp.co.uk/chapters/amendments.html", "", PageRole.LOG),
        (f"{LONDON}/archive.html", "Amendments & Archives", PageRole.LOG),
        (f"{LONDON}/", "", PageRole.OTHER),
        (f"{ORG}/_css/a.css", "", PageRole.OTHER),
    ],
)
def test_roles(url: str, text: str, role: PageRole) -> None:
    """An address, and the text of the link that led to it, tell what a page is."""
    assert (
        role_of(
            url, layout_of(url.partition("/chapter")[0].replace("www.gov.uk", "oakenshaw.proceduresonline.com")), text
        )
        is role
    )
