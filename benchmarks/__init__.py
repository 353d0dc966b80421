"""How long a nightly run takes, beside the usual script and the least any tool must do."""
