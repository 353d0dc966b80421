"""Is everything in place? One file for each thing looked at; `diagnose.py` puts them together."""
