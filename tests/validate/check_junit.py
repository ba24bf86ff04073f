"""JUnit: junitparser reads it, counts add up, and it holds to what GitLab documents."""

import io
import xml.etree.ElementTree as ET

from junitparser import JUnitXml

# What readers of the format know (github.com/testmoapp/junitxml), and where it may stand.
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "system-out", "system-err"},
    "testcase": {"properties", "skipped", "failure", "error", "system-out", "system-err"},
    "properties": {"property"},
}
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"},
    "testcase": {"name", "classname", "time", "file", "line"},
    "property": {"name", "value"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
}
MEGABYTE = 1_000_000


def shape_complaints(element):
    """Elements and attributes that a reader would not know."""
    known = CHILDREN.get(element.tag, set())
    for name in element.attrib.keys() - ATTRIBUTES.get(element.tag, set()):
        yield f"`{element.tag}` has an attribute `{name}`"
    for child in element:
        if child.tag not in known:
            yield f"`{element.tag}` has a child `{child.tag}`"
        yield from shape_complaints(child)


def complaints(data, case):
    """`-o junit`."""
    # Each decision has a case, so what GitLab takes is about 20,000 decisions: docs/ci.md says so.
    if len(data) >= 30 * MEGABYTE and len(case.decisions) < 20_000:
        yield f"it has {len(data)} bytes; GitLab takes less than 30 MB"
    root = ET.parse(io.BytesIO(data)).getroot()
    if root.tag != "testsuites":
        yield f"the root is `{root.tag}`"
    yield from set(shape_complaints(root))
    if case.is_large:
        # junitparser takes ten seconds for as many, and they are all alike.
        if sum(1 for _ in root.iter("testcase")) != len(case.decisions):
            yield f"its cases are not the {len(case.decisions)} decisions"
        return

    names, failed, skipped, cases = set(), 0, 0, 0
    for suite in JUnitXml.fromstring(data):
        counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        for test in suite:
            counts["tests"] += 1
            kinds = {type(result).__name__ for result in test.result}
            counts["failures"] += "Failure" in kinds
            counts["errors"] += "Error" in kinds
            counts["skipped"] += "Skipped" in kinds
            if len(kinds) > 1:
                yield f"`{test.name}` is {kinds} at once"
            if not test.name or not test.classname:
                yield "a case has no name or no class name"
            names.add((test.classname, test.name))
        said = {key: getattr(suite, key) for key in counts}
        if said != counts:
            yield f"suite `{suite.name}` says {said} and has {counts}"
        cases += counts["tests"]
        failed += counts["failures"] + counts["errors"]
        skipped += counts["skipped"]

    if case.exits != (2,) and len(names) != (case.distinct() or cases):
        yield f"{cases} cases have {len(names)} names; of equal ones GitLab takes the first"
    if case.command == "eval" and case.exits != (2,):
        violated = [d for d in case.denials() if d["status"] != "unknown"]
        if (cases, failed) != (len(case.decisions), len(violated)):
            yield f"{cases} cases, {failed} of them failed: {len(case.decisions)} decisions, {len(violated)} denials"
        waived = sum(d["decision"] == "deny" for d in case.decisions) - len(violated)
        if skipped != waived:
            yield f"{skipped} cases are skipped, and {waived} denials waived or unknown"


# The check of each format.
CHECKS = {
    "junit": complaints,
}
