//! The service catalog: which services there are, what each says of itself, and whether it can be
//! relied on.
//!
//! 1. `load` reads manifests and index entries, each on its own, against their published shape;
//! 2. `merge` puts collected manifests and the previous index together ([`build_catalog`]);
//! 3. `entries` checks what each entry says, `relations` what they are to each other
//!    ([`validate_catalog`]).

mod build;
mod entries;
mod load;
mod merge;
mod names;
mod relations;
mod status;
mod types;
mod validate;

pub use build::{
    BuildCatalogInput, BuildCatalogReport, EntryChange, EntryChangeKind, build_catalog,
};
pub(crate) use build::{Sources, build};
pub use load::{LoadedCatalog, load, load_extended, load_manifest};
pub(crate) use merge::unknown_entries;
pub use names::{ContractRef, split_contract, split_dependency};
pub use status::{Collection, CollectionStatus, ServiceCollection};
pub use types::{
    Catalog, CatalogMetadata, Dependencies, Origin, Quality, Security, Service, Status,
};
pub(crate) use validate::check_entries;
pub use validate::{CatalogReport, INDEX_PATH, ValidateCatalogInput, validate_catalog};
