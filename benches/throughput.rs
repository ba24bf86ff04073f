//! How fast the plain path is: reading, evaluating, and both, on a made-up
//! inventory of ten thousand resources.
//!
//! `cargo bench` prints items a second; resources are the items.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use onus::document::Document;
use onus::engine::Value;
use onus::evaluate::{Evaluator, Options};
use onus::inventory::{ReadOptions, Reading, read_document};
use onus::policy::{PolicySet, PolicySources, Selection, Selector, Settings, builtin};
use serde_json::{Value as Json, json};

const RESOURCES: usize = 10_000;

fn main() {
    divan::main();
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn coin(&mut self) -> bool {
        self.roll(2) == 0
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.roll(words.len() as u64)).unwrap_or_default();
        words.get(index).copied().unwrap_or_default()
    }
}

/// A resource type with its configuration.
fn configured(number: usize, dice: &mut Dice) -> (&'static str, Json) {
    let access = ["Enabled", "Disabled"];
    match number % 12 {
        0 | 1 => (
            "microsoft.storage/storageaccounts",
            json!({
                "supportsHttpsTrafficOnly": dice.coin(),
                "minimumTlsVersion": dice.one_of(&["TLS1_0", "TLS1_1", "TLS1_2"]),
                "allowBlobPublicAccess": dice.coin(),
                "allowSharedKeyAccess": dice.coin(),
                "networkAcls": {
                    "defaultAction": dice.one_of(&["Allow", "Deny"]),
                    "bypass": "AzureServices",
                    "ipRules": [{"value": format!("203.0.113.{}", dice.roll(250)), "action": "Allow"}],
                    "virtualNetworkRules": [],
                },
                "primaryEndpoints": {"blob": format!("https://st{number}.blob.core.windows.net/")},
            }),
        ),
        2 | 3 => (
            "microsoft.compute/virtualmachines",
            json!({
                "hardwareProfile": {"vmSize": dice.one_of(&["Standard_D2s_v5", "Standard_E8s_v5"])},
                "securityProfile": {"encryptionAtHost": dice.coin(), "securityType": "TrustedLaunch"},
                "storageProfile": {"osDisk": {"osType": "Linux", "managedDisk": {"id": format!("/disks/{number}")}}},
                "osProfile": {"computerName": format!("vm{number}"), "linuxConfiguration": {
                    "disablePasswordAuthentication": dice.coin(),
                    "patchSettings": {"patchMode": dice.one_of(&["ImageDefault", "AutomaticByPlatform"])},
                }},
            }),
        ),
        4 => (
            "microsoft.network/networksecuritygroups",
            json!({"securityRules": (0..6).map(|rule| json!({
                "name": format!("rule{rule}"),
                "properties": {
                    "access": dice.one_of(&["Allow", "Deny"]),
                    "direction": dice.one_of(&["Inbound", "Outbound"]),
                    "protocol": "Tcp",
                    "priority": 100 + rule,
                    "sourceAddressPrefix": dice.one_of(&["*", "10.0.0.0/8", "Internet"]),
                    "sourcePortRange": "*",
                    "destinationAddressPrefix": "*",
                    "destinationPortRange": dice.one_of(&["22", "443", "3389", "8000-9000"]),
                },
            })).collect::<Vec<_>>()}),
        ),
        5 => (
            "microsoft.keyvault/vaults",
            json!({
                "enableSoftDelete": true,
                "enablePurgeProtection": dice.coin(),
                "enableRbacAuthorization": dice.coin(),
                "publicNetworkAccess": dice.one_of(&access),
                "networkAcls": {"defaultAction": dice.one_of(&["Allow", "Deny"])},
            }),
        ),
        6 => (
            "microsoft.web/sites",
            json!({
                "httpsOnly": dice.coin(),
                "clientCertEnabled": dice.coin(),
                "siteConfig": {
                    "minTlsVersion": dice.one_of(&["1.0", "1.2"]),
                    "ftpsState": dice.one_of(&["AllAllowed", "FtpsOnly", "Disabled"]),
                    "remoteDebuggingEnabled": dice.coin(),
                    "linuxFxVersion": dice.one_of(&["NODE|20-lts", "DOCKER|shop:1"]),
                },
            }),
        ),
        7 => (
            "microsoft.sql/servers",
            json!({
                "minimalTlsVersion": dice.one_of(&["1.0", "1.2"]),
                "publicNetworkAccess": dice.one_of(&access),
                "administrators": {"azureADOnlyAuthentication": dice.coin()},
            }),
        ),
        8 => (
            "microsoft.network/publicipaddresses",
            json!({"publicIPAllocationMethod": "Static", "ddosSettings": {"protectionMode": dice.one_of(&["VirtualNetworkInherited", "Enabled"])}}),
        ),
        9 => (
            "microsoft.containerservice/managedclusters",
            json!({
                "disableLocalAccounts": dice.coin(),
                "enableRBAC": true,
                "autoUpgradeProfile": {"nodeOSUpgradeChannel": dice.one_of(&["None", "NodeImage", "Unmanaged"])},
                "networkProfile": {"networkPolicy": dice.one_of(&["azure", "calico"]), "networkPlugin": "azure"},
                "apiServerAccessProfile": {"enablePrivateCluster": dice.coin()},
            }),
        ),
        10 => (
            "microsoft.servicebus/namespaces",
            json!({
                "disableLocalAuth": dice.coin(),
                "minimumTlsVersion": dice.one_of(&["1.0", "1.2"]),
                "publicNetworkAccess": dice.one_of(&access),
            }),
        ),
        // Nothing selects these, as in every estate.
        _ => (
            "microsoft.network/networkinterfaces",
            json!({"ipConfigurations": [{"properties": {"privateIPAddress": format!("10.0.{}.{}", dice.roll(255), dice.roll(255))}}]}),
        ),
    }
}

