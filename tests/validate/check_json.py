"""JSON and NDJSON of `onus eval`: the published schema of a decision."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "docs/schema"
DECISION = Draft202012Validator(json.loads((SCHEMAS / "decision.schema.json").read_text(encoding="utf-8")))
DIFF = Draft202012Validator(json.loads((SCHEMAS / "diff.schema.json").read_text(encoding="utf-8")))
# Thousands of equal decisions say no more than some hundred.
MOST = 700


def decisions_complaints(decisions):
    """What the schema has against decisions."""
    for number, decision in enumerate(decisions[:MOST]):
        for error in DECISION.iter_errors(decision):
            yield f"decision {number}: {error.json_path}: {error.message[:200]}"


def lines(data, case):
    """`-o ndjson`."""
    decisions = [json.loads(line) for line in data.decode("utf-8").split("\n") if line]
    if case.command != "eval":
        if not all(isinstance(entry, dict) and entry for entry in decisions):
            yield "a line is no object"
        return
    yield from decisions_complaints(decisions)


def document(data, case):
    """`-o json`: of `eval` the decisions of ndjson, of the others an object that is read back."""
    report = json.loads(data)
    if case.command == "diff":
        # Errors of thousands of equal changes would be equal.
        for error in [] if case.is_large else DIFF.iter_errors(report):
            yield f"{error.json_path}: {error.message[:200]}"
        return
    if case.command != "eval":
        if not isinstance(report, dict) or "format_version" not in report:
            yield "it has no `format_version`"
        return
    # That `-o ndjson` holds to the schema is checked there.
    if report["decisions"] != case.decisions:
        yield "its decisions are not those of ndjson"
    denied = sum(decision["decision"] == "deny" for decision in case.decisions)
    if report["summary"]["denied"] != denied:
        yield f"its summary counts {report['summary']['denied']} denials of {denied}"


# The check of each format.
CHECKS = {
    "json": document,
    "ndjson": lines,
}
