"""Search over sections: one index, read by the command line and, exported, by the site."""

from kb.search.acronyms import TermTable, read_terms, shipped_terms
from kb.search.entries import Entry, Expansion, Hit, Piece, SearchResult
from kb.search.index import Index, open_index, write_index
from kb.search.query import result_as_json, search

__all__ = [
    "Entry",
    "Expansion",
    "Hit",
    "Index",
    "Piece",
    "SearchResult",
    "TermTable",
    "open_index",
    "read_terms",
    "result_as_json",
    "search",
    "shipped_terms",
    "write_index",
]
