"""compare_parquet.py PARQUET TABLE COLUMNS: the Parquet file holds what the same table as CSV does."""

import csv
import sys

import pyarrow.parquet

file, text, columns = sys.argv[1:]
table = pyarrow.parquet.read_table(file)
with open(text, newline="") as lines:
    rows = list(csv.DictReader(lines))
with open(columns, newline="") as lines:
    meanings = {row["column"]: row["meaning"] for row in csv.DictReader(lines)}

assert table.column_names == list(rows[0]), table.column_names
assert table.num_rows == len(rows), table.num_rows
for name in table.column_names:
    column = table.column(name)
    is_number = str(column.type) == "double"
    assert is_number or str(column.type) == "string", (name, column.type)
    expected = [row[name] or None for row in rows]
    if is_number:
        expected = [value and float(value) for value in expected]
    assert column.to_pylist() == expected, name
    said = table.schema.metadata[f"meaning of {name}".encode()].decode()
    assert said == meanings[name], (said, meanings[name])
numbers = [name for name in table.column_names if str(table.column(name).type) == "double"]
assert {"age", "cluster", "correct", "p_anger"} <= set(numbers), numbers
