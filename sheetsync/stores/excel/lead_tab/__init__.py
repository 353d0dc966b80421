"""Writing into the lead tab: only the planned cells, columns and rules change."""
