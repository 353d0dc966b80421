"""The requests a batchUpdate may hold, one module a family."""
