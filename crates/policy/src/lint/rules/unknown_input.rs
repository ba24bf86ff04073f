//! The rule `unknown-input`: parts of `input` that do not exist.

use crate::lint::rule::{Bearing, CheckRule, Evidence};
use onus_core::diagnostic::Level;
use std::collections::BTreeSet;

use crate::engine::{Expr, Module};
use crate::lint::finding::Findings;
use crate::lint::workspace::Workspace;
use crate::load::role::Role;

/// What policies see of a resource.
pub const PARTS: [&str; 19] = [
    "change",
    "claims",
    "coverage",
    "editions",
    "id",
    "layers",
    "location",
    "model",
    "name",
    "phase",
    "properties",
    "provider",
    "raw",
    "related",
    "responsibility",
    "scope",
    "tags",
    "type",
    "unresolved",
];

/// What a control of the inventory as one sees.
pub const INVENTORY_PARTS: [&str; 2] = ["inventory", "phase"];

pub(crate) const RULE: CheckRule = CheckRule {
    code: "unknown-input",
    level: Level::Error,
    bearing: Bearing::Decisions,
    evidence: Evidence::Policies,
    about: "a part of `input` that does not exist",
    find,
};

fn find(workspace: &Workspace<'_>, findings: &mut Findings) {
    for file in workspace.policies() {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        each_part(&file.module, &mut |name, expr| {
            if !exists(file.role(), name)
                && let Some(span) = expr.stretch(1)
                && seen.insert(span.start)
            {
                found.push((name.to_owned(), span));
            }
        });
        for (name, span) in found {
            let help = if is_of_inventory(file.role()) {
                "a control with `resources: inventory` sees `input.inventory` and `input.phase`"
                    .to_owned()
            } else {
                help(&name)
            };
            findings.add(
                &file.document,
                &span,
                format!("`input.{name}` does not exist, so what reads it never holds"),
                help,
            );
        }
    }
}

/// Whether a file of this role can see a part of `input`. Libraries are for both kinds of
/// controls.
fn exists(role: Option<&Role>, name: &str) -> bool {
    let is_of_resources = PARTS.contains(&name);
    let is_inventory = INVENTORY_PARTS.contains(&name);
    match role {
        _ if is_of_inventory(role) => is_inventory,
        Some(Role::Control(_) | Role::Boundary(_)) => is_of_resources,
        _ => is_of_resources || is_inventory,
    }
}

fn is_of_inventory(role: Option<&Role>) -> bool {
    matches!(role, Some(Role::Control(control)) if control.resources.is_inventory())
}

/// What to write in place of a part that does not exist.
fn help(name: &str) -> String {
    let elsewhere = match name {
        "resource_changes" | "resource_drift" | "changes" => {
            "a policy sees one resource at a time: what a plan does to it is in `input.change`, and with `changes: [delete]` in METADATA a control sees resources that the plan removes"
        }
        "resource" | "resources" | "planned_values" | "values" | "configuration"
        | "prior_state" => {
            "a policy sees one resource at a time: its type is `input.type`, and what a plan, a template or an export says of it is in `input.properties`"
        }
        "spec" | "metadata" | "apiVersion" | "status" => {
            "of an object of Kubernetes, `spec` is `input.properties`, and the whole object is `input.raw`"
        }
        "review" | "request" | "object" => {
            "a policy sees the resource itself: its configuration is `input.properties`, and its whole record `input.raw`"
        }
        "inventory" => {
            "counts and names of all resources are for controls with `resources: inventory`"
        }
        "parameters" | "params" => "parameters are in `data.params`, from `[params]` in onus.toml",
        "subscription" | "subscriptionId" | "subscription_id" | "account" | "account_id" => {
            "write `input.scope.account`"
        }
        "resourceGroup" | "resource_group" | "group" => "write `input.scope.group`",
        "tenant" | "tenantId" => "write `input.scope.tenant`",
        "region" => "write `input.location`",
        "sku" | "kind" | "identity" | "zones" | "plan" | "etag" | "managedBy" => {
            return format!("it is a part of the whole record: write `input.raw.{name}`");
        }
        _ => {
            return onus_core::suggest::nearest(name, PARTS).map_or_else(
                || {
                    format!(
                        "the configuration of a resource is in `input.properties` and its whole record in `input.raw`; the other parts are {}",
                        PARTS.join(", ")
                    )
                },
                |near| format!("did you mean `input.{near}`?"),
            );
        }
    };
    elsewhere.to_owned()
}

fn each_part<'m>(module: &'m Module, visit: &mut impl FnMut(&'m str, &'m Expr)) {
    for rule in &module.rules {
        rule.walk(&mut |expr| {
            // A policy in which something else is called so is refused.
            if let Some(("input", keys)) = expr.reference()
                && let Some(name) = keys.first().and_then(|key| key.text())
            {
                visit(name, expr);
            }
        });
    }
}
