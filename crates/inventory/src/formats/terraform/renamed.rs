//! Arguments of azurerm that have an old and a new name at the same time.
//!
//! While a provider renames an argument, it takes either name and computes the other one. A
//! plan then shows the computed name as unknown, or with the value of the state before, which
//! the configured name replaces. What the configuration of the plan sets is what is applied.
//!
//! Source: `Optional`, `Computed` and `ConflictsWith` in the schemas of
//! <https://github.com/hashicorp/terraform-provider-azurerm>, versions 3.117 and 4.81.

#[cfg(test)]
mod tests;

use onus_core::derived_text::Pieces;
use onus_core::json_pointer::Pointer;
use onus_core::vocabulary::Phase;
use serde_json::value::RawValue;

use crate::json::locate::locate;
use crate::json::outline::{Members, items};
use crate::resource::Resource;

/// An argument with two names.
#[derive(Debug)]
struct Renamed {
    kind: &'static str,
    /// The block that has the argument; empty for an argument of the resource itself.
    block: &'static str,
    old: &'static str,
    new: &'static str,
    /// Whether the provider ignores a computed value that differs from the configured one. Of
    /// the others, `true` under either name is in effect, which is left to policies.
    is_configured_decisive: bool,
}

impl Renamed {
    const fn of(kind: &'static str, old: &'static str, new: &'static str) -> Self {
        Self {
            kind,
            block: "",
            old,
            new,
            is_configured_decisive: true,
        }
    }

    const fn in_security(old: &'static str, new: &'static str) -> Self {
        Self {
            kind: "azurerm_api_management",
            block: "security",
            old,
            new,
            is_configured_decisive: false,
        }
    }

    /// The place of one of the names in the resource's arguments.
    fn place(&self, name: &str) -> Pointer {
        match self.block {
            "" => Pointer::root().child(name),
            block => Pointer::root().child(block).child("0").child(name),
        }
    }
}

/// The arguments that policies read.
const RENAMED: &[Renamed] = &[
    Renamed::of(
        "azurerm_cosmosdb_account",
        "local_authentication_disabled",
        "local_authentication_enabled",
    ),
    Renamed::of(
        "azurerm_key_vault",
        "enable_rbac_authorization",
        "rbac_authorization_enabled",
    ),
    Renamed::of(
        "azurerm_storage_account",
        "enable_https_traffic_only",
        "https_traffic_only_enabled",
    ),
    Renamed::of(
        "azurerm_windows_virtual_machine",
        "enable_automatic_updates",
        "automatic_updates_enabled",
    ),
    Renamed {
        is_configured_decisive: false,
        ..Renamed::of(
            "azurerm_redis_cache",
            "enable_non_ssl_port",
            "non_ssl_port_enabled",
        )
    },
    Renamed::in_security("enable_backend_ssl30", "backend_ssl30_enabled"),
    Renamed::in_security("enable_backend_tls10", "backend_tls10_enabled"),
    Renamed::in_security("enable_backend_tls11", "backend_tls11_enabled"),
    Renamed::in_security("enable_frontend_ssl30", "frontend_ssl30_enabled"),
    Renamed::in_security("enable_frontend_tls10", "frontend_tls10_enabled"),
    Renamed::in_security("enable_frontend_tls11", "frontend_tls11_enabled"),
];

/// Which of the two names a block of the configuration sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Configured {
    /// The argument's number in the table.
    index: usize,
    old: bool,
    new: bool,
}

/// The arguments with two names of a resource block, by its `expressions`. Arguments of a
/// block that the expressions do not have are omitted: a dynamic block is not in a plan.
pub fn configured(kind: &str, expressions: &RawValue) -> Vec<Configured> {
    let of_kind = RENAMED
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == kind);
    of_kind
        .filter_map(|(index, renamed)| {
            let around = Members::parse_last(expressions.get()).ok()?;
            let arguments = match renamed.block {
                "" => around,
                block => {
                    let block = items(around.get(block)?.get()).ok()?;
                    Members::parse_last(block.first()?.get()).ok()?
                }
            };
            Some(Configured {
                index,
                old: arguments.has(renamed.old),
                new: arguments.has(renamed.new),
            })
        })
        .collect()
}

/// Gives a planned resource the values that its configuration sets: a name that is only
/// computed says nothing of its own.
pub fn settle(resource: &mut Resource, configured: &[Configured]) {
    if resource.phase != Phase::Planned {
        return;
    }
    for one in configured {
        let Some(renamed) = RENAMED.get(one.index) else {
            continue;
        };
        let (set, computed) = match (one.old, one.new) {
            (true, false) => (renamed.old, renamed.new),
            (false, true) => (renamed.new, renamed.old),
            // The argument is not set, so its default holds where the provider computes both.
            (false, false) => {
                forget(resource, &renamed.place(renamed.old));
                forget(resource, &renamed.place(renamed.new));
                continue;
            }
            (true, true) => continue,
        };
        let (set, computed) = (renamed.place(set), renamed.place(computed));
        let is_unknown = resource.unknown.contains(&in_properties(&set));
        let value = value_of(resource, &set);
        if value.is_none() && !is_unknown {
            // Its expression is null: it is not set after all.
            continue;
        }
        forget(resource, &computed);
        match value_of(resource, &computed) {
            None => {}
            Some(stale) if renamed.is_configured_decisive || value.as_ref() == Some(&stale) => {
                clear(resource, &computed);
            }
            Some(_) => {}
        }
    }
}

/// The place of an argument in the policy's input.
fn in_properties(place: &Pointer) -> Pointer {
    Pointer::root().child("properties").join(place)
}

fn forget(resource: &mut Resource, place: &Pointer) {
    let place = in_properties(place);
    resource.unknown.retain(|unknown| *unknown != place);
}

/// The value of an argument as it is written; none for null and a missing one.
fn value_of(resource: &Resource, place: &Pointer) -> Option<String> {
    let text = resource.body.text();
    let found = locate(text, &resource.body.properties.join(place));
    let value = text.get(found.range).filter(|_| found.exact)?;
    (value != "null").then(|| value.to_owned())
}

/// Replaces the value of an argument by null.
fn clear(resource: &mut Resource, place: &Pointer) {
    let body = &mut resource.body;
    let found = locate(body.text(), &body.properties.join(place));
    if !found.exact {
        return;
    }
    let record = body.range.clone();
    let (start, end) = (
        record.start + found.range.start,
        record.start + found.range.end,
    );
    let mut pieces = Pieces::of(&body.document);
    pieces.copied(record.start..start);
    pieces.made("null", start..end);
    pieces.copied(end..record.end);
    body.document = pieces.finish();
    body.range = 0..body.document.text().len();
}
