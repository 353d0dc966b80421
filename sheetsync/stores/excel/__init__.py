"""An Excel workbook as a store: the package is patched, never loaded and saved."""
