//! `onus doc`: pages about controls.

use crate::sandbox::{Ran, Sandbox, control};

fn doc(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    sandbox.run(&[&["doc"], arguments].concat())
}

fn own(id: &str) -> String {
    control(
        &format!(
            "acme.{}",
            id.to_ascii_lowercase().replace('-', "_").replace('/', "x")
        ),
        id,
        "[acme/room]",
        "deny contains \"it is open\" if input.properties.open",
    )
}

const OWN: [&str; 3] = ["--no-builtin", "--policy", "policies"];

#[test]
fn a_page_says_all_of_a_control() {
    let ran = doc(&Sandbox::new(), &["AZ-STORAGE-001"]);
    assert_eq!(ran.code, 0);
    insta::assert_snapshot!(ran.transcript());
}

#[test]
fn a_folder_holds_a_page_for_each_and_a_list() {
    let sandbox =
        Sandbox::with("policies/a.rego", own("ACME-A-1")).file("policies/b.rego", own("ACME-B-1"));
    let ran = doc(&sandbox, &[&OWN[..], &["--out", "docs/pages"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.messages());
    assert!(
        ran.transcript().contains("2 pages in docs/pages"),
        "{}",
        ran.transcript()
    );
    insta::assert_snapshot!(sandbox.read("docs/pages/README.md"));
    assert!(
        sandbox
            .read("docs/pages/ACME-B-1.md")
            .contains("# ACME-B-1: ")
    );
    // The catalogue has a page for each of its controls too.
    let all = doc(&sandbox, &["--out", "docs/all"]);
    assert_eq!(all.code, 0, "{}", all.messages());
    let index = sandbox.read("docs/all/README.md");
    for line in index.lines().filter(|line| line.starts_with("| [")) {
        let page = line.split(['(', ')']).nth(1).unwrap();
        assert!(
            sandbox.path().join("docs/all").join(page).exists(),
            "{line}"
        );
    }
}

#[test]
fn templates_can_be_replaced_and_are_held_to_what_there_is() {
    let sandbox = Sandbox::with("policies/a.rego", own("ACME-A-1"))
        .file("good.j2", "{{ control.id }} {{ control.commands[0][0] }}\n")
        .file(
            "index.j2",
            "{% for c in controls %}{{ c.page }}{% endfor %}",
        )
        .file("absent.j2", "one\n{{ control.severty }}\n")
        .file("broken.j2", "one\n\n{% if %}\n")
        .file("bytes.j2", b"\xff\xfe\xff");
    let page = |template: &str| doc(&sandbox, &[&OWN[..], &["--template", template]].concat());
    let ran = page("good.j2");
    assert!(
        ran.transcript().contains("\nACME-A-1 az\n"),
        "{}",
        ran.transcript()
    );
    let arguments = [
        "--out",
        "docs",
        "--template",
        "good.j2",
        "--index-template",
        "index.j2",
    ];
    assert_eq!(doc(&sandbox, &[&OWN[..], &arguments].concat()).code, 0);
    assert_eq!(sandbox.read("docs/README.md"), "ACME-A-1.md");
    let mut said = String::new();
    for template in ["absent.j2", "broken.j2", "bytes.j2", "none.j2"] {
        let ran = page(template);
        assert_eq!(ran.code, 2, "{template}");
        said.push_str(&ran.messages());
    }
    insta::assert_snapshot!(said);
}

#[test]
fn pages_never_take_each_others_place() {
    // Ids have no characters that file names lack, so only the index can be in the way.
    for ids in [["README", "ACME-1"], ["acme-a", "ACME-A.b"]] {
        let sandbox =
            Sandbox::with("policies/a.rego", own(ids[0])).file("policies/b.rego", own(ids[1]));
        let ran = doc(&sandbox, &[&OWN[..], &["--out", "docs"]].concat());
        let is_apart = ids[0] == "acme-a";
        assert_eq!(ran.code, if is_apart { 0 } else { 2 }, "{}", ran.messages());
        assert_eq!(sandbox.path().join("docs/README.md").exists(), is_apart);
    }
}
