"""Who has the file, how it is exchanged, proved and kept."""
