//! Edges of resources that name no address: a service by its name, or all buckets of an
//! account.

use std::collections::BTreeSet;

use serde_json::Value;

use onus_core::json_pointer::Pointer;

use crate::reader::Reading;
use crate::resource::{Edge, Resource};

/// The block of public access to all buckets of an account.
const ACCOUNT_BLOCK: &str = "aws_s3_account_public_access_block";

/// The relation of a bucket to the block of its account.
const TO_ACCOUNT_BLOCK: &str = "account_public_access_block";

/// The relation of a grant to the Cloud Run service that it is for.
const TO_SERVICE: &str = "cloud_run_service";

const SERVICES: [&str; 2] = ["google_cloud_run_service", "google_cloud_run_v2_service"];

/// Adds these edges. `provider_of` gives the provider configuration of a resource, such as
/// `aws.west`, if the document has it.
pub fn add_implied_edges(reading: &mut Reading, provider_of: &dyn Fn(&Resource) -> Option<String>) {
    let resources = &reading.resources;
    let added: Vec<(usize, Vec<Edge>)> = account_blocks(resources, provider_of)
        .into_iter()
        .chain(service_grants(resources))
        .collect();
    for (number, edges) in added {
        if let Some(resource) = reading.resources.get_mut(number) {
            let replaced: Vec<_> = edges.iter().filter_map(|edge| edge.via.clone()).collect();
            resource
                .edges
                .retain(|edge| edge.via.as_ref().is_none_or(|via| !replaced.contains(via)));
            resource.edges.extend(edges);
        }
    }
}

/// Buckets with the block of their account: where both have one provider configuration,
/// they are in one account.
fn account_blocks(
    resources: &[Resource],
    provider_of: &dyn Fn(&Resource) -> Option<String>,
) -> Vec<(usize, Vec<Edge>)> {
    let blocks: Vec<(&str, Option<String>)> = resources
        .iter()
        .filter(|resource| resource.kind == ACCOUNT_BLOCK)
        .map(|block| (block.id.as_str(), provider_of(block)))
        .collect();
    // Without provider configurations, a document about several accounts does not say which
    // one a bucket is in.
    let is_known =
        |provider: &Option<String>| provider.is_some() || !has_several_accounts(resources);
    if blocks.is_empty() {
        return Vec::new();
    }
    resources
        .iter()
        .enumerate()
        .filter(|(_, resource)| resource.kind == "aws_s3_bucket")
        .map(|(number, bucket)| {
            let provider = provider_of(bucket);
            let edges = blocks
                .iter()
                .filter(|(_, of_block)| *of_block == provider && is_known(of_block))
                .map(|(id, _)| Edge {
                    kind: Some(TO_ACCOUNT_BLOCK.to_owned()),
                    to: (*id).to_owned(),
                    via: None,
                })
                .collect();
            (number, edges)
        })
        .collect()
}

/// Whether the ARNs of resources name more than one account.
fn has_several_accounts(resources: &[Resource]) -> bool {
    let arns = resources.iter().flat_map(|resource| &resource.aliases);
    let accounts: BTreeSet<&str> = arns
        .filter_map(|alias| alias.strip_prefix("arn:")?.split(':').nth(3))
        .filter(|account| !account.is_empty() && account.bytes().all(|c| c.is_ascii_digit()))
        .collect();
    accounts.len() > 1
}

/// Grants of roles with the Cloud Run services that they are for, by an expression or by
/// name.
fn service_grants(resources: &[Resource]) -> Vec<(usize, Vec<Edge>)> {
    let grants: Vec<(usize, &Resource, &str)> = resources
        .iter()
        .enumerate()
        .filter_map(|(number, resource)| Some((number, resource, service_argument(resource)?)))
        .collect();
    if grants.is_empty() {
        return Vec::new();
    }
    let services: Vec<Service> = resources.iter().filter_map(Service::read).collect();
    grants
        .into_iter()
        .filter(|(_, grant, _)| !is_for_service_account(grant))
        .map(|(number, grant, argument)| {
            let via = Pointer::parse("/properties").child(argument);
            let mut targets: Vec<String> = grant
                .edges
                .iter()
                .filter(|edge| edge.via.as_ref() == Some(&via))
                .map(|edge| edge.to.clone())
                .collect();
            if targets.is_empty() {
                targets = by_name(grant, argument, &services);
            }
            let edges = targets
                .into_iter()
                .map(|to| Edge {
                    kind: Some(TO_SERVICE.to_owned()),
                    to,
                    via: Some(via.clone()),
                })
                .collect();
            (number, edges)
        })
        .collect()
}

