"""Publish what is known as a static site: facts in, a folder of pages out."""

from site_builder.build import build_site
from site_builder.facts import ChapterFacts, ComparisonFacts, Manual, VersionFacts
from site_builder.swap import recover

__all__ = ["ChapterFacts", "ComparisonFacts", "Manual", "VersionFacts", "build_site", "recover"]
