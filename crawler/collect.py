"""Run the spider: politely, by conditional requests, one page kept at a time. The only place with Scrapy settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.asking import ROBOTS_NAME, user_agent
from crawler.spider import Collection, ManualSpider

_LARGEST_BODY = 50 * 1024 * 1024
"""Bytes. The longest manuals in one PDF are under 20 MiB; more is a mistake or a bomb."""

_TIMEOUT_SECONDS = 60


def collect(collection: Collection, contact: str, log_file: Path) -> None:
    """Collects one manual and returns when there is nothing left to ask for.

    What came is in the sink, whatever happens: each page is handed over as it arrives. Can run once in a process,
    because the reactor underneath cannot be started twice.
    """
    if collection.source.proxy:
        # From the environment, because robots.txt is fetched by a request of Scrapy's own, which carries no proxy.
        os.environ["http_proxy"] = os.environ["https_proxy"] = collection.source.proxy
    process = AsyncCrawlerProcess(_settings(collection.source.delay, contact, log_file))
    process.crawl(ManualSpider, collection=collection)
    process.start()


def _settings(delay: float, contact: str, log_file: Path) -> dict[str, Any]:
    return {
        "USER_AGENT": user_agent(contact),
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": ROBOTS_NAME,
        # One request at a time to a host, and slower where the host answers slowly.
        # Without a delay, Scrapy holds itself to the limit for all requests only, not to the one for each host.
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": _TIMEOUT_SECONDS,
        "DOWNLOAD_MAXSIZE": _LARGEST_BODY,
        "RETRY_TIMES": 2,
        # Every status reaches the spider, once redirects are followed and retries are used up.
        "HTTPERROR_ALLOW_ALL": True,
        "REDIRECT_MAX_TIMES": 5,
        "COOKIES_ENABLED": False,
        # Nothing listens while we collect.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_FILE": str(log_file),
        "LOG_FILE_APPEND": True,
        "LOG_LEVEL": "INFO",
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8"},
    }
