#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| onus_properties::check("read-sets", data));
