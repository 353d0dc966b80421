"""Proofs and measurements; nothing here is installed."""
