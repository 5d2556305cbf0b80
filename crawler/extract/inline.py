"""One line of running text while it is read: white space collapsed, links and emphasis as spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kb.model import Span, SpanKind

# Soft hyphens and characters without width: they break lines, not words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_LINE_END = re.compile(r"\r\n?|\n")


class Line:
    """Collects text and spans; `take` gives what there is and starts anew, with the open spans still open."""

    __slots__ = ("_gap", "_length", "_open", "_parts", "_spans")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._gap = False
        self._open: list[tuple[SpanKind, str | None, int | None]] = []
        self._spans: list[Span] = []

    def add(self, text: str) -> None:
        """Adds text as it stands in the source."""
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
        words = text.split()
        if not words:
            self._gap = self._gap or bool(text)
            return
        if (self._gap or text[0].isspace()) and self._length:
            self._parts.append(" ")
            self._length += 1
        self._append(" ".join(words))
        self._gap = text[-1].isspace()

    def _append(self, text: str) -> None:
        if self._open:
            self._open = [(kind, to, self._length if at is None else at) for kind, to, at in self._open]
        self._parts.append(text)
        self._length += len(text)

    def space(self) -> None:
        """Sees to it that what follows does not run into what came before."""
        self._gap = True

    def open(self, kind: SpanKind, target: str | None = None) -> None:
        """Opens a span; it starts at the next visible character."""
        self._open.append((kind, target, None))

    def close(self) -> None:
        """Closes the span that was opened last; one without text is forgotten."""
        kind, target, start = self._open.pop()
        if start is not None and start < self._length:
            self._spans.append(Span(kind, start, self._length, target))

    @property
    def target(self) -> str | None:
        """The target of the innermost open link."""
        return next((target for _, target, _ in reversed(self._open) if target), None)

    @property
    def target_kind(self) -> SpanKind:
        """The kind of the innermost open link."""
        return next((kind for kind, target, _ in reversed(self._open) if target), SpanKind.LINK)

    @property
    def text(self) -> str:
        """What was collected so far."""
        return "".join(self._parts)

    @property
    def strong(self) -> bool:
        """Whether all text so far is bold."""
        starts = [at for kind, _, at in self._open if kind is SpanKind.STRONG]
        spans = [*self._spans, *(Span(SpanKind.STRONG, at, self._length) for at in starts if at is not None)]
        return self._length > 0 and is_strong(self.text, tuple(spans))

    def take(self) -> tuple[str, tuple[Span, ...]]:
        """The text and its spans in order; the line is empty afterwards."""
        pending = self._open
        for kind, target, start in pending:
            if start is not None and start < self._length:
                self._spans.append(Span(kind, start, self._length, target))
        text, spans = self.text, _merged(self._spans)
        self._parts, self._spans, self._length, self._gap = [], [], 0, False
        self._open = [(kind, target, None) for kind, target, _ in pending]
        return text, spans


class CodeLine(Line):
    """A line of code: its white space stays, but for that at its end, and a line break in the source ends it."""

    __slots__ = ("_end",)

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__()
        self._end = end

    def add(self, text: str) -> None:
        """Adds text as it stands in the source, which may be many lines."""
        for place, line in enumerate(_LINE_END.split(_INVISIBLE.sub("", text).replace("\xa0", " "))):
            if place:
                self._end()
            if line:
                self._append(line)

    def space(self) -> None:
        """Sees to it that what follows does not run into what came before."""
        self._append(" ")

    def take(self) -> tuple[str, tuple[Span, ...]]:
        """The line and its spans in order; it is empty afterwards."""
        text, spans = super().take()
        kept = text.rstrip()
        return kept, tuple(replace(span, end=min(span.end, len(kept))) for span in spans if span.start < len(kept))


def is_strong(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether every visible character of a text is bold."""
    bold = [span for span in spans if span.kind is SpanKind.STRONG]
    reached = 0
    for span in sorted(bold, key=lambda span: span.start):
        if text[reached : span.start].strip():
            return False
        reached = max(reached, span.end)
    return bool(bold) and not text[reached:].strip()


def cut_from(spans: tuple[Span, ...], length: int) -> tuple[Span, ...]:
    """The spans of a text from whose beginning so many characters were cut."""
    return tuple(
        Span(span.kind, max(span.start - length, 0), span.end - length, span.target)
        for span in spans
        if span.end > length
    )


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """In order of place, with neighbours of one kind and target as one: `<b>a</b><b>b</b>` is one stretch."""
    if len(spans) < 2:
        return tuple(spans)
    ordered = sorted(spans, key=lambda span: (span.kind.value, span.target or "", span.start, span.end))
    merged = [ordered[0]]
    for span in ordered[1:]:
        last = merged[-1]
        if (last.kind, last.target) == (span.kind, span.target) and span.start <= last.end:
            merged[-1] = replace(last, end=max(last.end, span.end))
        else:
            merged.append(span)
    return tuple(sorted(merged, key=lambda span: (span.start, -span.end, span.kind.value)))
