"""The sync layer: what a lead sheet is, how it is read, and how it is written without harm."""

__version__ = "0.1.0"
