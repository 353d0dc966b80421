"""Proof, by other means than the store's own, that writing a workbook damages nothing in it."""
