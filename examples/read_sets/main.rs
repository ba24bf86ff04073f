//! Holds read-sets to the engine: random policies over random inputs, evaluated on
//! every document that a read-set takes for the same.
//!
//! `cargo run --release --example read_sets -- [MODULES] [INPUTS] [SEED] [FROM]`

#![allow(
    clippy::print_stdout,
    reason = "a program that prints what it has found"
)]

mod generate;
mod random;
mod verify;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use random::Random;
use verify::{Tally, check};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (modules, inputs, seed) = (number(2_000), number(4), number(1));
    let from = number(0);
    onus::engine::quiet_panics();
    let (next, found) = (AtomicU64::new(from), Mutex::new((Tally::default(), 0_u64)));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut tally = Tally::default();
                let mut differences = 0;
                loop {
                    let case = next.fetch_add(1, Ordering::Relaxed);
                    if case >= modules {
                        break;
                    }
                    let mut random = Random::new(seed.wrapping_mul(1 << 32).wrapping_add(case));
                    let files = generate::modules(&mut random);
                    let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
                    // A single case is printed before, since it may not end.
                    if from + 1 == modules {
                        println!("{}", texts.join("\n"));
                    }
                    let inputs = usize::try_from(inputs).unwrap_or(usize::MAX);
                    if let Some(difference) = check(&texts, &mut random, inputs, &mut tally) {
                        differences += 1;
                        println!(
                            "seed {seed}, case {case}:\n{}\n{difference}\n",
                            texts.join("\n")
                        );
                    }
                }
                if let Ok(mut found) = found.lock() {
                    add(&mut found.0, &tally);
                    found.1 += differences;
                }
            });
        }
    });
    let (tally, differences) = found.into_inner().unwrap_or_default();
    println!("{tally:#?}\n{differences} differences");
    if differences > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Adds what another thread has counted.
fn add(all: &mut Tally, one: &Tally) {
    all.modules += one.modules;
    all.refused += one.refused;
    all.cases += one.cases;
    all.precise += one.precise;
    all.rules += one.rules;
    all.defined += one.defined;
    all.failed += one.failed;
    for (reason, count) in &one.reasons {
        *all.reasons.entry(reason.clone()).or_default() += count;
    }
}
