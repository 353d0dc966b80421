"""Runs made when they are due, with nobody there: what is due, the watch, cron, the heartbeat."""
