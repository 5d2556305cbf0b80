"""Search over sections and over what changed: two indexes, read by the command line and, exported, by the site."""

from kb.search.acronyms import TermTable, read_terms, shipped_terms, with_own
from kb.search.building import write_index
from kb.search.change_query import change_result_as_json, search_changes
from kb.search.entries import (
    ChangeHit,
    ChangeResult,
    Entry,
    Expansion,
    Hit,
    Passage,
    Piece,
    RedlinePiece,
    Run,
    SearchResult,
    ShownPassage,
    Step,
)
from kb.search.index import Index, open_index
from kb.search.query import result_as_json, search

__all__ = [
    "ChangeHit",
    "ChangeResult",
    "Entry",
    "Expansion",
    "Hit",
    "Index",
    "Passage",
    "Piece",
    "RedlinePiece",
    "Run",
    "SearchResult",
    "ShownPassage",
    "Step",
    "TermTable",
    "change_result_as_json",
    "open_index",
    "read_terms",
    "result_as_json",
    "search",
    "search_changes",
    "shipped_terms",
    "with_own",
    "write_index",
]
