"""Holds what is there to be pasted to the schemas of its readers, and runs its scripts.

Usage: paste.py ONUS

GitHub, GitLab and Azure Pipelines can't be had here: their files are held to the schemas
of SchemaStore, their scripts to shellcheck, and what a job would run is run with bash and
the variables that a runner gives it.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from ruamel.yaml import YAML

from cases import account

REPOSITORY = Path(__file__).parents[2]
ACTION = REPOSITORY / "action.yml"
COMPONENT = REPOSITORY / "templates/onus/template.yml"
STEPS = REPOSITORY / "templates/azure-pipelines/onus.yml"
PAGE = REPOSITORY / "docs/ci.md"
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"
WORKFLOWS = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))
SCRIPTS = sorted(
    path
    for folder in (".ci", "action")
    for path in (REPOSITORY / folder).iterdir()
    if path.is_file()
)
# Its patterns are written for regular expressions without Unicode.
AZURE = ["--regex-variant", "nonunicode", "--data-transform", "azure-pipelines"]
CONTROL = """# METADATA
# title: Storage accounts stay in Europe
# custom:
#   id: ACME-STORAGE-001
#   severity: high
#   layer: data
#   resources: [microsoft.storage/storageaccounts]
#   remediation: {summary: Create it anew.}
package acme.region

deny contains "data is kept elsewhere" if input.location != "westeurope"
"""
TEST = """package acme.region_test

import data.acme.region

test_elsewhere_denies if count(region.deny) == 1 with input as {"location": "eastus"}
test_here_allows if count(region.deny) == 0 with input as {"location": "westeurope"}
"""
# What a value would do if it were a part of a script or a line of a runner's file.
HOSTILE = "$(touch evil)\n`touch evil`\n';touch evil;'\n\";touch evil;\"\n::error::x\nexit-code=0\n--quiet"

complaints = []


def that(holds, complaint):
    """Notes a complaint unless something holds."""
    if not holds:
        complaints.append(complaint)


def documents(path):
    """The documents of a YAML file."""
    return list(YAML(typ="safe").load_all(path.read_text(encoding="utf-8")))


def run(command, **more):
    """Runs a command; whatever it says is kept."""
    return subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, check=False, **more
    )


def schema(kind, path, *more):
    """Holds a file to a schema of SchemaStore."""
    done = run(["check-jsonschema", "--builtin-schema", f"vendor.{kind}", *more, str(path)])
    that(done.returncode == 0, f"{path.name}: {done.stdout}{done.stderr}")


def component(values):
    """The component's job with values for its inputs, as GitLab puts them in."""
    spec, jobs = documents(COMPONENT)
    inputs = spec["spec"]["inputs"]
    values = {name: values.get(name, about.get("default", "")) for name, about in inputs.items()}
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", COMPONENT.read_text(encoding="utf-8")))
    that(used == set(inputs), f"template.yml: {used ^ set(inputs)} are not both declared and used")

    def put(node):
        if isinstance(node, dict):
            return {key: put(value) for key, value in node.items()}
        if isinstance(node, list):
            return [put(value) for value in node]
        if isinstance(node, str):
            return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: str(values[found[1]]), node)
        return node

    return jobs["onus"], put(jobs)


def scripts():
    """Every script within a YAML file, with a name."""
    for number, step in enumerate(documents(ACTION)[0]["runs"]["steps"]):
        if "run" in step:
            yield f"action.yml, step {number}", step["run"]
    for workflow in WORKFLOWS:
        for name, job in documents(workflow)[0]["jobs"].items():
            for number, step in enumerate(job["steps"]):
                if "run" in step:
                    yield f"{workflow.name}, {name}, step {number}", step["run"]
    for line in documents(COMPONENT)[1]["onus"]["script"]:
        yield "template.yml", line
    for step in documents(STEPS)[0]["steps"]:
        if "bash" in step:
            yield "azure-pipelines", step["bash"]


