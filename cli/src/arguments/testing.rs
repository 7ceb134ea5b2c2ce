//! What can be asked about tests of policies.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use super::OutputArguments;

#[derive(Args, Debug)]
pub(crate) struct PolicyTestArguments {
    /// Folders of the policies and their tests.
    #[arg(required = true, value_hint = ValueHint::DirPath, value_name = "POLICIES")]
    pub(crate) policies: Vec<PathBuf>,
    /// How to write the report.
    #[arg(long, short, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
    /// Run only cases with this text in the name of their file or their own.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Tell which lines, conditions and decisions of the policies the cases reach.
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Fail unless so many percent of the lines, the conditions and the decisions are reached.
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub(crate) threshold: Option<f64>,
    #[command(flatten)]
    pub(crate) output: OutputArguments,
}

fn percent(text: &str) -> Result<f64, String> {
    let percent = text.trim_end_matches('%').trim_end().parse::<f64>().ok();
    percent
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "a number from 0 to 100".to_owned())
}

/// How a report of tests is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people.
    Text,
    /// The report as JSON.
    Json,
    /// JUnit XML, for test dashboards.
    Junit,
}
