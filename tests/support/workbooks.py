"""Small workbooks and Parquet files, made by hand: nothing that writes them is installed."""

import io
import zipfile

ROWS = [["x", "y", "label"], *([round(i / 7, 3), i % 5 - 2, "ab"[i % 2]] for i in range(20))]
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(kind="xlsx", sheets=None):
    """A workbook with these sheets of rows: {"Sheet1": rows}."""
    sheets = {"Sheet1": ROWS} if sheets is None else sheets
    return _ods(sheets) if kind == "ods" else _xlsx(sheets)


def _xlsx(sheets):
    numbers = range(1, len(sheets) + 1)
    names = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in zip(numbers, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in numbers
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>')
        for i, rows in zip(numbers, sheets.values(), strict=True):
            body = "".join(f'<row r="{r}">{_cells(row, r)}</row>' for r, row in enumerate(rows, start=1))
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
            )
    return stream.getvalue()


def _cells(row, number):
    made = ""
    for place, value in enumerate(row):
        at = f"{chr(ord('A') + place)}{number}"
        if isinstance(value, str):
            made += f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'
        elif value is not None:
            made += f'<c r="{at}"><v>{value}</v></c>'
    return made


def _ods(sheets):
    def cell(value):
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{oasis}:office:1.0" '
        f'xmlns:table="{oasis}:table:1.0" xmlns:text="{oasis}:text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{_ODS}"/></manifest:manifest>',
        )
    return stream.getvalue()


def parquet(columns=None):
    """A Parquet file with these columns: {"x": list}."""
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    columns = {name: [row[i] for row in ROWS[1:]] for i, name in enumerate(ROWS[0])} if columns is None else columns
    kinds = {float: DataType.float64(), int: DataType.int64(), str: DataType.utf8(), bool: DataType.bool()}
    arrays = {
        name: Array(values, kinds[type(next(value for value in values if value is not None))])
        for name, values in columns.items()
    }
    stream = io.BytesIO()
    write_parquet(Table.from_pydict(arrays), stream)
    return stream.getvalue()
