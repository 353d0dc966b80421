"""A plan as requests for the lead tab, and whether what was written stands where it belongs."""
