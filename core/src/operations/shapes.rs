//! Every published shape of a document.

use crate::catalog::{Catalog, CollectionStatus, Service};
use crate::config::{Rules, Thresholds, UpgradePolicies};
use crate::graph::GraphFile;
use crate::schema::{Published, Shape};

/// Every published shape, sorted by name.
pub const SHAPES: &[Published] = &[
    CollectionStatus::PUBLISHED,
    GraphFile::PUBLISHED,
    Rules::PUBLISHED,
    Catalog::PUBLISHED,
    Service::PUBLISHED,
    Thresholds::PUBLISHED,
    UpgradePolicies::PUBLISHED,
];
