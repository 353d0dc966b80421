"""What a run has to say to people: put together, queued in the outbox, sent, shown."""
