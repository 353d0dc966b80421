"""Which column holds which field, and which row holds the headers.

`row` finds the header row; `match` decides between the claims (`claims`, `contest`) that a header
has by config, name, alias or close spelling.
"""

from sheetsync.headers.match import ColumnMatch, HeaderMap, match, read

__all__ = ["ColumnMatch", "HeaderMap", "match", "read"]
