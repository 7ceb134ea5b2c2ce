#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| meta_core_fuzz::run("lifecycle", bytes));
