//! Tells cargo that the embedded catalogue is part of the program.

fn main() {
    println!("cargo:rerun-if-changed=../../policies");
}
