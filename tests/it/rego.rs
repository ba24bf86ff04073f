//! The unit tests beside the policies: that there are some for both answers. That they
//! pass is what `testing::the_catalogue_passes_its_tests` is for.

use crate::support::{files, root};

#[test]
fn every_control_is_tested_both_ways() {
    let folder = root().join("policies/lockdown");
    let controls: Vec<_> = files(&folder, ".rego")
        .into_iter()
        .filter(|path| !path.to_string_lossy().ends_with("_test.rego"))
        .collect();
    assert!(
        controls.len() >= 40,
        "only {} controls were found",
        controls.len()
    );
    let mut wrong = Vec::new();
    for control in controls {
        let beside = control.with_file_name(format!(
            "{}_test.rego",
            control.file_stem().unwrap().to_string_lossy()
        ));
        let name = beside.strip_prefix(root()).unwrap().display().to_string();
        let Ok(text) = std::fs::read_to_string(&beside) else {
            wrong.push(format!("{name} is missing"));
            continue;
        };
        let asking = asking_deny(&text);
        let about_deny: Vec<&str> = text
            .split("\ntest_")
            .skip(1)
            .filter(|rule| asking.iter().any(|name| rule.contains(name.as_str())))
            .collect();
        let allows = |rule: &&&str| {
            rule.contains(".deny) == 0")
                || asking.iter().any(|name| {
                    rule.lines().any(|line| {
                        line.contains(name.as_str())
                            && (line.contains(" == set()") || line.contains(" == []"))
                    })
                })
        };
        let allowing = about_deny.iter().filter(allows).count();
        if allowing == 0 {
            wrong.push(format!("{name} has no test that allows"));
        }
        if allowing == about_deny.len() {
            wrong.push(format!("{name} has no test that denies"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How the tests of a file ask what a control denies: by its rule, or through
/// functions of theirs.
fn asking_deny(text: &str) -> Vec<String> {
    let mut asking = vec![".deny".to_owned()];
    for _ in 0..3 {
        for part in text.split("\n\n") {
            let Some((name, _)) = part.split_once('(') else {
                continue;
            };
            let is_function = !name.is_empty()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
            let call = format!("{name}(");
            if is_function
                && !asking.contains(&call)
                && asking.iter().any(|known| part.contains(known.as_str()))
            {
                asking.push(call);
            }
        }
    }
    asking
}
