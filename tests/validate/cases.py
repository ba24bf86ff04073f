"""What onus is run on: the example inventories, and ones that are made to break an output."""

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

# Each means something to one output or another.
HOSTILE = [
    "line\nbreak",
    "\r\n::error file=a,line=1::x",
    "\n::stop-commands::t",
    "::set-output name=x::y",
    "\n##vso[task.setvariable variable=PATH]x",
    "##vso[task.complete result=Succeeded;]",
    "##[error]x",
    "]]>",
    "<!--",
    "</testcase>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp;&lt;&#0;",
    "a|b\\|c",
    "`code` ``` fence",
    "\n```\n",
    "\n---\n...\n",
    "ok 1 - x # SKIP",
    "\n1..0\nBail out! x",
    "# TODO x",
    "# heading",
    "- item\n\n    code",
    "[evil](https://evil.example/)",
    "![evil](https://evil.example/a.png)",
    "<https://evil.example/>",
    "https://evil.example/?a=1&b=2",
    "www.evil.example",
    "@evil-team @evil",
    "**bold** _em_ ~~gone~~",
    '=HYPERLINK("https://evil.example/")',
    "+1+1",
    "-1-1",
    "@SUM(1)",
    "\t=1+1",
    "'quote' \"quotes\"",
    "a,b;c\td",
    "100% %0A %25 %n",
    "\u001b[31mred\u001b[0m \u009b1m",
    "\u0000nul\u0001\u0008\u007f",
    "\u202eright to left\u2066",
    "\u2028\u2029\u0085",
    "\ufeffmark\ufffe\uffff",
    "emoji \U0001f469\u200d\U0001f692 \u00e9 e\u0301",
    "C:\\temp\\x",
    "../../etc/passwd",
    "$(touch evil) `touch evil` ${{ github.token }}",
    "x" * 3000,
]

POLICY = r"""# METADATA
# title: 'Names are <b>plain</b> | `x` ::error::t ##vso[task.complete]x ]]> @evil =1+1'
# description: 'See [evil](https://evil.example/) <script>alert(1)</script>'
# related_resources:
# - ref: 'https://example.com/a?b=<c>&d="e"|f)`g'
# custom:
#   id: ACME-NAME-001
#   severity: critical
#   layer: data
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: 'Rename {name} | <i>now</i> ::warning::w', az: 'az x --name "{name}" --id {id}'}
package acme.name

deny contains {"message": sprintf("%s: %s", [input.name, input.properties.note]), "pointer": "/properties/note"} if classes

# Of all builds, only the program itself lacks these when nobody asks for them.
classes if regex.match(`(?i)^\bA\d\s\w\p{L}$`, "a1 bé")
"""

WAIVERS = """[[waivers]]
control = "AZ-STORAGE-001"
resource = "st01"
reason = "]]> <b>\\n::error::x | @evil `x`"
approved_by = "=cmd|' /C calc'!A0"
expires = 2099-12-31
"""

TESTED = r"""package acme.name_test

import data.acme.name

test_passes if true

todo_test_later if false

test_fails if {
	print("::error::printed", "##vso[task.complete]x", "]]>", "<script>", "\n---\n", "# SKIP")
	"::error::x ]]> <script>\n##vso[x]y | `z`" == input.name with input as {"name": "\n::stop-commands::t\u0000\u001b[31m"}
}

test_errors if to_number("x]]>\n::error::x") == 1
"""


@dataclass
class Case:
    """One run of the binary: its arguments, and where it is run."""

    name: str
    command: str
    arguments: list
    folder: Path
    # The exit codes that are as they should be.
    exits: tuple = (0, 1)
    # Every decision, as `-o ndjson` gives them.
    decisions: list = field(default_factory=list)
    # Set while the decisions are more than the outputs may hold.
    is_large: bool = False
    # Set when the path is shown with escapes where a reader would act on it.
    is_cleaned: bool = False

    def distinct(self):
        """How many decisions there are when a resource that stands in two files counts once."""
        return len({decision["fingerprint"] for decision in self.decisions})

    def repeated(self):
        """How many denials are told a second time, since their resource stands in two files."""
        denials = self.denials()
        return len(denials) - len({denial["fingerprint"] for denial in denials})

    def denials(self):
        """Denials that nobody has accepted, and no baseline has."""
        return [
            decision
            for decision in self.decisions
            if decision["decision"] == "deny" and not decision["waiver"] and not decision.get("in_baseline")
        ]


def account(number, name, **more):
    """A record of onus's own: a storage account that accepts plain HTTP."""
    record = {
        "id": f"/subscriptions/s/resourcegroups/rg/providers/microsoft.storage/storageaccounts/st{number:02}",
        "type": "microsoft.storage/storageaccounts",
        "name": name,
        "provider": "azure",
        "properties": {"supportsHttpsTrafficOnly": False, "note": name},
    }
    return json.dumps(record | more, ensure_ascii=number % 2 == 0) + "\n"


