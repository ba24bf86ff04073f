//! Holds read-sets to the engine: random policies over random inputs, evaluated on
//! every document that a read-set takes for the same.
//!
//! `cargo run --release --example read_sets -- [MODULES] [INPUTS] [SEED] [FROM]`

#![allow(
    clippy::print_stdout,
    reason = "a program that prints what it has found"
)]

mod bodies;
mod generate;
mod inputs;
mod pairs;
mod random;
mod tally;
mod tricks;
mod verify;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use random::Random;
use tally::Tally;
use verify::check;

/// After so many module sets, the numbers so far are printed.
const PROGRESS: u64 = 10_000;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (modules, inputs, seed) = (number(2_000), number(4), number(1));
    let inputs = usize::try_from(inputs).unwrap_or(usize::MAX);
    let from = number(0);
    onus::engine::quiet_panics();
    let (next, all) = (AtomicU64::new(from), Mutex::new(Tally::default()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut tally = Tally::default();
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
                    if let Some(difference) = check(&texts, &mut random, inputs, &mut tally) {
                        let text = texts.join("\n");
                        println!("seed {seed}, case {case}:\n{text}\n{difference}\n");
                    }
                    if case % PROGRESS == PROGRESS - 1
                        && let Ok(mut all) = all.lock()
                    {
                        take(&mut all, &mut tally);
                        println!("case {}: {all}", case + 1);
                    }
                }
                if let Ok(mut all) = all.lock() {
                    take(&mut all, &mut tally);
                }
            });
        }
    });
    let tally = all.into_inner().unwrap_or_default();
    println!("{tally:#?}\n{tally}");
    if tally.differences > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Adds what another thread has counted, and empties its tally.
fn take(all: &mut Tally, one: &mut Tally) {
    let one = std::mem::take(one);
    all.modules += one.modules;
    all.distinct.0.extend(one.distinct.0);
    all.refused += one.refused;
    all.cases += one.cases;
    all.precise += one.precise;
    all.rules += one.rules;
    all.defined += one.defined;
    all.failed += one.failed;
    for (reason, count) in one.reasons {
        *all.reasons.entry(reason).or_default() += count;
    }
    all.differences += one.differences;
}
