"""Which column holds which field, and which row holds the headers.

`row` finds the header row; `match` decides between the claims (`claims`, `contest`) that a header
has by config, name, alias or close spelling; `rivals` says what is to be said of columns that claim
one field.
"""

from sheetsync.headers.header_map import ColumnMatch, HeaderMap
from sheetsync.headers.match import match, read

__all__ = ["ColumnMatch", "HeaderMap", "match", "read"]
