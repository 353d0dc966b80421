"""What is remembered between runs, in one SQLite file beside the config; safe to delete."""

from sheetsync.journal.book import Book
from sheetsync.journal.journal import Journal, journal_path
from sheetsync.journal.runs import Run

__all__ = ["Book", "Journal", "Run", "journal_path"]
