use super::*;

fn problem_of(text: &str, format: Option<&str>) -> Diagnostic {
    let document = Arc::new(Document::new("t.json", text));
    let options = ReadOptions {
        format: format.map(str::to_owned),
        ..ReadOptions::default()
    };
    let mut reading = read_document(&document, &options);
    assert!(reading.resources.is_empty());
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    reading.problems.remove(0)
}

#[test]
fn an_empty_file_is_named() {
    assert_eq!(problem_of(" \n", None).to_string(), "`t.json` is empty");
}

#[test]
fn unrecognized_documents_are_described() {
    let problem = problem_of(r#"{"a": 1, "b": [], "c": {}}"#, None);
    assert_eq!(
        problem.to_string(),
        "t.json:1:1: `t.json` is not an inventory that onus knows: it is a JSON object with `a`, `b`, `c`"
    );
    let help = problem.help.unwrap();
    assert!(help.contains("azure-resource-graph"), "{help}");
    let problem = problem_of("[3, 4]", None);
    assert!(problem.message.contains("array of 2 whose first is `3`"));
    let problem = problem_of("\n{\"x\":1}\n{\"x\":2}", None);
    assert!(problem.message.contains("2 lines"), "{problem}");
    assert_eq!(problem.location().as_deref(), Some("t.json:2:1"));
}

#[test]
fn several_exports_in_one_object_are_reported() {
    let text = r#"{"data": [], "total_records": 0, "values": {}, "terraform_version": "1.9", "format_version": "1.0"}"#;
    let problem = problem_of(text, None);
    assert_eq!(
        problem.to_string(),
        "t.json:1:1: `t.json` is read as `terraform-state`, and is `azure-resource-graph` too: what it has of that is not read"
    );
    let options = ReadOptions {
        format: Some("azure-resource-graph".to_owned()),
        ..ReadOptions::default()
    };
    let document = Arc::new(Document::new("t.json", text));
    assert!(read_document(&document, &options).problems.is_empty());
}

#[test]
fn invalid_json_has_a_place() {
    let problem = problem_of("{\"data\": [1,\n2,, 3]}", None);
    assert_eq!(problem.location().as_deref(), Some("t.json:2:3"));
    let problem = problem_of("{\"data\": [1,", None);
    assert!(problem.help.unwrap().contains("interrupted"));
    let problem = problem_of("resource \"aws_s3_bucket\" {}", None);
    assert!(
        problem.message.contains("neither JSON nor YAML"),
        "{problem}"
    );
    let problem = problem_of("{\"data\": []}\n}", None);
    assert!(problem.message.contains("trailing characters"), "{problem}");
}

#[test]
fn a_format_that_does_not_exist_names_those_that_do() {
    let problem = problem_of("{}", Some("arm-lst"));
    assert_eq!(problem.message, "there is no inventory format `arm-lst`");
    assert!(
        problem
            .help
            .unwrap()
            .starts_with("did you mean `arm-list`?")
    );
    assert!(
        problem_of("{}", Some("zzzzzz"))
            .help
            .unwrap()
            .starts_with("it is one of")
    );
}

#[test]
fn a_forced_format_that_does_not_fit_is_a_problem() {
    let text = r#"{"data": [], "total_records": 0}"#;
    let problem = problem_of(text, Some("arm-list"));
    assert!(problem.message.contains("is not of the format `arm-list`"));
    assert!(problem.help.unwrap().contains("`azure-resource-graph`"));
    let document = Arc::new(Document::new("t.json", text));
    let options = ReadOptions {
        format: Some("Azure-Resource-Graph".to_owned()),
        ..ReadOptions::default()
    };
    let reading = read_document(&document, &options);
    assert!(reading.problems.is_empty() && reading.resources.is_empty());
}
