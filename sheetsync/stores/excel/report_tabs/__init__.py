"""Report tabs: drawn in a scratch workbook, then transplanted."""
