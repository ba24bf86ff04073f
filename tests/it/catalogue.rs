//! The embedded policies: whole, well formed, and with an answer for everything
//! that they select.

use std::collections::{BTreeMap, BTreeSet};

use onus::evaluate::{Evaluator, Options};
use onus::vocabulary::Layer;
use serde_json::json;

use crate::support::{catalogue, provider_of, resource, said};

fn evaluator() -> Evaluator {
    Evaluator::new(
        catalogue(),
        Options {
            threads: Some(1),
            ..Options::default()
        },
    )
}

#[test]
fn it_loads_without_any_error() {
    assert!(!catalogue().controls.is_empty());
    let evaluator = evaluator();
    assert!(
        evaluator.problems().is_empty(),
        "{:?}",
        evaluator.problems()
    );
}

#[test]
fn every_control_says_what_people_need() {
    let controls = &catalogue().controls;
    assert!(controls.len() >= 40, "only {} controls", controls.len());
    let mut wrong = Vec::new();
    for control in controls.iter() {
        let about = &control.about;
        let mut complain = |what: &str| wrong.push(format!("{}: {what}", about.id));
        let azure = about.package.starts_with("onus.lockdown.azure.");
        if azure && control.remediation.commands.is_empty() {
            complain("no command in its remediation");
        }
        if control.remediation.summary.is_empty() || !control.remediation.summary.ends_with('.') {
            complain("its remediation is no sentence");
        }
        // Microsoft's benchmark has nothing about buildings.
        let physical = about.layer == Layer::Datacenter;
        if !physical && about.frameworks.get("mcsb").is_none_or(Vec::is_empty) {
            complain("no mcsb mapping");
        }
        if !about.links.iter().any(|link| link.starts_with("https://")) {
            complain("no link");
        }
        if about.title.is_empty() || about.title.ends_with('.') {
            complain("its title is no heading");
        }
        let fixes = &control.remediation;
        let variants = fixes.variants.values().map(|variant| &variant.commands);
        for placeholder in std::iter::once(&fixes.commands)
            .chain(variants)
            .flat_map(BTreeMap::values)
            .flat_map(|command| placeholders(command))
        {
            if !onus_policy::PLACEHOLDERS.contains(&placeholder) {
                complain(&format!("`{{{placeholder}}}` is filled in by nobody"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words in braces of a command, as far as they look like placeholders.
fn placeholders(command: &str) -> Vec<&str> {
    command
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(word, _)| word))
        .filter(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect()
}

#[test]
fn ids_are_unique_and_well_formed() {
    let set = catalogue();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for id in set
        .controls
        .iter()
        .flat_map(|control| std::iter::once(&control.about.id).chain(&control.aliases))
        .chain(set.boundaries.iter().map(|boundary| &boundary.id))
    {
        if !seen.insert(id) {
            wrong.push(format!("{id} stands twice"));
        }
        let plain = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        };
        if id.split('-').count() < 3 || !id.split('-').all(plain) {
            wrong.push(format!("{id} is not PROVIDER-SERVICE-NUMBER"));
        }
    }
    for control in set.controls.iter() {
        let number = control.about.id.rsplit('-').next().unwrap_or_default();
        if number.len() != 3 || !number.chars().all(|c| c.is_ascii_digit()) {
            wrong.push(format!(
                "{} does not end in a number of three digits",
                control.about.id
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A control whose layer nobody is responsible for could never say who has to
/// act: it would always be `unassigned`.
#[test]
fn every_selected_type_is_mapped_and_answers_for_the_layer() {
    let evaluator = evaluator();
    let mut wrong = Vec::new();
    let mut asked = Vec::new();
    for control in catalogue().controls.iter() {
        for kind in &control.resources.patterns {
            // What an incident has hit is for whom that is; see `incidents`.
            if kind.contains(['*', '?', '[', '{']) || kind == onus::inventory::AFFECTED {
                continue;
            }
            if evaluator.types().get(kind).is_none() {
                wrong.push(format!(
                    "{}: `{kind}` is in no type table",
                    control.about.id
                ));
            }
            asked.push((control, kind, resource(kind, provider_of(kind), &json!({}))));
        }
    }
    assert!(
        asked.len() >= 80,
        "only {} pairs of control and type",
        asked.len()
    );
    let resources: Vec<_> = asked
        .iter()
        .map(|(.., resource)| resource.clone())
        .collect();
    let (profiles, _) = evaluator.profiles(&resources);
    for ((control, kind, _), profile) in asked.iter().zip(profiles) {
        let answer = &profile.layers[&control.about.layer];
        if answer.assigned().is_none() {
            wrong.push(format!(
                "{}: {} of `{kind}` is {}",
                control.about.id,
                control.about.layer,
                said(answer)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn enough_types_of_every_provider_are_mapped() {
    let evaluator = evaluator();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in evaluator.types().names() {
        let entry = evaluator.types().get(kind).expect("it has a name");
        let provider = match provider_of(kind) {
            "other" if entry.model.as_str() == "saas" => "saas",
            provider => provider,
        };
        *counts.entry(provider).or_default() += 1;
    }
    assert!(counts.values().sum::<usize>() >= 120, "{counts:?}");
    for (provider, least) in [
        ("azure", 60),
        ("aws", 30),
        ("gcp", 20),
        ("m365", 5),
        ("saas", 20),
    ] {
        assert!(
            counts.get(provider).is_some_and(|count| *count >= least),
            "{provider}: fewer than {least} in {counts:?}"
        );
    }
}

/// A mapped type that nobody answers for at all would be worse than an unknown
/// one: it looks known.
#[test]
fn every_mapped_type_has_a_responsible_party_for_its_data() {
    let evaluator = evaluator();
    let kinds = evaluator.types().names();
    let resources: Vec<_> = kinds
        .iter()
        .map(|kind| resource(kind, provider_of(kind), &json!({})))
        .collect();
    let (profiles, problems) = evaluator.profiles(&resources);
    assert!(problems.is_empty(), "{problems:?}");
    let mut wrong = Vec::new();
    for (kind, profile) in kinds.iter().zip(profiles) {
        if profile.about.model.is_none() {
            wrong.push(format!("{kind}: no model"));
        }
        for (layer, answer) in &profile.layers {
            let doubtful = !matches!(
                answer,
                onus::decision::Answer::Assigned(_) | onus::decision::Answer::Unassigned { .. }
            );
            if doubtful || (*layer == Layer::Data && answer.assigned().is_none()) {
                wrong.push(format!("{kind}: {layer} is {}", said(answer)));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_edition_is_there_and_the_newest_is_the_default() {
    let editions: BTreeSet<&str> = catalogue()
        .boundaries
        .iter()
        .filter_map(|boundary| boundary.edition.as_ref())
        .map(|edition| edition.id.as_str())
        .collect();
    for edition in [
        "msft-2016-press",
        "msft-2017",
        "msft-2019",
        "msft-2026",
        "aws-2026",
        "gcp-2023",
    ] {
        assert!(
            editions.contains(edition),
            "{edition} is not among {editions:?}"
        );
    }
    let evaluator = evaluator();
    let chosen = evaluator.editions();
    for (provider, edition) in [
        ("azure", "msft-2026"),
        ("aws", "aws-2026"),
        ("gcp", "gcp-2023"),
    ] {
        assert_eq!(chosen.get(provider).map(String::as_str), Some(edition));
    }
}
