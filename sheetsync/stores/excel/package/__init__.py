"""The workbook file as a zip of parts, and the small XML parts that list the others."""
