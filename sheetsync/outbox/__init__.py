"""Messages on their way out: recorded first, then sent, then marked; kept in the journal."""

from sheetsync.outbox.letter import Letter
from sheetsync.outbox.outbox import Outbox
from sheetsync.outbox.questions import Waiting

__all__ = ["Letter", "Outbox", "Waiting"]
