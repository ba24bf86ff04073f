"""TAP 13: tap.py reads every line, the plan holds, and the YAML blocks are YAML."""

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from tap.parser import Parser

# Thousands of blocks are all alike.
MOST = 400


def complaints(data, case):
    """`-o tap`."""
    text = data.decode("utf-8")
    outside, blocks, block = [], [], None
    for line in text.split("\n"):
        if block is not None:
            if line == "  ...":
                blocks.append("\n".join(block))
                block = None
            else:
                block.append(line)
        elif line == "  ---":
            block = []
        else:
            outside.append(line)
    if block is not None:
        yield "a block has no end"
    for block in blocks[:MOST]:
        try:
            if not isinstance(YAML(typ="safe").load(block), dict):
                yield f"a block is no mapping: {block[:80]!r}"
        except YAMLError as error:
            yield f"a block is no YAML: {error}"

    plan, numbers, failed, skipped = None, [], 0, 0
    for line in Parser().parse_text("\n".join(outside)):
        if line.category == "unknown" and str(line).strip():
            yield f"a line is no TAP: {str(line)[:80]!r}"
        elif line.category == "bail" and case.exits != (2,):
            yield f"it bails out: {line.reason[:80]!r}"
        elif line.category == "plan":
            if plan is not None:
                yield "it has two plans"
            plan = line.expected_tests
        elif line.category == "test":
            numbers.append(line.number)
            failed += not line.ok and not line.todo
            skipped += bool(line.skip)
    if plan is None or numbers != list(range(1, plan + 1)):
        yield f"the plan is 1..{plan}, and there are {len(numbers)} tests"
    if case.command == "eval" and case.exits != (2,):
        violated = [d for d in case.denials() if d["status"] != "unknown"]
        if (len(numbers), failed) != (len(case.decisions), len(violated)):
            yield f"{len(numbers)} tests, {failed} failed: {len(case.decisions)} decisions, {len(violated)} denials"


# The check of each format.
CHECKS = {
    "tap": complaints,
}
