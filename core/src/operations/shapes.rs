//! Every published shape of a document.

use crate::catalog::{Catalog, CollectionStatus, Service};
use crate::config::{Rules, Thresholds, UpgradePolicies};
use crate::diff::Consumers;
use crate::drift::{History, Labels, SpecIndex, SpecsLock};
use crate::graph::GraphFile;
use crate::quality::QualitySnapshot;
use crate::schema::{Published, Shape};

/// Every published shape, sorted by name.
pub const SHAPES: &[Published] = &[
    CollectionStatus::PUBLISHED,
    Consumers::PUBLISHED,
    GraphFile::PUBLISHED,
    History::PUBLISHED,
    Labels::PUBLISHED,
    QualitySnapshot::PUBLISHED,
    Rules::PUBLISHED,
    Catalog::PUBLISHED,
    Service::PUBLISHED,
    SpecIndex::PUBLISHED,
    SpecsLock::PUBLISHED,
    Thresholds::PUBLISHED,
    UpgradePolicies::PUBLISHED,
];
