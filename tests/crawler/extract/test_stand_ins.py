"""What stands in a chapter's place with status 200 is told apart by what it says; a chapter about it is a chapter."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from kb.errors import ExtractError, Fault
from tests.crawler.extract.builders import URL, page

READING = layout_of(URL)
MENU = "<nav><a href='/'>Home</a> <a href='/contents.html'>Contents</a></nav>"


def shown(title: str, body: str) -> bytes:
    """A page of a site with a menu and a footer."""
    text = f"<html><head><title>{title}</title></head><body>{MENU}<div id='content'>{body}</div><footer>© Us</footer>"
    return text.encode()


ERROR_PAGES = {
    "wordpress": (
        "Page not found – Ourshire",
        "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found at this location. Maybe try one "
        "of the links below or a search?</p><h2>Recent Posts</h2><ul><li>Carers wanted</li><li>New office</li></ul>",
    ),
    "wordpress fault": ("WordPress › Error", "<p>There has been a critical error on this website.</p>"),
    "iis": (
        "404 - File or directory not found.",
        "<h1>Server Error</h1><h2>404 - File or directory not found.</h2><h3>The resource you are looking for might "
        "have been removed, had its name changed, or is temporarily unavailable.</h3>",
    ),
    "asp.net": (
        "Runtime Error",
        "<h1>Server Error in '/' Application.</h1><h2><i>Runtime Error</i></h2><p>Description: An exception occurred "
        "while processing your request. Additionally, another exception occurred.</p>",
    ),
    "cloudflare": (
        "manual.example | 522: Connection timed out",
        "<h1>Connection timed out Error code 522</h1><p>2024-03-01 12:00:00 UTC</p><p>What happened? The initial "
        "connection between the network and the origin web server timed out.</p><p>Cloudflare Ray ID: 85f1</p>",
    ),
    "cloudflare gate": (
        "Just a moment...",
        "<h1>manual.example</h1><p>Verifying you are human. This may take a few seconds.</p>",
    ),
    "akamai": (
        "Access Denied",
        '<h1>Access Denied</h1><p>You don\'t have permission to access "http://m.example/p_a.html" on this server.</p>'
        "<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>",
    ),
    "sharepoint": (
        "Error",
        "<h1>Sorry, something went wrong</h1><p>An unexpected error has occurred.</p>"
        "<p>Correlation ID: 1a2b3c4d-0000-0000-0000-000000000000</p>",
    ),
    "umbraco": ("Our site", "<h1>Page cannot be found</h1><p>No Umbraco document matches the URL '/p_a.html'.</p>"),
    "drupal": ("Page not found | Ourshire", "<h1>Page not found</h1><p>The requested page could not be found.</p>"),
    "drupal fault": (
        "Ourshire",
        "<h1>Error</h1><p>The website encountered an unexpected error. Please try again later.</p>",
    ),
    "government": (
        "Page not found - Ourshire Council",
        "<h1>Page not found</h1><p>If you typed the web address, check it is correct.</p><p>If you pasted the web "
        "address, check you copied the entire address.</p>",
    ),
    "apache": ("404 Not Found", "<h1>Not Found</h1><p>The requested URL /p_a.html was not found on this server.</p>"),
    "nginx": ("502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx/1.24.0 and nothing else to say here"),
    "tomcat": (
        "HTTP Status 404 – Not Found",
        "<h1>HTTP Status 404 – Not Found</h1><p>Type Status Report, see the log.</p>",
    ),
    "firewall": (
        "Request Rejected",
        "<h1>Request rejected</h1>The requested URL was rejected. Please consult with your administrator. Your support "
        "ID is 1234.",
    ),
    "soft": (
        "Ourshire",
        "<h1>Sorry</h1><p>The page you are looking for doesn’t exist or has been moved elsewhere.</p>",
    ),
    "suspended": (
        "Account Suspended",
        "<h1>Account Suspended</h1><p>This account has been suspended. Contact your host.</p>",
    ),
}
MAINTENANCE = {
    "wordpress": (
        "Maintenance",
        "<h1>Ourshire</h1><p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>",
    ),
    "drupal": (
        "Site under maintenance",
        "<h1>Site under maintenance</h1><p>Ourshire is currently under maintenance. We should be back shortly. Thank "
        "you for your patience.</p>",
    ),
    "joomla": ("Ourshire", "<h1>Ourshire</h1><p>This site is down for maintenance. Please check back again soon.</p>"),
    "own": (
        "Procedures",
        "<h1>We’ll be back soon</h1><p>The procedures website is offline for essential maintenance until Monday. We "
        "apologise for any inconvenience.</p>",
    ),
}
COOKIE_WALLS = {
    "consent platform": (
        "Before you continue",
        "<h1>Before you continue</h1><p>We and our 213 partners use cookies and similar technologies to store and "
        "access personal data on your device.</p><p>With your consent we use them for advertising and analytics.</p>"
        "<button>Accept all</button><button>Reject all</button><a href='#'>Manage preferences</a>",
    ),
    "plain": (
        "Ourshire procedures",
        "<h1>Cookies on this site</h1><p>We use cookies to make this site work. Please accept or reject them.</p>"
        "<form><input type='submit' value='Accept additional cookies'></form>",
    ),
    "disabled": (
        "Ourshire",
        "<h1>Ourshire</h1><p>Your browser appears to block them: please enable cookies in your browser and reload.</p>",
    ),
}
LOG_INS = {
    "form": (
        "Ourshire",
        "<h1>Members’ area</h1><p>Staff only, please give your name.</p><input name=p type='password'>",
    ),
    "title": ("Sign in to your account", "<h1>Welcome</h1><p>Use your work account to go on from here.</p>"),
}
EMPTY = {
    "script": (
        "Ourshire",
        "<h1>Visits</h1><div id='root'></div><noscript>You need JavaScript to run this app.</noscript>",
    ),
    "nothing": ("Visits", "<h1>Visits</h1><p></p>"),
}
KINDS = {
    Fault.ERROR_PAGE: ERROR_PAGES,
    Fault.MAINTENANCE: MAINTENANCE,
    Fault.COOKIE_WALL: COOKIE_WALLS,
    Fault.LOG_IN: LOG_INS,
    Fault.EMPTY: EMPTY,
}


@pytest.mark.parametrize(
    ("fault", "title", "body"),
    [
        pytest.param(fault, *given, id=f"{fault}: {name}")
        for fault, pages in KINDS.items()
        for name, given in pages.items()
    ],
)
def test_stand_ins_are_refused_by_class(fault: Fault, title: str, body: str) -> None:
    """Pages as many servers, content systems and firewalls write them: each with its class, and with its address."""
    with pytest.raises(ExtractError) as raised:
        read_chapter(page(shown(title, body)), READING)
    assert raised.value.fault is fault
    assert URL in str(raised.value)


def test_a_wall_marked_as_a_banner_is_a_wall() -> None:
    """Where all that a page shows is its banner, no text is left, and what was left out says why."""
    body = (
        "<div id='cookie-banner'><h2>We value your privacy</h2><p>We use cookies for statistics and advertising.</p>"
        "<button>Accept all cookies</button><button>Reject all</button></div>"
    )
    with pytest.raises(ExtractError) as raised:
        read_chapter(page(shown("Visits", body)), READING)
    assert raised.value.fault is Fault.COOKIE_WALL


_DUTY = "The social worker visits the child within seven working days and writes down what was seen and said. "


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Cookies", "We use cookies to count visits. The manager reviews which cookies are set each year."),
        ("Cookies and Privacy", "This page says which cookies the manual sets and how to reject them at any time."),
        ("Site Maintenance and Repairs", "The caretaker checks the house each Monday and orders repairs the same day."),
        ("Maintenance Payments", "Maintenance is paid each month. If a payment is late, try again to reach the payer."),
        ("Records", "If the case system is down for maintenance, write on paper and copy it in the next day."),
        ("Error Reporting", "A page that was not found is reported to the web team, who look at it within a day."),
        ("402 Private Fostering", "Private fostering is told to the authority six weeks before it begins."),
        ("Children Who Cannot Be Found", "If the child cannot be found, the carer calls the police at once."),
        ("Access to Records", "If access is denied, the person is told why and how to complain about it."),
        ("Logging In to the Case System", "Staff log in with their own name and never share a password."),
        ("Sorry Business and Bereavement", "The carer is given time off, and the manager calls on them that week."),
        ("Consent", "Consent is asked of each parent. The social worker records who consents and who does not."),
    ],
)
@pytest.mark.parametrize("times", [0, 30])
def test_a_chapter_about_it_is_a_chapter(title: str, body: str, times: int) -> None:
    """Short or long, also where the site's own banner stands beside the text."""
    banner = "<div class='cookie-banner'><p>We use cookies.</p><button>Accept all</button></div>"
    given = shown(title, f"{banner}<h1>{title}</h1><p>{body}</p><p>{_DUTY * times}</p>")
    assert read_chapter(page(given), READING).title == title


@pytest.mark.parametrize("fault", [Fault.ERROR_PAGE, Fault.MAINTENANCE, Fault.COOKIE_WALL])
def test_a_long_chapter_may_quote_any_of_them(fault: Fault) -> None:
    """A chapter for web editors that begins with the words of such a page is still a chapter."""
    for title, body in KINDS[fault].values():
        assert (
            read_chapter(page(shown("For editors", f"<h1>For editors</h1><p>{_DUTY * 30}</p>{body}")), READING).words
            > 400
        )
        assert title
