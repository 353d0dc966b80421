"""Python runs this first when its folder is on PYTHONPATH: every session is led to the emulator.

So the command line can be tested as it is, in a process of its own; see GoogleServer.environment.
"""

import os
from typing import Any

url = os.environ.get("GOOGLE_EMULATOR")

if url:
    import requests

    from tests.google.loopback import redirect

    begin = requests.Session.__init__

    def begin_on_loopback(self: requests.Session, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        redirect(self, str(url))

    requests.Session.__init__ = begin_on_loopback  # type: ignore[method-assign]
