"""SARIF: the schema of OASIS, and each thing that GitHub documents for code scanning.

GitHub: "SARIF support for code scanning", docs.github.com.
"""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote

from jsonschema import Draft7Validator, FormatChecker
from jsonschema.validators import validator_for

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8")
)
LEVELS = {"error", "warning", "note"}
# RFC 3986: a relative reference without a scheme, an authority, a query or a fragment.
SEGMENT = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*"
RELATIVE = re.compile(rf"^(?:(?!/)(?![^/]*:){SEGMENT})(?:/{SEGMENT})*$")
MEGABYTE = 1_000_000


def schema_complaints(log):
    """What the schema has against a log."""
    validator = validator_for(SCHEMA, default=Draft7Validator)(SCHEMA, format_checker=FormatChecker())
    for error in validator.iter_errors(log):
        yield f"schema: {error.json_path}: {error.message[:200]}"


def text(holder, *keys):
    """The text at the end of a way of keys, or none."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, dict) else None
    return holder if isinstance(holder, str) else ""


def rule_complaints(rule):
    """`reportingDescriptor`."""
    if not text(rule, "id"):
        yield "a rule has no `id`"
    for key in ("shortDescription", "fullDescription"):
        length = len(text(rule, key, "text"))
        if not 1 <= length <= 1024:
            yield f"`{key}.text` has {length} characters, not 1 to 1024"
    if not text(rule, "help", "text"):
        yield "`help.text` is missing or empty"
    if len(rule.get("name", "")) > 255:
        yield "`name` is longer than 255 characters"
    if text(rule, "defaultConfiguration", "level") not in LEVELS | {""}:
        yield "`defaultConfiguration.level` is none of error, warning, note"
    properties = rule.get("properties", {})
    if len(properties.get("tags", [])) > 10:
        yield "there are more than 10 tags: GitHub keeps 10, and refuses more than 20"
    if properties.get("precision", "high") not in {"very-high", "high", "medium", "low"}:
        yield "`precision` is none of GitHub's words"
    if properties.get("problem.severity", "error") not in {"error", "warning", "recommendation"}:
        yield "`problem.severity` is none of GitHub's words"
    severity = properties.get("security-severity")
    if severity is not None:
        if not isinstance(severity, str) or not re.fullmatch(r"\d+(\.\d+)?", severity):
            yield "`security-severity` is not a number in a text"
        elif not 0.0 < float(severity) <= 10.0:
            yield f"`security-severity` is {severity}, not above 0.0 and up to 10.0"
        if "security" not in properties.get("tags", []):
            yield "`security-severity` counts only with the tag `security`"


def region_complaints(region, lines):
    """`region`, held to the file itself."""
    keys = ("startLine", "startColumn", "endLine", "endColumn")
    at = [region.get(key) for key in keys]
    if not all(isinstance(number, int) and number >= 1 for number in at):
        yield f"`region` is {region}: all of {', '.join(keys)} are required"
        return
    start_line, start_column, end_line, end_column = at
    if (end_line, end_column) < (start_line, start_column):
        yield f"`region` ends before it begins: {at}"
    if lines is None:
        return
    for line, column in ((start_line, start_column), (end_line, end_column)):
        if line > len(lines):
            yield f"`region` is in line {line} of {len(lines)}"
        elif column > len(lines[line - 1]) + 1:
            yield f"`region` is in column {column} of {len(lines[line - 1])}, line {line}"


def location_complaints(location, folder, files):
    """`location` and `physicalLocation`: a file that is there, and a place in it."""
    physical = location.get("physicalLocation")
    if not physical:
        yield "a location has no `physicalLocation`: GitHub refuses the whole file"
        return
    uri = text(physical, "artifactLocation", "uri")
    if not uri:
        yield "`artifactLocation.uri` is missing or empty"
    elif not RELATIVE.match(uri) or ".." in uri.split("/"):
        yield f"`{uri}` is not a relative, percent-encoded URI without `..`"
    else:
        path = folder / unquote(uri)
        if path not in files:
            files[path] = split_lines(path)
        if files[path] is None:
            yield f"`{uri}` names no file"
        yield from region_complaints(physical.get("region") or {}, files[path])


def split_lines(path):
    """The lines of a file as onus counts them, or nothing where there is none or it is no text."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        return data.split(b"\n")


def result_complaints(result, rules, folder, files):
    """`result`."""
    index, rule = result.get("ruleIndex"), result.get("ruleId")
    if not isinstance(index, int) or not 0 <= index < len(rules) or rules[index].get("id") != rule:
        yield f"`ruleIndex` {index} does not lead to the rule `{rule}`"
    if result.get("level") not in LEVELS:
        yield f"`level` is {result.get('level')}, none of error, warning, note"
    if result.get("kind", "fail") != "fail":
        yield f"`kind` is {result['kind']}: GitHub shows it as an alert all the same"
    if result.get("suppressions"):
        yield "it is suppressed: GitHub shows it as an alert all the same"
    if not text(result, "message", "text"):
        yield "`message.text` is missing or empty"
    if not text(result, "partialFingerprints", "primaryLocationLineHash"):
        yield "`partialFingerprints.primaryLocationLineHash` is missing, the only one that counts"
    locations = result.get("locations", [])
    if not 1 <= len(locations) <= 10:
        yield f"it has {len(locations)} locations, not 1 to 10"
    for location in locations:
        yield from location_complaints(location, folder, files)
    for location in result.get("relatedLocations", []):
        yield from location_complaints(location, folder, files)


