//! Records of Cloud Asset Inventory: what exports and searches have in common, and how they
//! differ.

use onus_core::diagnostic::Diagnostic;
use onus_core::json_pointer::Pointer;

use crate::input::Input;
use crate::json::outline::Members;
use crate::resource::Resource;

/// The command for an export with configurations.
pub const COMPLETE: &str = "make a complete export with `gcloud asset export --organization=ORGANIZATION --content-type=resource --output-path=gs://BUCKET/resource.json`, and fetch it with `gcloud storage cp`";

/// Members that only search results have.
const OF_SEARCH: [&str; 9] = [
    "additionalAttributes",
    "createTime",
    "displayName",
    "folders",
    "organization",
    "parentAssetType",
    "parentFullResourceName",
    "project",
    "versionedResources",
];
/// Members that only assets have.
const OF_ASSET: [&str; 6] = [
    "ancestors",
    "iamPolicy",
    "iam_policy",
    "relatedAsset",
    "resource",
    "asset_type",
];

/// Whether an object is a search result, and not an asset of an export.
pub fn is_search_result(members: &Members<'_>) -> bool {
    is_asset(members)
        && OF_SEARCH.iter().any(|key| members.has(key))
        && !OF_ASSET.iter().any(|key| members.has(key))
}

/// Whether an object names an asset and its type, as Cloud Asset Inventory does.
pub fn is_asset(members: &Members<'_>) -> bool {
    (members.has("asset_type") || members.has("assetType"))
        && members
            .text("name")
            .is_some_and(|name| name.starts_with("//"))
}

/// The problem that a response of the REST API is not the last page.
pub fn more_pages(source: &Input<'_>, top: Option<&Members<'_>>) -> Option<Diagnostic> {
    let token = top?.get("nextPageToken")?;
    let page: Option<String> = serde_json::from_str(token.get()).ok()?;
    page.filter(|page| !page.is_empty())?;
    Some(
        Diagnostic::error("this export is not complete: `nextPageToken` says that more pages follow")
            .at(source.spot(token))
            .help("fetch the remaining pages with `pageToken=TOKEN` and give onus all of the files; `gcloud asset list --format=json` fetches all by itself"),
    )
}

/// The number of resources without a configuration.
pub fn without_configuration(resources: &[Resource]) -> usize {
    let properties = Pointer::parse("/properties");
    resources
        .iter()
        .filter(|resource| resource.unknown.contains(&properties))
        .count()
}
