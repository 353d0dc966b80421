"""Render the README's picture from a finished demo: the lead sheet as its team sees it.

Needs LibreOffice (`soffice`) and `pdftoppm` on the machine. Works on a copy whose page is set to
hold the columns worth showing; the demo itself is not touched.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

SHOWN = {
    "Lead ID": 10, "Enquiry date": 18, "Status": 11, "Name": 17, "Mobile no.": 26,
    "Handled by": 11, "Next action": 32, "Next action date": 15, "Quote value": 12,
    "Issues (auto)": 50, "Response (auto)": 36, "Follow-up (auto)": 40,
}  # fmt: skip
"""The columns worth a picture, each with its width in characters."""

ROWS = (248, 273)
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"


def page_of_leads(demo: Path, copy: Path) -> None:
    """Write a copy that prints only some columns and rows of the lead tab, on one wide page."""
    book = openpyxl.load_workbook(demo / "leads.xlsx")
    for title in book.sheetnames[1:]:
        del book[title]
    sheet = book["Leads"]
    sheet.column_dimensions.clear()
    for cell in sheet[1]:
        column = sheet.column_dimensions[cell.column_letter]
        column.hidden = cell.value not in SHOWN
        column.width = SHOWN.get(str(cell.value), 1)
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = not ROWS[0] <= row <= ROWS[1]
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "8"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(sheet.page_margins, side, 0.2)
    book.save(copy)


def render(workbook: Path, picture: Path, dpi: int = 130, share: float = 0.42) -> None:
    """The upper share of a workbook's first printed page (A3 on its side) as a PNG."""
    width, height = str(int(16.54 * dpi)), str(int(11.69 * dpi * share))
    with tempfile.TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
             "--outdir", folder, str(workbook)],
            check=True, capture_output=True,
        )  # fmt: skip
        pdf = Path(folder) / f"{workbook.stem}.pdf"
        crop = f"-r {dpi} -x 0 -y 0 -W {width} -H {height}".split()
        out = str(picture.with_suffix(""))
        subprocess.run(["pdftoppm", *crop, "-png", "-singlefile", str(pdf), out], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        page = Path(work) / "page.xlsx"
        page_of_leads(Path(sys.argv[1]), page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        render(page, PICTURES / "leads.png")
        print(f"Made {PICTURES / 'leads.png'}")
