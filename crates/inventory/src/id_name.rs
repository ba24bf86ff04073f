//! Names in ids. A record's `name` is any text of the inventory; the name in an id is the
//! provider's, and users can't choose it.

use onus_core::diagnostic::{Diagnostic, Spot};
use onus_core::vocabulary::Phase;

use crate::formats::terraform::address::Address;
use crate::resource::Resource;

/// The syntax of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// An Azure resource id: `/subscriptions/s/resourceGroups/g/providers/A.B/c/name`.
    Azure,
    /// An Amazon resource name: `arn:aws:lambda:eu-west-1:1:function:name`.
    Arn,
    /// The address of an instance that Terraform manages: `module.m.aws_s3_bucket.name[0]`.
    Terraform,
    /// A URN, as Pulumi writes it: `urn:pulumi:stack::project::type::name`.
    Urn,
    /// Parts between slashes, or one part: full resource names of Google Cloud,
    /// Kubernetes objects, logical ids.
    Parts,
}

impl IdForm {
    /// The form of a resource's id; `kind` is the resource's type.
    pub fn of(id: &str, kind: &str) -> Self {
        if is_azure(id) {
            Self::Azure
        } else if starts_with(id, "arn:") && id.split(':').count() >= 6 {
            Self::Arn
        } else if starts_with(id, "urn:") {
            Self::Urn
        } else if Address::parse(id).is_some_and(|address| address.kind == kind) {
            Self::Terraform
        } else {
            Self::Parts
        }
    }

    /// Whether the case of such ids does not count.
    pub fn ignores_case(self) -> bool {
        self == Self::Azure
    }
}

/// Whether a resource's id is unique within its own inventory only: Terraform addresses,
/// logical ids and ids of templates, Kubernetes objects, and ids that the author of a
/// record chose. Azure ids, ARNs, URNs, full resource names, and the ids that a cloud gives
/// to what is deployed are unique everywhere.
pub fn has_local_id(resource: &Resource) -> bool {
    let id = resource.id.as_str();
    if resource.has_address() {
        return true;
    }
    match IdForm::of(id, &resource.kind) {
        IdForm::Terraform => true,
        IdForm::Azure | IdForm::Arn | IdForm::Urn => false,
        IdForm::Parts if id.starts_with("//") => false,
        IdForm::Parts if resource.phase != Phase::Deployed => true,
        IdForm::Parts => match resource.provider.as_str() {
            "aws" | "gcp" => false,
            // Records of a tenant whose id could not be read.
            "m365" => id == "tenant" || id.starts_with("tenant/"),
            "azure" => !id.starts_with('/'),
            _ => true,
        },
    }
}

/// The name that an id ends with. The inventory's own `name` has no part in it; an id
/// without parts is its own name.
///
/// ```
/// use onus_inventory::name_of_id;
/// assert_eq!(name_of_id("arn:aws:s3:::invoices", "AWS::S3::Bucket"), "invoices");
/// assert_eq!(name_of_id("module.m.aws_s3_bucket.logs[0]", "aws_s3_bucket"), "logs");
/// ```
pub fn name_of_id<'i>(id: &'i str, kind: &str) -> &'i str {
    let last = |separators: &[char]| {
        id.rsplit(separators)
            .find(|part| !part.is_empty())
            .unwrap_or(id)
    };
    match IdForm::of(id, kind) {
        IdForm::Terraform => Address::parse(id).map_or(id, |address| address.name),
        IdForm::Arn => last(&['/', ':']),
        IdForm::Urn => last(&['/', ':', '#']),
        IdForm::Azure | IdForm::Parts => last(&['/']),
    }
}

