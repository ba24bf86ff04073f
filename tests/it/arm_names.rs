//! Names of an ARM template that only the deployment knows: two equal expressions are one name.

use crate::sandbox::{Sandbox, text};

const AUDITING: &str = r#""properties": {"state": "Enabled", "isAzureMonitorTargetEnabled": true}"#;

/// The status of AZ-SQL-005 for the server of each template, given by the names of the server
/// and of its auditing settings.
fn statuses(templates: &[(String, String)]) -> Vec<String> {
    let mut sandbox = Sandbox::new();
    let mut arguments = vec!["--select".to_owned(), "AZ-SQL-005".to_owned()];
    for (number, (server, child)) in templates.iter().enumerate() {
        let template = format!(
            r#"{{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
                "contentVersion": "1.0.0.0", "variables": {{"v": "[parameters('n')]"}},
                "parameters": {{"n": {{"type": "string"}}, "m": {{"type": "string"}}}}, "resources": [
                  {{"type": "Microsoft.Sql/servers", "apiVersion": "2021-11-01", {server}, "properties": {{"version": "12.0"}}}},
                  {{"type": "Microsoft.Sql/servers/auditingSettings", "apiVersion": "2021-11-01", {child}, {AUDITING}}}]}}"#
        );
        let file = format!("t{number:02}.json");
        sandbox = sandbox.file(&file, template);
        arguments.push(file);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (_, decisions) = sandbox.decide(&arguments);
    let status = |decision: &serde_json::Value| text(decision, "/status");
    decisions.iter().map(status).collect()
}

fn named(name: &str) -> String {
    format!(r#""name": "{name}""#)
}

fn looped(name: &str, count: &str) -> String {
    format!(r#""name": "{name}", "copy": {{"name": "c", "count": {count}}}"#)
}

#[test]
fn a_child_belongs_to_the_parent_whose_name_is_the_same_expression() {
    let unique = "format('s{0}', uniqueString(resourceGroup().id, 'x'))";
    let mut templates: Vec<(String, String)> = [
        (
            "[parameters('n')]",
            "[format('{0}/{1}', parameters('n'), 'default')]",
        ),
        ("[parameters('n')]", "[concat(parameters('N'), '/default')]"),
        (
            "[variables('v')]",
            "[format('{0}/default', parameters('n'))]",
        ),
        (
            "[format('sql-{0}', parameters('n'))]",
            "[concat('sql-', variables('v'), '/default')]",
        ),
        (
            "[toLower(parameters('n'))]",
            "[format('{0}/{1}', toLower(parameters('n')), 'default')]",
        ),
        (
            "[last(split(format('a/{0}', parameters('n')), '/'))]",
            "[format('{0}/default', parameters('n'))]",
        ),
        (
            "[if(equals(parameters('m'), 'a'), 'b', 'c')]",
            "[format('{0}/default', if(equals(parameters('m'), 'a'), 'b', 'c'))]",
        ),
    ]
    .map(|(server, child)| (named(server), named(child)))
    .to_vec();
    let child = format!("[format('{{0}}/{{1}}', {unique}, 'default')]");
    templates.push((named(&format!("[{unique}]")), named(&child)));
    let count = "\"[length(parameters('n'))]\"";
    templates.push((
        looped("[format('s{0}', copyIndex())]", count),
        looped("[format('s{0}/default', copyIndex('c'))]", count),
    ));
    for (status, template) in statuses(&templates).iter().zip(&templates) {
        assert_eq!(status, "satisfied", "{template:?}");
    }
}

#[test]
fn a_child_of_another_name_belongs_to_nothing() {
    let mut templates: Vec<(String, String)> = [
        (
            "[parameters('n')]",
            "[format('{0}/{1}', parameters('m'), 'default')]",
        ),
        ("[parameters('n')]", "[format('{0}', parameters('n'))]"),
        (
            "[[parameters('n')]",
            "[format('{0}/default', parameters('n'))]",
        ),
        ("[newGuid()]", "[format('{0}/default', newGuid())]"),
        (
            "[format('{0}x', parameters('n'))]",
            "[format('{0}/default', parameters('n'))]",
        ),
        (
            "[reference('x').n]",
            "[format('{0}/default', reference('x').m)]",
        ),
    ]
    .map(|(server, child)| (named(server), named(child)))
    .to_vec();
    let server = "[format('s{0}', copyIndex())]";
    templates.push((
        looped(server, "\"[int(parameters('n'))]\""),
        looped(
            "[format('s{0}/default', copyIndex())]",
            "\"[int(parameters('m'))]\"",
        ),
    ));
    templates.push((
        looped(server, "\"[int(parameters('n'))]\""),
        looped(
            "[format('s{0}/default', copyIndex(1))]",
            "\"[int(parameters('n'))]\"",
        ),
    ));
    for (status, template) in statuses(&templates).iter().zip(&templates) {
        assert_ne!(status, "satisfied", "{template:?}");
    }
}

#[test]
fn each_round_of_a_loop_has_its_own_child() {
    let server = looped("[format('s{0}', copyIndex())]", "3");
    let child = looped("[format('s{0}/default', copyIndex(1))]", "2");
    // The first server has no child, which another template may deploy.
    let expected = ["unknown", "satisfied", "satisfied"];
    assert_eq!(statuses(&[(server, child)]), expected);
}
