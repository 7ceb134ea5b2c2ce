#![no_main]

#[path = "../check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::run("flags", bytes));