/// The argument that names the service; none for what is no grant of Cloud Run.
fn service_argument(resource: &Resource) -> Option<&'static str> {
    let is_grant = |rest: &str| matches!(rest, "member" | "binding" | "policy");
    let kind = resource.kind.as_str();
    if kind
        .strip_prefix("google_cloud_run_service_iam_")
        .is_some_and(is_grant)
    {
        Some("service")
    } else if kind
        .strip_prefix("google_cloud_run_v2_service_iam_")
        .is_some_and(is_grant)
    {
        Some("name")
    } else {
        None
    }
}

/// Whether a grant is for a service account that is made with it: its member is not known
/// yet, but it is not everybody.
fn is_for_service_account(grant: &Resource) -> bool {
    let member = Pointer::parse("/properties/member");
    grant.unknown.contains(&member)
        && grant.edges.iter().any(|edge| {
            edge.via.as_ref() == Some(&member)
                && edge
                    .to
                    .rsplit('.')
                    .nth(1)
                    .is_some_and(|kind| kind.starts_with("google_service_account"))
        })
}

/// A Cloud Run service of the document.
struct Service {
    address: String,
    name: String,
    location: Option<String>,
    project: Option<String>,
}

impl Service {
    fn read(resource: &Resource) -> Option<Self> {
        if !SERVICES.contains(&resource.kind.as_str()) {
            return None;
        }
        let properties = properties(resource)?;
        Some(Self {
            address: resource.id.clone(),
            name: text(&properties, "name")?,
            location: text(&properties, "location"),
            project: text(&properties, "project"),
        })
    }
}

/// The services of this name; where both say a location or a project, they are the same.
fn by_name(grant: &Resource, argument: &str, services: &[Service]) -> Vec<String> {
    let Some(properties) = properties(grant) else {
        return Vec::new();
    };
    let Some(name) = text(&properties, argument) else {
        return Vec::new();
    };
    // The id has the name at its end: `projects/p/locations/l/services/s`.
    let short = name.rsplit('/').next().unwrap_or(&name);
    let agrees = |of_service: &Option<String>, key: &str| match (of_service, text(&properties, key))
    {
        (Some(one), Some(other)) => *one == other,
        _ => true,
    };
    services
        .iter()
        .filter(|service| {
            service.name == short
                && agrees(&service.location, "location")
                && agrees(&service.project, "project")
        })
        .map(|service| service.address.clone())
        .collect()
}

fn properties(resource: &Resource) -> Option<Value> {
    let record: Value = serde_json::from_str(resource.body.text()).ok()?;
    record
        .pointer(&resource.body.properties.to_string())
        .cloned()
}

