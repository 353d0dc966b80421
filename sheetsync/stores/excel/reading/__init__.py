"""From a worksheet part to the cells of the lead tab."""
