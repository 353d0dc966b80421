"""The ways out: mail through SMTP, chat through apprise. One try each; the outbox tries again."""

from sheetsync.delivery.attempt import Attempt, Begin

__all__ = ["Attempt", "Begin"]