def pasted(scratch):
    """The YAML that the page shows, each held to the schema of its service."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    kinds = {"jobs": "github-workflows", "include": "gitlab-ci", "pool": "azure-pipelines", "repos": None}
    found = set()
    for number, block in enumerate(blocks):
        file = scratch / f"pasted-{number}.yaml"
        file.write_text(block, encoding="utf-8")
        loaded = YAML(typ="safe").load(block)
        kind = next((kind for kind in kinds if kind in loaded), "")
        found.add(kind)
        if kind == "repos":
            hooks = {hook["id"] for hook in loaded["repos"][0]["hooks"]}
            that(hooks == {hook["id"] for hook in documents(HOOKS)[0]}, f"{PAGE.name}: the hooks are {hooks}")
            done = run(["pre-commit", "validate-config", str(file)])
            that(done.returncode == 0, f"{PAGE.name}: {done.stdout}{done.stderr}")
        elif kind:
            schema(kinds[kind], file, *(AZURE if kind == "pool" else []))
        inputs = documents(ACTION)[0]["inputs"].keys()
        for job in loaded.get("jobs", {}).values():
            for step in job["steps"]:
                if "/onus@" in step.get("uses", ""):
                    that(step.get("with", {}).keys() <= inputs, f"{PAGE.name}: {step} has no such input")
    that(found == set(kinds), f"{PAGE.name} shows {found}")


def static(scratch):
    """Schemas, shellcheck, and that nothing is put into a script."""
    schema("github-actions", ACTION)
    for workflow in WORKFLOWS:
        schema("github-workflows", workflow)
    schema("azure-pipelines", STEPS, *AZURE)
    job = scratch / "gitlab-ci.yml"
    with job.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(component({"source": "https://git.example/onus.git"})[1], file)
    schema("gitlab-ci", job, "--data-transform", "gitlab-ci")
    pasted(scratch)
    done = run(["pre-commit", "validate-manifest", str(HOOKS)])
    that(done.returncode == 0, f"{HOOKS.name}: {done.stdout}{done.stderr}")

    files = [str(path) for path in SCRIPTS]
    for path in SCRIPTS:
        that(path.stat().st_mode & stat.S_IXUSR, f"{path.name} is not executable")
    for number, (name, script) in enumerate(scripts()):
        that("${{" not in script and "$[[" not in script, f"{name}: a value is put into the script")
        file = scratch / f"script-{number}.sh"
        file.write_text(f"#!/bin/bash\n# {name}\n{script}\n", encoding="utf-8")
        files.append(str(file))
    done = run(["shellcheck", *files])
    that(done.returncode == 0, f"shellcheck: {done.stdout}{done.stderr}")


def sandbox(scratch, name):
    """A repository with an inventory, a control and its tests, and one commit."""
    folder = scratch / name
    (folder / "policies").mkdir(parents=True)
    (folder / "policies/region.rego").write_text(CONTROL, encoding="utf-8")
    (folder / "policies/region_test.rego").write_text(TEST, encoding="utf-8")
    records = account(1, "st01", location="westeurope") + account(2, "st02", location="eastus")
    (folder / "estate.ndjson").write_text(records, encoding="utf-8")
    (folder / "onus.toml").write_text('inputs = ["estate.ndjson"]\npolicies = ["policies"]\n', encoding="utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        done = run([*git, *words])
        that(done.returncode == 0, f"git {words}: {done.stderr}")
    return folder


def environment(**more):
    """What a runner leaves of this machine's variables, and what it sets."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return kept | {"CI": "true", "NO_COLOR": "1"} | more


