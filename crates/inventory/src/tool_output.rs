//! Output of tools that people take for an inventory: what it is, and the command that makes
//! the inventory.

use std::sync::Arc;

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::document::Document;

use crate::json::outline::{Members, Outline};

/// The commands for a plan.
const PLAN: &str = "make the plan as JSON with `terraform plan -out=tfplan` and `terraform show -json tfplan > plan.json` (`tofu` has the same commands)";

/// The fix for other output around a plan.
const WRAPPER: &str = "set `terraform_wrapper: false` in the step `hashicorp/setup-terraform`, or call the program directly: `terraform-bin show -json tfplan > plan.json`";

/// Lines that are a part of each plan, or of each state, for people:
/// <https://developer.hashicorp.com/terraform/cli/commands/plan>.
const PLAN_LINES: [&str; 9] = [
    "Terraform will perform the following actions",
    "OpenTofu will perform the following actions",
    "Terraform used the selected providers to generate the following execution plan",
    "OpenTofu used the selected providers to generate the following execution plan",
    "Your infrastructure matches the configuration",
    "Note: Objects have changed outside of Terraform",
    "Note: Objects have changed outside of OpenTofu",
    "You can apply this plan to save these new output values to the Terraform state",
    "You can apply this plan to save these new output values to the OpenTofu state",
];

/// The problem with a text that is no JSON; none when it is of an unknown tool.
pub(crate) fn problem_with_text(document: &Arc<Document>) -> Option<Diagnostic> {
    let text = document.text();
    if let Some(line) = PLAN_LINES.iter().find_map(|line| text.find(line)) {
        let message = "this is a Terraform plan as text, and onus reads plans as JSON";
        return Some(at_line(document, line, message).help(PLAN));
    }
    let json = json_line(text)?;
    let is_wrapper = text.starts_with("[command]")
        && ["terraform", "tofu"]
            .iter()
            .any(|tool| text.lines().next().is_some_and(|line| line.contains(tool)));
    let first = document.position(json).line;
    let message = match is_wrapper {
        true => format!(
            "this is the output of the wrapper of `setup-terraform`: the plan is in line {first}, and the lines around it are not JSON"
        ),
        false => format!("there is other output around the JSON, which is in line {first}"),
    };
    let help = match is_wrapper {
        true => WRAPPER,
        false => "give onus the JSON only: write it to a file in a step of its own, without logs",
    };
    let other = match json {
        0 => text.find('\n').map_or(0, |end| end + 1),
        _ => 0,
    };
    Some(at_line(document, other, message).help(help))
}

/// The problem with JSON that has no inventory; none when it is of an unknown tool.
pub(crate) fn problem_with_json(
    document: &Arc<Document>,
    outline: &Outline<'_>,
) -> Option<Diagnostic> {
    let is_log = |members: &Members<'_>| {
        members.has("@level")
            && members.text("@module").is_some_and(|module| {
                ["terraform", "tofu"]
                    .iter()
                    .any(|tool| module.starts_with(tool))
            })
    };
    let is_found = match outline {
        Outline::Lines(lines) => lines
            .iter()
            .take(2)
            .any(|line| Members::parse(line.text).is_ok_and(|members| is_log(&members))),
        Outline::Object(members) => is_log(members),
        Outline::Array(_) | Outline::Text(_) => false,
    };
    let message = "this is the log that `terraform plan -json` prints, and it has no configuration of resources";
    is_found.then(|| at_line(document, 0, message).help(PLAN))
}

/// The start of the only line that is a complete JSON object with the version of a
/// Terraform format, if other lines are not JSON.
fn json_line(text: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let is_plan = line.starts_with('{')
            && line.contains("\"format_version\"")
            && Members::parse(line.trim()).is_ok_and(|members| members.has("format_version"));
        if is_plan {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}

fn at_line(document: &Arc<Document>, offset: usize, message: impl Into<String>) -> Diagnostic {
    let rest = document.text().get(offset..).unwrap_or_default();
    let length = rest.lines().next().unwrap_or_default().trim_end().len();
    Diagnostic::error(message).at(Spot::new(document, offset..offset + length))
}

#[cfg(test)]
mod tests {
    use crate::detect::reading_of;

    #[test]
    fn output_of_terraform_is_named_with_the_command_that_makes_the_inventory() {
        const PLAN: &str = r#"{"format_version": "1.2", "resource_changes": []}"#;
        for (text, message, help) in [
            (
                format!("[command]/home/runner/_temp/x/terraform-bin show -json p\n{PLAN}\n::debug::x\n"),
                "wrapper of `setup-terraform`",
                "terraform_wrapper: false",
            ),
            (
                format!("[command]/opt/tofu-bin show -json p\n{PLAN}\n"),
                "the plan is in line 2",
                "terraform_wrapper: false",
            ),
            (
                format!("Selected workspace prod\n{PLAN}"),
                "other output around the JSON",
                "without logs",
            ),
            (
                format!("{PLAN}\nReleasing state lock. This may take a few moments...\n"),
                "",
                "",
            ),
            (
                "Terraform will perform the following actions:\n\n  # a.b will be created\n  + resource \"a\" \"b\" {\n".to_owned(),
                "plan as text",
                "terraform show -json tfplan",
            ),
            (
                "\u{1b}[1mOpenTofu will perform the following actions:\u{1b}[0m\n+ x\n".to_owned(),
                "plan as text",
                "terraform show -json tfplan",
            ),
            (
                "No changes. Your infrastructure matches the configuration.\n".to_owned(),
                "plan as text",
                "terraform show -json tfplan",
            ),
            (
                "{\"@level\": \"info\", \"@module\": \"terraform.ui\", \"type\": \"version\"}\n{\"@level\": \"info\", \"@module\": \"terraform.ui\"}\n".to_owned(),
                "`terraform plan -json` prints",
                "terraform show -json tfplan",
            ),
            (
                r#"{"@level": "error", "@module": "tofu.ui", "type": "diagnostic"}"#.to_owned(),
                "`terraform plan -json` prints",
                "terraform show -json tfplan",
            ),
        ] {
            let reading = reading_of(&text);
            assert!(!reading.problems.is_empty(), "{text}");
            let problem = &reading.problems[0];
            assert!(problem.message.contains(message), "{text}: {problem:?}");
            let found = problem.help.as_deref().unwrap_or_default();
            assert!(found.contains(help), "{text}: {problem:?}");
        }
    }
}
