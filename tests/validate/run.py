"""Validates the outputs of onus with the schemas, libraries and documents of their readers.

Usage: run.py ONUS

Every case of `cases.py` is run once with all formats of its command, and each output is
given to its check. A format without a check is an error.
"""

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cases import cases

REPOSITORY = Path(__file__).parents[2]
# Each `check_*.py` names its formats.
MODULES = sorted(path.stem for path in Path(__file__).parent.glob("check_*.py"))
CHECKS = {name: check for module in MODULES for name, check in importlib.import_module(module).CHECKS.items()}
# The most that is said of one output.
SAID = 5


def execute(onus, case, arguments):
    """Runs the binary: no settings of this machine's, plain text."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ONUS_")}
    environment |= {"NO_COLOR": "1", "COLUMNS": "120"}
    for name in ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"):
        environment.pop(name, None)
    return subprocess.run(
        [onus, case.command, *case.arguments, *arguments],
        cwd=case.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )


def formats_of(onus, command):
    """The formats of a command, as it lists them itself."""
    words = ["snapshot", "check"] if command == "snapshot" else [command]
    run = subprocess.run([onus, *words, "-o", "nonsense"], capture_output=True, text=True, check=False)
    listed = re.search(r"it is one of ([^.]+?)(?:\n\n|\s*$)", run.stderr)
    return [word.strip() for word in listed[1].split(",")] if listed else []


def outputs(onus, case, formats, scratch):
    """Runs a case; the exit code, standard error, and what was written, by format."""
    files = {name: scratch / f"output.{name}" for name in formats}
    for file in files.values():
        file.unlink(missing_ok=True)
    run = execute(onus, case, [word for name, file in files.items() for word in ("-o", f"{name}={file}")])
    written = {name: file.read_bytes() for name, file in files.items() if file.exists()}
    return run.returncode, run.stderr, written


def main(onus):
    onus = str(Path(onus).resolve())
    formats = {command: formats_of(onus, command) for command in ("eval", "test", "check", "diff", "snapshot")}
    complaints = []
    for command, names in formats.items():
        if len(names) < 3:
            complaints.append(f"{command}: its formats could not be listed: {names}")
        complaints += [f"{command}: the format `{name}` has no check" for name in names if name not in CHECKS]
    counts, begin = {}, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        for case in cases(scratch, REPOSITORY):
            code, errors, written = outputs(onus, case, formats[case.command], scratch)
            if code not in case.exits:
                complaints.append(f"{case.name}: exit code {code}, not one of {case.exits}: {errors.decode()[:500]}")
            if b"panicked" in errors:
                complaints.append(f"{case.name}: it panicked: {errors.decode()[:500]}")
            if "ndjson" in written and case.command == "eval":
                case.decisions = [json.loads(line) for line in written["ndjson"].decode().split("\n") if line]
            for name, data in written.items():
                counts[name] = counts.get(name, 0) + 1
                try:
                    said = list(CHECKS[name](data, case)) if name in CHECKS else []
                except Exception as error:  # A library that can't read it says so in its own way.
                    said = [f"it can't be read: {type(error).__name__}: {error}"]
                complaints += [f"{case.command}, {case.name}, {name}: {text}" for text in said[:SAID]]
                if len(said) > SAID:
                    complaints.append(f"{case.command}, {case.name}, {name}: and {len(said) - SAID} more")
    for name in CHECKS:
        print(f"{name:<12} {counts.get(name, 0):>3} outputs")
    print(f"in {time.monotonic() - begin:.0f} s")
    for complaint in complaints:
        print(complaint.encode("unicode_escape").decode(), file=sys.stderr)
    return 1 if complaints or not counts else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
