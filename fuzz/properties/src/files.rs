//! What onus writes and reads back, and what it is configured with.

use std::path::Path;
use std::sync::Arc;

use onus::baseline::Baseline;
use onus::config::Config;
use onus::document::Document;
use onus::snapshot::{parse, parse_state, render, render_state};

use crate::reading::check_problem;
use crate::within_time;

/// The text of a snapshot: what is read is what was written.
pub fn snapshot(data: &[u8]) {
    let Some(document) = document("estate.json.snap", data) else {
        return;
    };
    match within_time(data.len(), || parse(document.text())) {
        Ok(snapshot) => {
            let text = render(&snapshot);
            let again = parse(&text).map_err(|error| error.fault.to_string());
            assert_eq!(again.as_ref(), Ok(&snapshot), "a snapshot is read back");
            assert_eq!(render(&snapshot), text);
        }
        Err(error) => check_problem(&error.problem(&document)),
    }
}

/// The state of a watch.
pub fn state(data: &[u8]) {
    let Some(document) = document("onus.state", data) else {
        return;
    };
    match within_time(data.len(), || parse_state(document.text())) {
        Ok(state) => {
            let again = parse_state(&render_state(&state)).map_err(|error| error.fault.to_string());
            assert_eq!(again, Ok(state), "a state is read back");
        }
        Err(error) => check_problem(&error.problem(&document)),
    }
}

/// The text of a baseline.
pub fn baseline(data: &[u8]) {
    let Some(document) = document("baseline.json", data) else {
        return;
    };
    match within_time(data.len(), || Baseline::read(&document)) {
        Ok(baseline) => {
            let text = baseline.render().expect("a baseline can be written");
            let document = Arc::new(Document::new("baseline.json", text.clone()));
            let again = Baseline::read(&document).expect("a baseline is read back");
            assert_eq!(again.render().expect("and written again"), text);
            assert!(again.len() <= baseline.len());
        }
        Err(problem) => check_problem(&problem),
    }
}

/// `onus.toml`, with its waivers.
pub fn config(data: &[u8]) {
    let Some(document) = document("onus.toml", data) else {
        return;
    };
    match within_time(data.len(), || Config::of(Path::new("onus.toml"), &document)) {
        Ok(config) => {
            drop(config.owners());
            drop(config.claim_rules());
            for waiver in &config.waivers {
                assert!(!waiver.expires.to_string().is_empty());
            }
        }
        Err(problem) => check_problem(&problem),
    }
}

fn document(name: &str, data: &[u8]) -> Option<Arc<Document>> {
    let text = std::str::from_utf8(data).ok()?;
    Some(Arc::new(Document::new(name, text)))
}
