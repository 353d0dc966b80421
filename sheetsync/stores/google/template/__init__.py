"""What a blank Google spreadsheet is made into: a lead tab, a read-me and the dropdowns' words."""
