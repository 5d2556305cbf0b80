"""Import this to have every part loaded that a crawl loads by its name when it begins: where crawls are forked from.

Which parts these are, Scrapy's own settings say. The event loop is not among them: it belongs to the process that runs
it, and begins in each crawl anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import twisted.internet.endpoints
import twisted.web.client  # noqa: F401 - loaded by Scrapy when it first connects
from scrapy.settings import default_settings
from scrapy.utils.misc import load_object

import crawler.collect  # noqa: F401 - ours, and the rest of Scrapy


def _parts() -> Iterator[str]:
    """The full names of Scrapy's parts: each a setting of its own, or in a list such as that of its extensions."""
    for setting in dir(default_settings):
        value = getattr(default_settings, setting)
        for part in (*value, *value.values()) if isinstance(value, dict) else (value,):
            if setting.isupper() and isinstance(part, str) and part.startswith("scrapy."):
                yield part


for _part in _parts():
    load_object(_part)
