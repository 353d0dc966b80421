"""What is asked for of a spreadsheet, as field masks: nothing else is sent."""

from __future__ import annotations

from sheetsync.stores.google import highlights
from sheetsync.stores.google.report_tabs.reading import CELL_FIELDS as TAB_CELL_FIELDS
from sheetsync.stores.google.report_tabs.reading import FIELDS as TAB_FIELDS

_PROPERTIES = "properties(sheetId,title,index,sheetType,hidden,rightToLeft,gridProperties)"
_METADATA = "developerMetadata(metadataId,metadataKey,metadataValue)"
_LYING_ON_IT = (
    "merges,basicFilter,protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
    "tables(tableId,name,range,rowsProperties.footerColorStyle,columnProperties)"
)
_SHEET = f"{_PROPERTIES},{_METADATA},{_LYING_ON_IT},{highlights.FIELDS},{TAB_FIELDS}"
_NOT_ITS_VALUE = (
    "userEnteredValue.formulaValue,userEnteredFormat.numberFormat.type," + TAB_CELL_FIELDS
)

SPREADSHEET = (
    f"properties(title,locale,timeZone),{_METADATA},"
    f"sheets({_SHEET},data(columnMetadata.hiddenByUser,rowData.values({_NOT_ITS_VALUE})))"
)
"""The whole spreadsheet but for the values: formulas and the kinds of number formats tell what the
values are."""

_CELLS = f"data(startRow,startColumn,rowData.values(effectiveValue,{_NOT_ITS_VALUE}))"

BEFORE_WRITING = f"{_METADATA},sheets({_SHEET},{_CELLS})"
"""Some cells with their values, and all that lies on their tabs, just before writing."""

AFTER_WRITING = (
    f"{_METADATA},sheets(properties.sheetId,data(startRow,startColumn,rowMetadata.hiddenByFilter,"
    f"rowData.values(effectiveValue,userEnteredValue,userEnteredFormat.numberFormat.type,"
    f"{TAB_CELL_FIELDS})))"
)
"""The same cells once more, with what is entered in them, and whether a filter hides their rows."""

TITLES = "sheets.properties(sheetId,title)"
"""What the tabs are called by now."""

TITLES_AND_SIZES = "sheets.properties(sheetId,title,gridProperties)"
"""And how large their grids are."""
