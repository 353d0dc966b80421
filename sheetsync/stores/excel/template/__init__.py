"""The empty lead workbook."""
