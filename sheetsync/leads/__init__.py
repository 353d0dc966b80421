"""A snapshot as typed leads: one DataFrame, and hits for whatever cannot be read."""

from sheetsync.leads.parse import Leads, parse

__all__ = ["Leads", "parse"]
