"""CSV: Python's reader takes it, and no spreadsheet finds a formula in it."""

import csv
import io


def complaints(data, case):
    """`-o csv`."""
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    head, body = rows[0], rows[1:]
    if len(set(head)) != len(head) or not all(head):
        yield f"the head is {head}"
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            yield f"row {number} has {len(row)} cells of {len(head)}"
        for name, cell in zip(head, row):
            if cell.lstrip(" \n")[:1] in ("=", "+", "-", "@", "\t", "\r") and cell != "-":
                yield f"row {number}: `{name}` begins a formula: {cell[:40]!r}"
    if case.command == "eval":
        at = head.index("fingerprint")
        if sorted(row[at] for row in body) != sorted(d["fingerprint"] for d in case.decisions):
            yield f"{len(body)} rows stand for {len(case.decisions)} decisions"


# The check of each format.
CHECKS = {
    "csv": complaints,
}
