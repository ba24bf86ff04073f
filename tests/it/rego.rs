//! The unit tests beside the policies, under the engine that decides.

use onus::engine::{Engine, Module, Value};

use crate::support::{NOW, files, root};

/// The rules of a file whose name begins with `test_`, as paths into `data`.
fn tests_of(name: &str, module: &Module) -> Vec<String> {
    let mut rules: Vec<String> = module
        .rules
        .iter()
        .filter_map(|rule| rule.path.first())
        .filter(|rule| rule.starts_with("test_"))
        .map(|rule| format!("data.{}.{rule}", module.package.join(".")))
        .collect();
    rules.sort();
    let all = rules.len();
    rules.dedup();
    assert_eq!(
        all,
        rules.len(),
        "{name} defines a test twice, so one would hide the other"
    );
    rules
}

#[test]
fn every_unit_test_beside_the_policies_passes() {
    let mut engine =
        Engine::new(std::time::Duration::from_secs(20), NOW).expect("the engine can be set up");
    let mut tests = Vec::new();
    for path in files(&root().join("policies"), ".rego") {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let text = std::fs::read_to_string(&path).expect("policies are text");
        let module = engine
            .add_policy(&name, &text)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        if name.ends_with("_test.rego") {
            let found = tests_of(&name, &module);
            assert!(
                !found.is_empty(),
                "{name} holds no rule that begins with `test_`"
            );
            tests.extend(found);
        }
    }
    engine
        .add_data(Value::object([("params", Value::object::<&str>([]))]))
        .expect("there is no data yet");
    engine.prepare().unwrap_or_else(|error| panic!("{error:?}"));
    assert!(tests.len() > 500, "only {} tests were found", tests.len());
    let failed: Vec<String> = tests
        .iter()
        .filter_map(|test| match engine.evaluate(test) {
            Ok(Some(value)) if value.as_bool() == Some(true) => None,
            Ok(Some(value)) => Some(format!("{test} is {}", value.to_json())),
            Ok(None) => Some(format!("{test} does not hold")),
            Err(error) => Some(format!("{test}: {error:?}")),
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} tests fail:\n{}",
        failed.len(),
        tests.len(),
        failed.join("\n")
    );
}

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
                    rule.lines()
                        .any(|line| line.contains(name.as_str()) && line.contains(" == set()"))
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