def github_complaints(data, log, folder, repeated):
    """What GitHub would refuse, cut, or show wrong; `repeated` denials are of resources told twice."""
    if not text(log, "$schema"):
        yield "`$schema` is missing or empty"
    if log.get("version") != "2.1.0":
        yield "`version` is not 2.1.0"
    packed = len(gzip.compress(data, compresslevel=6))
    if packed > 10 * MEGABYTE:
        yield f"it has {packed} bytes with gzip, more than 10 MB"
    runs = log.get("runs", [])
    if not 1 <= len(runs) <= 20:
        yield f"it has {len(runs)} runs, not 1 to 20"
    files = {}
    for run in runs:
        driver = run.get("tool", {}).get("driver", {})
        if not text(driver, "name"):
            yield "`tool.driver.name` is missing or empty"
        version = driver.get("semanticVersion", "0.0.0")
        if not re.fullmatch(r"\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?", version):
            yield f"`semanticVersion` `{version}` is none"
        if len(run.get("tool", {}).get("extensions", [])) > 100:
            yield "there are more than 100 extensions"
        if "id" in run.get("automationDetails", {}) and "/" not in run["automationDetails"]["id"]:
            yield "`automationDetails.id` has no `/`, so it names no category"
        rules, results = driver.get("rules"), run.get("results")
        if not isinstance(rules, list) or not isinstance(results, list):
            yield "`rules` and `results` are required, also when they are empty"
            continue
        if len(rules) > 25_000 or len(results) > 25_000:
            yield f"there are {len(rules)} rules and {len(results)} results, more than 25,000"
        if len({rule.get("id") for rule in rules}) != len(rules):
            yield "two rules have one id"
        for rule in rules:
            for complaint in rule_complaints(rule):
                yield f"rule {rule.get('id')}: {complaint}"
        prints = set()
        for number, result in enumerate(results):
            for complaint in result_complaints(result, rules, folder, files):
                yield f"result {number}: {complaint}"
            prints.add((result.get("ruleId"), text(result, "partialFingerprints", "primaryLocationLineHash")))
        if len(prints) != len(results) - repeated:
            yield "two results have one fingerprint: GitHub would take them for one"


def complaints(data, case):
    """`-o sarif`: the open denials, as GitHub takes them."""
    log = json.loads(data)
    # Its 25,000 results are all alike; the schema takes a second for each thousand.
    if not case.is_large:
        yield from schema_complaints(log)
    yield from github_complaints(data, log, case.folder, case.repeated())
    if case.command == "eval":
        results = log["runs"][0]["results"]
        expected = {denial["fingerprint"]: denial for denial in case.denials()}
        got = {result["partialFingerprints"]["primaryLocationLineHash"]: result for result in results}
        if case.is_large:
            if len(results) != 25_000 or not got.keys() <= expected.keys():
                yield f"{len(results)} results stand for {len(expected)} denials, not the 25,000 worst"
        elif got.keys() != expected.keys():
            yield f"{len(got)} results stand for {len(expected)} denials"
        for fingerprint, result in got.items():
            denial = expected.get(fingerprint, {})
            if (denial.get("status") == "unknown") != (result["level"] == "note") and denial.get(
                "control", {}
            ).get("severity") not in ("low", "info"):
                yield f"{fingerprint}: status {denial.get('status')} has the level {result['level']}"


def everything(data, case):
    """`-o sarif-full`: every decision, with its kind."""
    log = json.loads(data)
    if case.is_large:
        del log["runs"][0]["results"][1000:]
    yield from schema_complaints(log)
    driver, results = log["runs"][0]["tool"]["driver"], json.loads(data)["runs"][0]["results"]
    files = {}
    for number, result in enumerate(results):
        rule = driver["rules"][result["ruleIndex"]]
        if rule["id"] != result["ruleId"]:
            yield f"result {number}: `ruleIndex` does not lead to the rule `{result['ruleId']}`"
        # SARIF 2.1.0, 3.27.10: what is no failure has no level.
        if result["kind"] != "fail" and result["level"] != "none":
            yield f"result {number}: it is {result['kind']} and has the level {result['level']}"
        if not result["message"]["text"]:
            yield f"result {number}: its message is empty"
        for location in result["locations"]:
            for complaint in location_complaints(location, case.folder, files):
                yield f"result {number}: {complaint}"
    if case.command == "eval":
        kinds = {"satisfied": "pass", "unknown": "open"}
        expected = sorted(
            (d["fingerprint"], kinds.get(d["status"], "fail"), bool(d["waiver"] or d.get("in_baseline"))) for d in case.decisions
        )
        got = sorted(
            (r["partialFingerprints"]["primaryLocationLineHash"], r["kind"], "suppressions" in r) for r in results
        )
        if got != expected:
            yield f"{len(results)} results stand for {len(expected)} decisions, or have other kinds"


# The check of each format.
CHECKS = {
    "sarif": complaints,
    "sarif-full": everything,
}