def hostile_records(**more):
    """Each hostile text as a name, an id, a group, a location, an owner, a claim."""
    for number, text in enumerate(HOSTILE):
        group = f"/subscriptions/s/resourcegroups/{text}/providers"
        record = {
            "id": f"{group}/microsoft.storage/storageaccounts/h{number:02}",
            "location": text,
            "scope": {"tenant": text, "account": text, "group": text},
            "tags": {"owner": text, text: text},
            "claims": [{"layer": "data", "party": {"kind": "third_party", "name": text}, "source": text}],
        }
        yield account(number, text, **record | more)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def cases(scratch, repository):
    """All cases; what they need is written below `scratch`."""
    shutil.copytree(repository / "inputs", scratch / "inputs")
    shutil.copytree(repository / "tests/broken", scratch / "broken")
    shutil.copytree(repository / "policies/lockdown/azure/key_vault", scratch / "key_vault")
    for folder in sorted((scratch / "inputs").iterdir()):
        if folder.is_dir() and folder.name != "generic":
            name = f"inputs/{folder.name}"
            yield Case(name, "eval", [name], scratch, exits=(0, 1, 3))

    odd = scratch / "odd"
    # Windows has no such names; where there are some, they have to be told right.
    folder = "in,ven;tory" if os.name == "nt" else "in|ven<b>to,ry ]]> `x` \"y\""
    broken = "in\n::error::x" if os.name != "nt" else "in"
    file = f"{folder}/a b#c%0A;d=[e](f)@evil.ndjson"
    write(odd / file, "".join(hostile_records()))
    write(odd / broken / "##vso[x]y ##[z].ndjson", account(1, "st01"))
    write(odd / "before.ndjson", "".join(hostile_records(properties={"note": "x"}, location="x")))
    write(odd / "hostile.rego", POLICY)
    write(odd / "name_test.rego", TESTED)
    write(odd / "waivers.toml", WAIVERS)
    policy = ["--policy", "hostile.rego"]
    yield Case("hostile texts", "eval", [folder, *policy], odd)
    yield Case("a hostile path", "eval", [broken], odd, is_cleaned=True)

    plain = scratch / "plain"
    write(plain / "two.ndjson", account(1, "st01") + account(2, "st02"))
    write(plain / "none.ndjson", account(1, "st01", type="acme/nothing"))
    write(plain / "closed.ndjson", account(1, "st01", properties={"supportsHttpsTrafficOnly": True}))
    write(plain / "broken.json", '{"data": [')
    write(plain / "many.ndjson", "".join(account(n, f"st{n:05}") for n in range(30_000)))
    safe = {"supportsHttpsTrafficOnly": True}
    write(plain / "fewer.ndjson", "".join(account(n, f"st{n:05}", properties=safe) for n in range(30_000)))
    write(plain / "waivers.toml", WAIVERS)
    only = ["--select", "AZ-STORAGE-001"]
    waived = [*only, "--waivers", "waivers.toml"]
    yield Case("nothing evaluated", "eval", ["none.ndjson"], plain, exits=(3,))
    yield Case("nothing denied", "eval", ["closed.ndjson", *only], plain, exits=(0,))
    yield Case("waivers", "eval", ["two.ndjson", *waived], plain, exits=(1,))
    write(plain / "more.ndjson", account(2, "st02") + account(3, "st03"))
    yield Case("a new baseline", "eval", ["two.ndjson", *only, "--write-baseline", "base.json"], plain)
    yield Case("a baseline", "eval", ["more.ndjson", *only, "--baseline", "base.json"], plain, exits=(1,))
    yield Case("not whole", "eval", ["two.ndjson", "broken.json", *only], plain, exits=(2,))
    yield Case("30,000 denials", "eval", ["many.ndjson", *only], plain, exits=(1,), is_large=True)

    yield Case("tests", "test", ["key_vault"], scratch, exits=(0,))
    yield Case("hostile tests", "test", ["."], odd, exits=(1, 2))
    yield Case("no tests", "test", ["none"], plain, exits=(2, 3))
    yield Case("broken policies", "check", ["broken"], scratch, exits=(1, 2))
    yield Case("hostile changes", "diff", [folder, *policy, "--base", "inventory:before.ndjson"], odd, exits=(1,))
    much = ["many.ndjson", *only, "--base", "inventory:fewer.ndjson"]
    yield Case("30,000 changes", "diff", much, plain, exits=(1,), is_large=True)
    # What is found is taken over between the runs, as `onus snapshot accept` does.
    check = ["check", folder, *policy]
    yield Case("missing snapshots", "snapshot", check, odd, exits=(1,))
    for found in sorted((odd / "snapshots").glob("*.snap.new")):
        found.rename(found.with_suffix(""))
    yield Case("snapshots as recorded", "snapshot", check, odd, exits=(0,))
    write(odd / file, "".join(hostile_records(properties={"note": "x"}, location="x")))
    yield Case("hostile snapshots", "snapshot", check, odd, exits=(1,))
    yield Case("no changes", "diff", ["two.ndjson", *only, "--base", "inventory:two.ndjson"], plain, exits=(0,))
    yield Case("sound policies", "check", ["key_vault"], scratch, exits=(0, 1))
    yield Case("hostile policies", "check", ["."], odd, exits=(0, 1, 2))
