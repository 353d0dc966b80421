"""Print one of the README's shell lines by what it is for: ``demo`` or ``tests``."""

import re
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def shell_line(purpose: str) -> str:
    """The line of the first ``sh`` block under the comment ``<!-- line: purpose -->``."""
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- line: {purpose} -->\s*```sh\n(.+?)\n```", text, re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no shell line for {purpose!r}")
    return found[1]


if __name__ == "__main__":
    print(shell_line(sys.argv[1]))
