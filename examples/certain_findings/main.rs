//! Checks certain findings against the engine: random policies over random inputs of which
//! a place is not known, evaluated with many values there.
//!
//! `cargo run --release --example certain_findings -- [MODULES] [INPUTS] [SEED] [FROM]`

#![allow(
    clippy::print_stdout,
    reason = "a program that prints what it has found"
)]

#[path = "../read_sets/bodies.rs"]
mod bodies;
#[path = "../read_sets/generate.rs"]
mod generate;
#[path = "../read_sets/inputs.rs"]
mod inputs;
#[path = "../read_sets/pairs.rs"]
mod pairs;
#[path = "../read_sets/random.rs"]
mod random;
#[path = "../read_sets/tricks.rs"]
mod tricks;
mod verify;

use std::process::ExitCode;

use random::Random;
use verify::{Counts, check};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (modules, inputs, seed, from) = (number(2_000), number(4), number(1), number(0));
    let inputs = usize::try_from(inputs).unwrap_or(usize::MAX);
    onus::engine::quiet_panics();
    let mut counts = Counts::default();
    for case in from..modules {
        let mut random = Random::new(seed.wrapping_mul(1 << 32).wrapping_add(case));
        let files = generate::modules(&mut random);
        let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
        if let Some(difference) = check(&texts, &mut random, inputs, &mut counts) {
            let text = texts.join("\n");
            println!("seed {seed}, case {case}:\n{text}\n{difference}\n");
        }
    }
    println!("{counts:#?}");
    if counts.differences > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
