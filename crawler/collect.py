"""Run the spider: politely, by conditional requests, one page kept at a time. The only place with Scrapy settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.asking import ROBOTS_NAME, user_agent
from crawler.patience import PAUSES, Patience
from crawler.sources import Source
from crawler.spider import Collection, ManualSpider
from kb.model import Traffic

_SPIDER_MIDDLEWARES = "scrapy.spidermiddlewares."
_DOWNLOADER_MIDDLEWARES = "scrapy.downloadermiddlewares."


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended: what it cost, why it stopped before its end ("" where it did not), and whether that was
    because its time was over."""

    traffic: Traffic
    stopped: str = ""
    is_closed: bool = False


def collect(collection: Collection, contact: str, log_file: Path, seconds: float | None = None) -> Ended:
    """Collects one manual and returns when there is nothing left to ask for, or after so many seconds.

    What came is in the sink, whatever happens: each page is handed over as it arrives. Can run once in a process,
    because the reactor underneath cannot be started twice.
    """
    if collection.source.proxy:
        # From the environment, because robots.txt is fetched by a request of Scrapy's own, which carries no proxy.
        os.environ["http_proxy"] = os.environ["https_proxy"] = collection.source.proxy
    process = AsyncCrawlerProcess(_settings(collection.source, contact, log_file, seconds))
    crawler = process.create_crawler(ManualSpider)
    process.crawl(crawler, collection=collection)
    process.start()
    return _ended(crawler)


def _ended(crawler: Crawler) -> Ended:
    assert crawler.stats is not None
    assert isinstance(crawler.spider, ManualSpider)
    count = crawler.stats.get_value
    traffic = Traffic(
        requests=count("downloader/request_count", 0),
        retried=count("retry/count", 0),
        received=count("downloader/response_bytes", 0),
        seconds=round(count("elapsed_time_seconds", 0.0), 3),
    )
    is_closed = count("finish_reason") == "closespider_timeout"
    return Ended(traffic, "its time was over" if is_closed else crawler.spider.stopped, is_closed)


def _settings(source: Source, contact: str, log_file: Path, seconds: float | None) -> dict[str, Any]:
    return {
        "USER_AGENT": user_agent(contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        # One request at a time to a host, and slower where the host answers slowly.
        # Without a delay, Scrapy holds itself to the limit for all requests only, not to the one for each host.
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        # The spider hands over links only. Scrapy starts as many tasks for each page as this allows.
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_DELAY": source.delay,
        "AUTOTHROTTLE_ENABLED": source.delay > 0,
        "AUTOTHROTTLE_START_DELAY": source.delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": source.timeout,
        # Of what goes over the wire, and of what it unpacks to.
        "DOWNLOAD_MAXSIZE": int(source.largest * 1024 * 1024),
        # A page from somebody who is not the manual's host must not become its text.
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "CLOSESPIDER_TIMEOUT": seconds or 0,
        "RETRY_TIMES": len(PAUSES),
        "RETRY_PRIORITY_ADJUST": 1,  # what waits has the next turn
        # Every status reaches the spider, once redirects are followed and retries are used up.
        "HTTPERROR_ALLOW_ALL": True,
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        "DOWNLOADER_MIDDLEWARES": {
            f"{_DOWNLOADER_MIDDLEWARES}retry.RetryMiddleware": None,
            Patience: 550,
            # Each would be asked for every page, and has nothing to do: the spider follows the manual's own links only,
            # and knows no passwords.
            f"{_DOWNLOADER_MIDDLEWARES}offsite.OffsiteMiddleware": None,
            f"{_DOWNLOADER_MIDDLEWARES}httpauth.HttpAuthMiddleware": None,
        },
        "SPIDER_MIDDLEWARES": {
            f"{_SPIDER_MIDDLEWARES}{name}": None
            for name in (
                "httperror.HttpErrorMiddleware",
                "referer.RefererMiddleware",
                "urllength.UrlLengthMiddleware",
                "depth.DepthMiddleware",
            )
        },
        # Nothing listens while we collect.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_FILE": str(log_file),
        "LOG_FILE_APPEND": True,
        "LOG_LEVEL": "INFO",
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8"},
    }
