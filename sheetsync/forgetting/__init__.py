"""Forgetting a person: what is ours and speaks of them is emptied, and what stays is said."""

from sheetsync.forgetting.person import Person

__all__ = ["Person"]
