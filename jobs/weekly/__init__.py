"""What `weekly_summary` shows: the tab of a week, its tables and charts, and the lost review."""
