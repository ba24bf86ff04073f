"""GitLab: Code Quality as its documentation has it, and SAST reports of version 15.

The shape of SAST reports is written down here from GitLab's published schema 15.0.4
(sast-report-format.json of security-report-schemas), as far as onus uses it.
"""

import json
import re
import uuid

from jsonschema import Draft7Validator

from check_sarif import split_lines

TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
URL = {"type": "string", "pattern": "^https?://.+"}
IDENTIFIER = {
    "type": "object",
    "required": ["type", "name", "value"],
    "properties": {"type": TEXT, "name": TEXT, "value": TEXT, "url": URL},
}


def program(url):
    """An analyzer or a scanner."""
    return {
        "type": "object",
        "required": ["id", "name", "version", "vendor"],
        "properties": {
            "id": TEXT,
            "name": TEXT,
            "version": TEXT,
            "url": url,
            "vendor": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        },
    }


SAST = {
    "type": "object",
    "required": ["scan", "version", "vulnerabilities"],
    "properties": {
        "version": {"type": "string", "pattern": r"^15\.[0-9]+\.[0-9]+$"},
        "schema": URL,
        "scan": {
            "type": "object",
            "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
            "properties": {
                "analyzer": program(URL),
                "scanner": program({"type": "string"}),
                "start_time": TIME,
                "end_time": TIME,
                "status": {"enum": ["success", "failure"]},
                "type": {"const": "sast"},
                "messages": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["level", "value"],
                        "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": TEXT},
                    },
                },
                "primary_identifiers": {"type": "array", "items": IDENTIFIER},
            },
        },
        "vulnerabilities": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "identifiers", "location"],
                "properties": {
                    "id": TEXT,
                    "name": {"type": "string", "maxLength": 255},
                    "description": {"type": "string", "maxLength": 1_048_576},
                    "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                    "solution": {"type": "string", "maxLength": 7000},
                    "identifiers": {"type": "array", "minItems": 1, "items": IDENTIFIER},
                    "links": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["url"],
                            "properties": {"name": {"type": "string"}, "url": URL},
                        },
                    },
                    "location": {
                        "type": "object",
                        # The schema asks for none of these, GitLab's pages do.
                        "required": ["file", "start_line", "end_line"],
                        "properties": {
                            "file": TEXT,
                            "start_line": {"type": "integer", "minimum": 1},
                            "end_line": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def path_complaints(path, line, case, files):
    """A path within the repository that is there, and a line of it."""
    if path.startswith(("/", "./")) or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
        yield f"`{path}` is not relative to the repository"
        return
    if path not in files:
        files[path] = split_lines(case.folder / path)
    if files[path] is None:
        yield f"`{path}` names no file"
    elif line > len(files[path]):
        yield f"`{path}` has no line {line}"


def code_quality(data, case):
    """`-o gitlab`."""
    if data.startswith(b"\xef\xbb\xbf"):
        yield "it begins with a byte order mark, which GitLab does not read"
    issues = json.loads(data)
    if not isinstance(issues, list):
        yield "it is no array"
        return
    files = {}
    for number, issue in enumerate(issues):
        for key in ("description", "check_name", "fingerprint"):
            if not isinstance(issue.get(key), str) or not issue[key]:
                yield f"issue {number}: `{key}` is missing or empty"
        if issue.get("severity") not in {"info", "minor", "major", "critical", "blocker"}:
            yield f"issue {number}: `severity` is {issue.get('severity')}"
        location = issue.get("location", {})
        line = location.get("lines", {}).get("begin") or location.get("positions", {}).get("begin", {}).get("line")
        if not isinstance(line, int) or line < 1 or not location.get("path"):
            yield f"issue {number}: `location` is {location}"
        else:
            yield from path_complaints(location["path"], line, case, files)
    prints = {issue.get("fingerprint") for issue in issues}
    if len(prints) != len(issues) - case.repeated():
        yield "two issues have one fingerprint: GitLab shows one of them"
    if case.command == "eval" and prints != {denial["fingerprint"] for denial in case.denials()}:
        yield f"{len(prints)} issues stand for {len(case.denials())} denials"


def sast(data, case):
    """`-o gitlab-sast`."""
    report = json.loads(data)
    # Thousands of equal vulnerabilities say no more than some hundred.
    some = report | {"vulnerabilities": report["vulnerabilities"][:1000]}
    for error in Draft7Validator(SAST).iter_errors(some):
        yield f"{error.json_path}: {error.message[:200]}"
    files, ids = {}, set()
    for vulnerability in report["vulnerabilities"]:
        try:
            ids.add(uuid.UUID(vulnerability["id"]))
        except ValueError:
            yield f"`{vulnerability['id']}` is no UUID"
        location = vulnerability["location"]
        if location["end_line"] < location["start_line"]:
            yield f"{vulnerability['id']}: it ends before it begins"
        yield from path_complaints(location["file"], location["end_line"], case, files)
    if len(ids) != len(report["vulnerabilities"]) - case.repeated():
        yield "two vulnerabilities have one id"
    if case.command == "eval" and len(report["vulnerabilities"]) != len(case.denials()):
        yield f"{len(ids)} vulnerabilities stand for {len(case.denials())} denials"


# The check of each format.
CHECKS = {
    "gitlab": code_quality,
    "gitlab-sast": sast,
}