fn text(properties: &Value, key: &str) -> Option<String> {
    properties
        .get(key)
        .and_then(Value::as_str)
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNT_BLOCK, TO_ACCOUNT_BLOCK};
    use serde_json::{Value, json};

    use crate::detect::reading_of;

    /// Resources of a plan: address, provider configuration, values, expressions.
    fn edges(resources: &[(&str, &str, Value, Value)]) -> Vec<String> {
        let split = |address: &str| {
            let (kind, name) = address.split_once('.').unwrap();
            (kind.to_owned(), name.to_owned())
        };
        let changes: Vec<Value> = resources
            .iter()
            .map(|(address, _, values, _)| {
                let (kind, name) = split(address);
                json!({"address": address, "mode": "managed", "type": kind, "name": name, "provider_name": "x",
                    "change": {"actions": ["create"], "before": null, "after": values, "after_unknown": {"member": values.get("member").is_none()}}})
            })
            .collect();
        let blocks: Vec<Value> = resources
            .iter()
            .map(|(address, provider, _, expressions)| {
                let (kind, name) = split(address);
                json!({"address": address, "mode": "managed", "type": kind, "name": name,
                    "provider_config_key": provider, "expressions": expressions})
            })
            .collect();
        let plan = json!({"format_version": "1.2", "terraform_version": "1.9.0",
            "planned_values": {"root_module": {"resources": []}}, "resource_changes": changes,
            "configuration": {"root_module": {"resources": blocks}}});
        let reading = reading_of(&plan.to_string());
        let mut edges: Vec<String> = reading
            .resources
            .iter()
            .flat_map(|resource| {
                resource
                    .edges
                    .iter()
                    .filter_map(|edge| Some((edge.kind.clone()?, edge)))
                    .map(|(kind, edge)| format!("{} {kind} {}", resource.id, edge.to))
            })
            .collect();
        edges.sort();
        edges
    }

    #[test]
    fn buckets_have_the_block_of_their_account() {
        let block = (
            "aws_s3_account_public_access_block.a",
            "aws",
            json!({}),
            json!({}),
        );
        let bucket = ("aws_s3_bucket.b", "aws", json!({}), json!({}));
        let other = ("aws_s3_bucket.c", "aws.other", json!({}), json!({}));
        assert_eq!(
            edges(&[block, bucket.clone(), other]),
            ["aws_s3_bucket.b account_public_access_block aws_s3_account_public_access_block.a"]
        );
        assert!(edges(&[bucket]).is_empty());
    }

    #[test]
    fn a_state_of_several_accounts_does_not_say_which_one_a_bucket_is_in() {
        let state = |accounts: &[&str]| {
            let functions: Vec<Value> = accounts
                .iter()
                .enumerate()
                .map(|(number, account)| {
                    json!({"mode": "managed", "type": "aws_lambda_function", "name": format!("f{number}"),
                        "address": format!("aws_lambda_function.f{number}"), "provider_name": "registry.terraform.io/hashicorp/aws",
                        "values": {"arn": format!("arn:aws:lambda:eu-west-1:{account}:function:f")}})
                })
                .collect();
            let simple = |kind: &str| {
                json!({"mode": "managed", "type": kind, "name": "a", "address": format!("{kind}.a"),
                "provider_name": "registry.terraform.io/hashicorp/aws", "values": {}})
            };
            let resources = [
                functions,
                vec![simple(ACCOUNT_BLOCK), simple("aws_s3_bucket")],
            ]
            .concat();
            let state = json!({"format_version": "1.0", "terraform_version": "1.9.0",
                "values": {"root_module": {"resources": resources}}});
            let reading = crate::detect::reading_of(&state.to_string());
            let edges = reading
                .resources
                .iter()
                .flat_map(|resource| &resource.edges);
            edges
                .filter(|edge| edge.kind.as_deref() == Some(TO_ACCOUNT_BLOCK))
                .count()
        };
        assert_eq!(state(&["111122223333"]), 1);
        assert_eq!(state(&["111122223333", "444455556666"]), 0);
    }

    #[test]
    fn grants_have_their_service() {
        let service = (
            "google_cloud_run_v2_service.s",
            "google",
            json!({"name": "shop", "location": "europe-west1"}),
            json!({}),
        );
        let member = |values: Value, expressions: Value| {
            (
                "google_cloud_run_v2_service_iam_member.m",
                "google",
                values,
                expressions,
            )
        };
        let found = [
            "google_cloud_run_v2_service_iam_member.m cloud_run_service google_cloud_run_v2_service.s",
        ];
        let named = |name: &str, location: &str| json!({"name": name, "location": location, "member": "allUsers"});
        let refers = json!({"name": {"references": ["google_cloud_run_v2_service.s.name", "google_cloud_run_v2_service.s"]}});
        for (values, expressions) in [
            (named("shop", "europe-west1"), json!({})),
            (
                named(
                    "projects/p/locations/europe-west1/services/shop",
                    "europe-west1",
                ),
                json!({}),
            ),
            (json!({"member": "allUsers"}), refers.clone()),
            (json!({}), refers.clone()),
        ] {
            assert_eq!(
                edges(&[service.clone(), member(values, expressions)]),
                found
            );
        }
        for values in [named("other", "europe-west1"), named("shop", "us-east1")] {
            assert!(edges(&[service.clone(), member(values, json!({}))]).is_empty());
        }
        let mut account = refers;
        account["member"] =
            json!({"references": ["google_service_account.a.email", "google_service_account.a"]});
        let made = ("google_service_account.a", "google", json!({}), json!({}));
        assert!(edges(&[service, made, member(json!({}), account)]).is_empty());
    }
}
