"""The reading list as a file that is passed on: CSV and Excel for who plans with it, HTML to mail or print.

The same items give the same bytes. What a log or a manual printed is shown as text, whatever it begins with: no cell is
ever a formula.
"""

from __future__ import annotations

from kb.handouts.page import as_page
from kb.handouts.rows import Handout, handout, sign_off_rows
from kb.handouts.tables import as_csv
from kb.handouts.workbook import as_workbook

__all__ = ["Handout", "as_csv", "as_page", "as_workbook", "handout", "sign_off_rows"]
