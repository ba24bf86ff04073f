"""Workflow commands, read as the runner of GitHub and the agent of Azure Pipelines read a log."""

import re

from check_sarif import split_lines

# What GitHub shows of one step, of each kind.
SHOWN = 10


def unescaped(text, *pairs):
    """A text without the runner's escapes, the one for `%` last."""
    for escape, plain in pairs:
        text = text.replace(escape, plain)
    return text


def github_command(line):
    """The command of a line as `name, properties, message`, or nothing."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, message = line[2:].split("::", 1)
    name, _, rest = head.partition(" ")
    pairs = (("%0D", "\r"), ("%0A", "\n"))
    properties = {}
    for part in filter(None, rest.strip().split(",")):
        key, _, value = part.partition("=")
        properties[key] = unescaped(value, *pairs, ("%3A", ":"), ("%2C", ","), ("%25", "%"))
    return name, properties, unescaped(message, *pairs, ("%25", "%"))


def azure_commands(line):
    """The commands of a line, wherever in it they stand, as `name, properties, message`."""
    for match in re.finditer(r"##vso\[([^\]\s]+)\s*([^\]]*)\](.*)", line):
        pairs = (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%"))
        properties = {}
        for part in filter(None, match[2].split(";")):
            key, _, value = part.partition("=")
            properties[key.strip()] = unescaped(value, *pairs)
        yield match[1], properties, unescaped(match[3], *pairs)


def place_complaints(file, line, case, files):
    """A file that is there, and a line of it."""
    if file is None or case.is_cleaned:
        return
    if file not in files:
        files[file] = split_lines(case.folder / file)
    if files[file] is None:
        yield f"it names {file!r}, which is no file"
    elif line is not None and not (line.isdecimal() and 1 <= int(line) <= len(files[file])):
        yield f"it names line {line} of {file!r}"


def injected(line):
    """What would be run of a line that is no command: of either system, and of GitHub's old form."""
    if github_command(line):
        yield f"GitHub would run {line[:80]!r}"
    if "##[" in line or "##vso[" in line:
        yield f"a command stands in {line[:80]!r}"


def lines_of(data):
    """Lines as the two systems cut them: at each line feed and carriage return."""
    return [line for line in re.split(r"\r\n|\n|\r", data.decode("utf-8")) if line]


def github(data, case):
    """`-o github`: annotations, as many as are shown."""
    files, kinds = {}, {"error": 0, "warning": 0, "notice": 0}
    for line in lines_of(data):
        command = github_command(line)
        if "##[" in line:
            yield f"an old command stands in {line[:80]!r}"
        if command is None:
            yield from injected(line)
            continue
        name, properties, message = command
        if name in {"group", "endgroup"}:
            continue
        if name not in kinds:
            yield f"`{name}` is no annotation: {line[:80]!r}"
            continue
        kinds[name] += 1
        if not message:
            yield f"an empty {name}"
        for key in properties.keys() - {"file", "line", "endLine", "col", "endColumn", "title"}:
            yield f"{name} has `{key}`"
        yield from place_complaints(properties.get("file"), properties.get("line"), case, files)
    for name, count in kinds.items():
        if count > SHOWN:
            yield f"{count} of {name}: GitHub shows {SHOWN}"
    if case.command == "eval" and bool(case.denials()) != bool(sum(kinds.values())) and case.exits == (0,):
        yield f"{sum(kinds.values())} annotations stand for {len(case.denials())} denials"
    if case.denials() and not sum(kinds.values()):
        yield "nothing is annotated"


def azure(data, case):
    """`-o azure`: issues, and nothing else that the agent would do."""
    files, issues = {}, 0
    for line in lines_of(data):
        commands = list(azure_commands(line))
        if commands and not line.startswith("##vso["):
            yield f"a command stands within {line[:80]!r}"
        if line.count("##vso[") > len(commands[:1]):
            yield f"more than one command stands in {line[:80]!r}"
        for name, properties, message in commands:
            if name == "task.complete":
                if properties.keys() - {"result"}:
                    yield f"`{name}` has {properties}"
                continue
            if name != "task.logissue":
                yield f"`{name}` is no issue: {line[:80]!r}"
                continue
            issues += 1
            if properties.get("type") not in {"error", "warning"} or not message:
                yield f"an issue has {properties} and the message {message[:80]!r}"
            for key in properties.keys() - {"type", "sourcepath", "linenumber", "columnnumber", "code"}:
                yield f"an issue has `{key}`"
            yield from place_complaints(properties.get("sourcepath"), properties.get("linenumber"), case, files)
    if case.denials() and not issues:
        yield "nothing is logged"


def readable(data, case):
    """What people read: nothing in it that a terminal would act on, but for colours, and
    nothing that a log would be searched for."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", data.decode("utf-8"))
    for line in lines_of(text.encode("utf-8")):
        yield from injected(line)
    for line in text.split("\n"):
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line):
            yield f"a control code stands in {line[:80]!r}"


# The check of each format.
CHECKS = {
    "pretty": readable,
    "github": github,
    "azure": azure,
}