class Action:
    """The action in a repository: its steps, one after the other, as a runner takes them."""

    def __init__(self, scratch, onus, folder):
        self.folder, self.temp = folder, scratch / f"{folder.name}-runner"
        self.temp.mkdir(exist_ok=True)
        self.bin = scratch / "bin"
        self.bin.mkdir(exist_ok=True)
        if not (self.bin / "onus").exists():
            (self.bin / "onus").symlink_to(onus)

    def __call__(self, **inputs):
        """Runs it; the outputs, the summary, what was printed and the code of the last step."""
        about = documents(ACTION)[0]
        values = {name: what.get("default", "") for name, what in about["inputs"].items()}
        values |= {name.replace("_", "-"): value for name, value in inputs.items()}
        files = {key: self.temp / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        given, printed, code = {}, "", 0
        for step in about["runs"]["steps"]:
            if "run" not in step:
                continue

            def value(text):
                text = re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
                text = re.sub(r"\$\{\{ steps\.run\.outputs\.([\w-]+) \}\}", lambda found: given.get(found[1], ""), text)
                return re.sub(r"\$\{\{ github\.\w+ \}\}", "", text)

            # A folder that is no output or no input would be a slip in the file.
            more = {key: value(text) for key, text in step.get("env", {}).items()}
            done = run(
                ["bash", "-c", step["run"]],
                cwd=self.folder / value(step.get("working-directory", ".")),
                env=environment(
                    **{key: str(file) for key, file in files.items()},
                    **more,
                    PATH=f"{self.bin}{os.pathsep}{os.environ['PATH']}",
                    GITHUB_ACTION_PATH=str(REPOSITORY),
                    RUNNER_TEMP=str(self.temp),
                    RUNNER_OS="Linux",
                    RUNNER_ARCH="X64",
                ),
            )
            printed += done.stdout + done.stderr
            lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
            given = dict(line.split("=", 1) for line in lines)
            code = done.returncode
            if code:
                break
        return given, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), printed, code


def action(scratch, onus):
    """The action, with each command and with what is no command."""
    folder = sandbox(scratch, "action")
    act = Action(scratch, onus, folder)
    for command, expected in (("eval", 1), ("check", 0), ("test", 0), ("diff", 0), ("snapshot", 1), ("rm", 2)):
        given, summary, printed, code = act(command=command, version="installed", arguments="")
        about = f"action, {command}: {given}, {code}\n{printed}"
        that(code == expected and given.get("exit-code") == str(expected), about)
        that(bool(given.get("sarif")) == (command in ("eval", "check")), about)
        if command != "rm":
            that(summary.strip() and Path(given["report"]).read_text(encoding="utf-8") == summary, about)
    given, summary, printed, code = act(command="eval", version="installed")
    that("ACME-STORAGE-001" in summary and "::error" in printed, f"action, eval: {summary}\n{printed}")
    # A change of a control, against the last commit.
    control = folder / "policies/region.rego"
    control.write_text(CONTROL.replace("!=", "=="), encoding="utf-8")
    given, summary, printed, code = act(command="diff", base="git:HEAD", version="installed")
    that(code == 1 and "st01" in summary and "st02" in summary, f"action, diff: {code} {summary} {printed}")
    control.write_text(CONTROL, encoding="utf-8")
    # Values that would be scripts, commands, lines of a runner's file, or flags.
    for name in ("inventory", "policy", "base", "fail_on", "command", "version", "category"):
        given, summary, printed, code = act(**{"command": "diff" if name == "base" else "eval", "version": "installed", name: HOSTILE})
        about = f"action, {name}: {given}, {code}\n{printed}"
        that(code == 2 or name == "category", about)
        that(not re.search(r"^::error::", printed, re.M), about)
        that(not list(folder.rglob("evil")), f"action, {name}: a value was run")


