"""The one family of errors.

A message has three parts: what went wrong, where, and what to do next. The command line prints it as one line and
leaves with the error's exit code; anything outside this family is a bug and is not caught.
"""

from __future__ import annotations


class RereadError(Exception):
    """Something a person can act on. `exit_code` is what the command line leaves with."""

    exit_code = 1


class UsageError(RereadError):
    """The command was asked for something that does not exist (an unknown source, a file that is not there)."""

    exit_code = 2


class SourceError(RereadError):
    """The configuration file or a source's declaration in it cannot be used."""

    exit_code = 2


class CollectError(RereadError):
    """A collection could not be made. What had been kept before stays kept."""


class ExtractError(RereadError):
    """A page cannot be read as its layout promises, so no version is made of it."""


class StoreError(RereadError):
    """The store could not be opened, read or written."""


class DamagedStoreError(StoreError):
    """The store holds something that contradicts itself: a digest or a reference does not fit."""

    exit_code = 4


class PublishError(RereadError):
    """The site could not be written. The last good site stays where it is."""