/// An export of Azure Resource Graph.
fn inventory() -> String {
    let mut dice = Dice(0x2026_1121);
    let records: Vec<Json> = (0..RESOURCES)
        .map(|number| {
            let (kind, properties) = configured(number, &mut dice);
            let owner = dice.one_of(&["payments", "platform", "retail", "web", "data"]);
            json!({
                "id": format!("/subscriptions/00000000-0000-4000-8000-00000000000{}/resourceGroups/rg-{owner}/providers/{kind}/r{number}", dice.roll(3)),
                "name": format!("r{number}"),
                "type": kind,
                "location": dice.one_of(&["westeurope", "northeurope"]),
                "tags": {"owner": owner, "environment": dice.one_of(&["prod", "dev"])},
                "sku": {"name": "Standard", "tier": "Standard"},
                "identity": {"type": dice.one_of(&["SystemAssigned", "None"])},
                "properties": properties,
            })
        })
        .collect();
    let whole = json!({"count": RESOURCES, "data": records, "skip_token": null, "total_records": RESOURCES});
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

static INVENTORY: LazyLock<Arc<Document>> =
    LazyLock::new(|| Arc::new(Document::new("inventory.json", inventory())));

static CATALOGUE: LazyLock<Option<PolicySet>> = LazyLock::new(|| {
    let sources = PolicySources {
        files: builtin(),
        ..PolicySources::default()
    };
    let settings = Settings {
        limit: Duration::from_secs(5),
        now: 0,
        params: Value::object::<&str>([]),
        own_catalogue: false,
        check_builtin: false,
    };
    PolicySet::load(&sources, &settings)
        .ok()
        .map(|loaded| loaded.set)
});

fn read() -> Reading {
    read_document(&INVENTORY, &ReadOptions::default())
}

/// Which controls are evaluated.
enum Controls {
    /// All of the catalogue.
    All,
    /// The first two of each service, some forty.
    FirstTwo,
}

fn evaluator(plain: bool, controls: &Controls) -> Evaluator {
    let set = CATALOGUE.as_ref();
    #[expect(
        clippy::expect_used,
        reason = "a benchmark without policies measures nothing"
    )]
    let set = set.expect("the catalogue loads");
    Evaluator::new(
        set,
        Options {
            threads: Some(1),
            plain,
            selection: match controls {
                Controls::All => Selection::default(),
                Controls::FirstTwo => Selection {
                    select: ["*-001", "*-002"]
                        .into_iter()
                        .filter_map(|id| Selector::parse(id).ok())
                        .collect(),
                    ..Selection::default()
                },
            },
            ..Options::default()
        },
    )
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn reading(bencher: Bencher<'_, '_>) {
    assert_eq!(read().resources.len(), RESOURCES);
    bencher.counter(ItemsCount::new(RESOURCES)).bench(read);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn evaluating_on_one_thread(bencher: Bencher<'_, '_>) {
    let evaluator = evaluator(false, &Controls::All);
    let resources = read().resources;
    let few = resources.get(..120).unwrap_or_default();
    assert!(evaluator.evaluate(few, &|_| {}).decisions.len() > few.len());
    bencher
        .counter(ItemsCount::new(RESOURCES))
        .bench(|| evaluator.evaluate(&resources, &|_| {}));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn reading_and_evaluating_on_one_thread(bencher: Bencher<'_, '_>) {
    let evaluator = evaluator(false, &Controls::All);
    bencher
        .counter(ItemsCount::new(RESOURCES))
        .bench(|| evaluator.evaluate(&read().resources, &|_| {}));
}

/// As with `--plain`: every control asks the engine about every resource, and
/// nothing is kept.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn evaluating_plainly_on_one_thread(bencher: Bencher<'_, '_>) {
    let evaluator = evaluator(true, &Controls::All);
    let resources = read().resources;
    bencher
        .counter(ItemsCount::new(RESOURCES))
        .bench(|| evaluator.evaluate(&resources, &|_| {}));
}

/// As with `--plain`, with some forty controls.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn evaluating_forty_controls_plainly_on_one_thread(bencher: Bencher<'_, '_>) {
    let evaluator = evaluator(true, &Controls::FirstTwo);
    let resources = read().resources;
    bencher
        .counter(ItemsCount::new(RESOURCES))
        .bench(|| evaluator.evaluate(&resources, &|_| {}));
}
