"""The jobs, the runner that puts them together, and the command line above it."""
