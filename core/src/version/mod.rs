//! Versions and ranges of explicit dialects.
//!
//! 1. A version is read to a [`Key`](key::Key): a place in the order of its dialect.
//! 2. A range is read to comparators, each comparator to intervals of keys; what a comparator set
//!    admits is their intersection, what the range admits the union, in one normal form.
//! 3. Releases and prereleases are kept apart, because dialects admit them by different rules.
//! 4. So satisfies, intersects, subset, unsatisfiable and examples are decided from meaning.
//!
//! ```
//! use meta_core::version::{Dialect, Range, Version};
//!
//! let range = Range::parse(Dialect::Cargo, ">=1.2.0-rc.1, <2")?;
//! let admits = |text| Version::parse(Dialect::Cargo, text).map(|version| range.admits(&version));
//! assert!(admits("1.2.0-rc.2")?);
//! assert!(!admits("1.3.0-rc.1")?); // its triple has no prerelease in the range
//! assert_eq!(range.releases(), [">=1.2.0 <2.0.0"]);
//! assert_eq!(range.prerelease_intervals(), [">=1.2.0-rc.1 <1.2.0"]);
//! # Ok::<(), meta_core::Error>(())
//! ```

mod admitted;
mod advance;
mod cargo_range;
mod change;
mod choose;
mod comparator;
mod dialect;
mod difference;
mod hint;
mod increment;
mod intervals;
mod key;
mod npm;
mod pep440;
mod range;
mod refusal;
mod semver_range;
mod show;
mod validate;
mod value;

pub use advance::{AdvanceVersionInput, AdvancedVersion, Step, advance_version};
pub(crate) use change::first_difference;
pub use change::{ChangeClass, Field, StepKind};
pub use choose::{
    CheckVersionInput, ChoiceReport, ChooseVersionInput, Preference, Rejected, VersionVerdict,
    check_version, choose_version,
};
pub use dialect::{Dialect, Prereleases};
pub use difference::{
    DiffRangesInput, DiffVersionsInput, Order, RangeDiff, RangeRelation, VersionDiff, diff_ranges,
    diff_versions,
};
pub use range::Range;
pub use refusal::{Refusal, RefusalRule};
pub use validate::{
    CheckedRange, CheckedVersion, PythonParts, RangeMeaning, RangesReport, ValidateRangeInput,
    ValidateVersionInput, VersionParts, VersionsReport, validate_range, validate_version,
};
pub use value::Version;