fn is_azure(id: &str) -> bool {
    starts_with(id, "/subscriptions/") || starts_with(id, "/providers/")
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// A record with a `name` that its id contradicts.
#[derive(Debug, Clone)]
pub struct Misnamed {
    name: String,
    id: String,
    spot: Spot,
}

/// Gives a resource the name in its Azure id when the record's `name` contradicts the id,
/// and returns the contradiction. Reports and commands to paste must not name another
/// resource. In other ids the name is not the provider's (the tag `Name` of an instance),
/// so nothing is contradicted.
pub(crate) fn correct(resource: &mut Resource) -> Option<Misnamed> {
    if !is_azure(&resource.id) || resource.name.is_empty() {
        return None;
    }
    let own = name_of_id(&resource.id, &resource.kind);
    if same(own, &resource.name) || agrees(&resource.id, &resource.name) {
        return None;
    }
    let body = &resource.body;
    let end = (body.range.start + 1).min(body.range.end);
    let misnamed = Misnamed {
        name: resource.name.clone(),
        id: resource.id.clone(),
        spot: Spot::new(&body.document, body.range.start..end),
    };
    resource.name = own.to_owned();
    Some(misnamed)
}

/// Whether a `name` can be that of an Azure resource with this id. Azure also gives
/// children the names of their parents (`server/database`, `scaleset_0`, and a site's
/// configuration that of the site); a subscription has a display name.
fn agrees(id: &str, name: &str) -> bool {
    let id = id.to_ascii_lowercase();
    let Some(path) = id.rsplit_once("/providers/").map(|(_, path)| path) else {
        let mut parts = id.trim_matches('/').split('/');
        let is_subscription = parts.clone().count() == 2;
        return is_subscription || parts.next_back().is_some_and(|last| same(last, name));
    };
    let names: Vec<&str> = path
        .trim_matches('/')
        .split('/')
        .skip(2)
        .step_by(2)
        .collect();
    let own = name.rsplit('/').next().unwrap_or(name);
    let instance = match names.as_slice() {
        [.., parent, last] => same(&format!("{parent}_{last}"), name),
        _ => false,
    };
    names.is_empty()
        || names.last().is_some_and(|last| same(last, own))
        || names.iter().any(|part| same(part, name))
        || instance
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Collects misnamed records from all readings of a run.
#[derive(Debug, Default)]
pub struct MisnamedRecords {
    first: Vec<Misnamed>,
    count: usize,
}

impl MisnamedRecords {
    /// The most that are listed.
    const LISTED: usize = 5;

    /// Adds those of a reading.
    pub fn add(&mut self, found: Vec<Misnamed>) {
        self.count += found.len();
        let free = Self::LISTED.saturating_sub(self.first.len());
        self.first.extend(found.into_iter().take(free));
    }

    /// Adds all of another collection.
    pub fn absorb(&mut self, other: Self) {
        let listed = other.first.len();
        self.add(other.first);
        self.count += other.count - listed;
    }

    /// One warning for the run, at the first record.
    pub fn report(self) -> Option<Diagnostic> {
        let spot = self.first.first()?.spot.clone();
        let listed: Vec<String> = self
            .first
            .iter()
            .map(|one| format!("name `{}`, id `{}`", one.name, one.id))
            .collect();
        let more = match self.count - self.first.len() {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let records = match self.count {
            1 => "1 record has a `name` that contradicts its id".to_owned(),
            count => format!("{count} records have a `name` that contradicts their id"),
        };
        Some(
            Diagnostic::warning(format!("{records}: {}{more}", listed.join("; ")))
                .at(spot)
                .help("the id counts and the `name` is ignored: waivers, reports and commands use the name in the id; export the inventory again, and check who changed it"),
        )
    }
}

#[cfg(test)]
mod tests {
    use onus_core::document::Document;
    use proptest::prelude::*;

    use super::*;
    use crate::detect::read_document;
    use crate::input::ReadOptions;

    #[test]
    fn ids_that_an_author_chose_are_local() {
        let local = |id: &str, kind: &str, provider: &str, phase: &str| {
            let record = format!(
                r#"{{"id": "{id}", "type": "{kind}", "provider": "{provider}", "phase": "{phase}", "properties": {{}}}}"#
            );
            let document = std::sync::Arc::new(Document::new("r.json", record));
            let reading = read_document(&document, &ReadOptions::default());
            has_local_id(reading.resources.first().unwrap())
        };
        for (id, kind, provider, phase, expected) in [
            (
                "/subscriptions/s/resourcegroups/g",
                "a.b/c",
                "azure",
                "planned",
                false,
            ),
            (
                "/template/t/providers/a.b/c/x",
                "a.b/c",
                "azure",
                "planned",
                true,
            ),
            ("sta", "a.b/c", "azure", "deployed", true),
            (
                "arn:aws:s3:::logs",
                "AWS::S3::Bucket",
                "aws",
                "planned",
                false,
            ),
            ("Site", "AWS::S3::Bucket", "aws", "planned", true),
            ("i-0abc", "AWS::EC2::Instance", "aws", "deployed", false),
            (
                "module.m.aws_s3_bucket.logs",
                "aws_s3_bucket",
                "aws",
                "deployed",
                true,
            ),
            ("//dns/zones/z", "dns", "gcp", "deployed", false),
            (
                "shop/apps/deployment/web",
                "apps/v1/Deployment",
                "kubernetes",
                "deployed",
                true,
            ),
            ("urn:pulumi:p::s::t::n", "t", "acme", "planned", false),
            ("tenant/users/u", "m365/users", "m365", "deployed", true),
            ("8a1b/users/u", "m365/users", "m365", "deployed", false),
            ("web", "acme/thing", "acme", "deployed", true),
        ] {
            assert_eq!(local(id, kind, provider, phase), expected, "{id}");
        }
    }

    #[test]
    fn names_are_derived_from_ids() {
        for (id, kind, name) in [
            (
                "/subscriptions/s/resourcegroups/g/providers/microsoft.storage/storageaccounts/sta",
                "microsoft.storage/storageaccounts",
                "sta",
            ),
            (
                "/subscriptions/s/resourcegroups/g/providers/microsoft.sql/servers/a/databases/b/",
                "microsoft.sql/servers/databases",
                "b",
            ),
            (
                "/subscriptions/s/resourcegroups/rg-a",
                "microsoft.resources/subscriptions/resourcegroups",
                "rg-a",
            ),
            ("/subscriptions/s", "microsoft.resources/subscriptions", "s"),
            ("arn:aws:s3:::invoices", "AWS::S3::Bucket", "invoices"),
            (
                "arn:aws:lambda:eu-west-1:1:function:receipts",
                "AWS::Lambda::Function",
                "receipts",
            ),
            (
                "arn:aws:ec2:eu-west-1:1:instance/i-1",
                "AWS::EC2::Instance",
                "i-1",
            ),
            (
                "arn:aws-us-gov:iam::1:role/path/name",
                "AWS::IAM::Role",
                "name",
            ),
            ("i-0abc", "AWS::EC2::Instance", "i-0abc"),
            ("aws_s3_bucket.logs", "aws_s3_bucket", "logs"),
            (
                r#"module.m["a.b/c"].aws_s3_bucket.logs["x/y.z"]"#,
                "aws_s3_bucket",
                "logs",
            ),
            ("Invoices", "AWS::S3::Bucket", "Invoices"),
            ("stack/Nested/Invoices", "AWS::S3::Bucket", "Invoices"),
            ("shop/apps/deployment/web", "apps/v1/Deployment", "web"),
            ("core/namespace/shop", "v1/Namespace", "shop"),
            (
                "//storage.googleapis.com/invoices",
                "storage.googleapis.com/Bucket",
                "invoices",
            ),
            (
                "//compute.googleapis.com/projects/p/zones/z/instances/i",
                "compute.googleapis.com/Instance",
                "i",
            ),
            (
                "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::logs",
                "aws:s3/bucket:Bucket",
                "logs",
            ),
            (
                "urn:uuid:1#/vulnerabilities/0",
                "cyclonedx/vulnerability",
                "0",
            ),
            ("my.zone.example", "dns", "my.zone.example"),
            ("/", "x", "/"),
        ] {
            assert_eq!(name_of_id(id, kind), name, "{id}");
        }
    }

    #[test]
    fn azure_names_agree_in_the_ways_that_azure_writes_them() {
        let of = |tail: &str| format!("/subscriptions/s/resourceGroups/g/providers/{tail}");
        for (id, name) in [
            (of("Microsoft.Storage/storageAccounts/STA"), "sta"),
            (of("Microsoft.Sql/servers/a/databases/b"), "a/b"),
            (of("Microsoft.Sql/servers/a/databases/b"), "b"),
            (
                of("Microsoft.Compute/virtualMachineScaleSets/set/virtualMachines/0"),
                "set_0",
            ),
            (of("Microsoft.Web/sites/shop/config/web"), "shop"),
            (
                of("Microsoft.Web/sites/x/providers/Microsoft.Authorization/locks/l"),
                "l",
            ),
            ("/subscriptions/0000".to_owned(), "Production"),
            ("/subscriptions/0000/resourceGroups/rg".to_owned(), "RG"),
        ] {
            assert!(agrees(&id, name), "{id} {name}");
        }
        for (id, name) in [
            (of("Microsoft.Storage/storageAccounts/sta"), "stb"),
            (of("Microsoft.Storage/storageAccounts/sta"), "sta "),
            (of("Microsoft.Storage/storageAccounts/sta"), "st\u{430}"),
            (of("Microsoft.Storage/storageAccounts/sta"), "g"),
            ("/subscriptions/0000/resourceGroups/rg".to_owned(), "0000"),
        ] {
            assert!(!agrees(&id, name), "{id} {name}");
        }
    }

    proptest! {
        /// A name is always a part of the id.
        #[test]
        fn a_name_is_a_part_of_the_id(id in ".{1,40}", kind in "[a-z_]{1,8}") {
            prop_assert!(id.contains(name_of_id(&id, &kind)));
            prop_assert!(!name_of_id(&id, &kind).is_empty());
        }
    }
}
