"""The Google Sheets store: the same reads, plans and writes, on a spreadsheet people share."""
