"""The styles part: looks are appended, never renumbered."""
