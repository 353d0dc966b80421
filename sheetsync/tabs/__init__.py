"""Report tabs: what they say (`report`), where it goes on a grid (`layout`), how it looks."""

from sheetsync.tabs.report import (
    LONGEST_URL,
    Block,
    Chart,
    Column,
    Emphasis,
    Figure,
    Figures,
    Kind,
    Mark,
    Note,
    ReportTab,
    RowLink,
    Shape,
    TabCell,
    Table,
    WebLink,
)

__all__ = [
    "LONGEST_URL",
    "Block",
    "Chart",
    "Column",
    "Emphasis",
    "Figure",
    "Figures",
    "Kind",
    "Mark",
    "Note",
    "ReportTab",
    "RowLink",
    "Shape",
    "TabCell",
    "Table",
    "WebLink",
]