def release(scratch, onus):
    """An archive as a release has it, installed with its checksum by the action."""
    release = scratch / "server/OWNER/onus/releases/download"
    version = run([str(onus), "--version"]).stdout.split()[1]
    folder = release / f"v{version}"
    folder.mkdir(parents=True)
    target = "x86_64-unknown-linux-musl"
    done = run(["bash", str(REPOSITORY / ".ci/package"), target, str(onus), str(folder)])
    that(done.returncode == 0, f".ci/package: {done.stdout}{done.stderr}")
    name = f"onus-{version}-{target}"
    archive = folder / f"{name}.tar.gz"
    with tarfile.open(archive) as packed:
        members = {member.removeprefix(f"{name}/") for member in packed.getnames()}
    wanted = {"onus", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "man/man1/onus-eval.1"}
    wanted |= {f"completions/{shell}" for shell in ("onus.bash", "_onus", "onus.fish", "_onus.ps1", "onus.elv")}
    that(wanted <= members, f".ci/package: {wanted - members} are not in the archive")

    def install(release, number):
        temp = scratch / f"install-{number}"
        temp.mkdir()
        done = run(
            ["bash", str(REPOSITORY / "action/install")],
            env=environment(
                ONUS_ACTION_VERSION=release,
                ONUS_ACTION_REPOSITORY="OWNER/onus",
                ONUS_ACTION_SERVER=f"file://{scratch}/server",
                GITHUB_ACTION_PATH=str(REPOSITORY),
                GITHUB_PATH=str(temp / "path"),
                RUNNER_TEMP=str(temp),
                RUNNER_OS="Linux",
                RUNNER_ARCH="X64",
            ),
        )
        return temp, done

    sums = folder / "SHA256SUMS"
    sums.write_text(run(["sha256sum", archive.name], cwd=folder).stdout, encoding="utf-8")
    temp, done = install(f"v{version}", 1)
    that(done.returncode == 0 and (temp / "onus/bin/onus").is_file(), f"install: {done.stdout}{done.stderr}")
    that((temp / "path").read_text(encoding="utf-8") == f"{temp}/onus/bin\n", "install: the PATH is another one")
    for number, release in enumerate(("0.0.9", "latest", "../../x", "1.2.3\n4.5.6"), 2):
        temp, done = install(release, number)
        that(done.returncode == 2 and "::error title=onus::" in done.stdout, f"install {release}: {done.stdout}")
        that(not (temp / "onus/bin/onus").exists(), f"install {release}: something was installed")
    with archive.open("ab") as file:
        file.write(b"more")
    temp, done = install(version, 10)
    that(done.returncode == 2 and not (temp / "onus/bin/onus").exists(), f"install, altered: {done.stdout}")
    sums.write_text("", encoding="utf-8")
    temp, done = install(version, 11)
    that(done.returncode == 2 and not (temp / "onus/bin/onus").exists(), f"install, without a sum: {done.stdout}")


def gitlab(scratch, onus):
    """The component's script, as a job runs it."""
    folder = sandbox(scratch, "gitlab")
    home = scratch / "cargo/bin"
    home.mkdir(parents=True)
    shutil.copy(onus, home / "onus")
    for inventory, expected in (("", 1), ("estate.ndjson\n", 1), (HOSTILE, 2)):
        job, _ = component({})
        own = {
            name: re.sub(r"\$\[\[ inputs\.inventory \]\]", lambda _: inventory, value)
            for name, value in job["variables"].items()
        }
        own = {name: re.sub(r"\$\[\[.*?\]\]", "", value) for name, value in own.items()}
        own |= {"CARGO_HOME": str(home.parent), "ONUS_FAIL_ON": "low"}
        done = run(["bash", "-c", "\n".join(job["script"])], cwd=folder, env=environment(**own))
        that(done.returncode == expected, f"template.yml: {done.returncode} {done.stdout}{done.stderr}")
        that(not list(folder.rglob("evil")), "template.yml: a value was run")
    for name in job["artifacts"]["paths"]:
        that((folder / name).is_file(), f"template.yml: {name} is not written")


def azure(scratch, onus):
    """The steps of the template for Azure Pipelines, but for the one that builds."""
    folder = sandbox(scratch, "azure")
    temp = scratch / "agent"
    (temp / "onus/bin").mkdir(parents=True)
    (temp / "onus/bin/onus").symlink_to(onus)
    step = documents(STEPS)[0]["steps"][1]
    for inventory, expected in (("", 1), (HOSTILE, 2)):
        own = {"ONUS_JOB_INVENTORY": inventory, "ONUS_POLICY": "", "ONUS_FAIL_ON": "low"}
        that(own.keys() == step["env"].keys(), f"azure-pipelines: the variables are {step['env']}")
        done = run(["bash", "-c", step["bash"]], cwd=folder, env=environment(AGENT_TEMPDIRECTORY=str(temp), **own))
        about = f"azure-pipelines: {done.returncode} {done.stdout}{done.stderr}"
        that(done.returncode == expected and not list(folder.rglob("evil")), about)
        if expected == 1:
            that("##vso[task.logissue " in done.stdout and "##vso[task.uploadsummary]" in done.stdout, about)


def main(onus):
    onus = Path(onus).resolve()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder).resolve()
        for part in (lambda scratch, _: static(scratch), action, release, gitlab, azure):
            part(scratch, onus)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print("what is there to be pasted: schemas, scripts, the action, a release, the jobs")
    return 1 if complaints else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
