//! The services of a made-up platform, before they are written as files.

use crate::random::Random;

/// The nine domains, lowest layer first.
pub const DOMAINS: [&str; 9] = [
    "infrastructure",
    "shared",
    "access",
    "ingestion",
    "data-processing",
    "analytics",
    "ml",
    "observability",
    "security",
];

const NOUNS: [&str; 16] = [
    "curve", "ticket", "meter", "price", "ledger", "quota", "audit", "cargo", "invoice", "sensor",
    "route", "policy", "profile", "stock", "weather", "outage",
];
const MATURITIES: [&str; 4] = ["beta", "stable", "stable", "stable"];
const RUNTIMES: [&str; 5] = ["go", "java", "python", "rust", "typescript"];
const EXTERNAL: [&str; 5] = ["clickhouse", "kafka", "nginx", "postgresql", "redis"];

/// Number of shared libraries.
const LIBRARIES: usize = 40;

/// Something wrong with a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// The manifest is no YAML.
    Unreadable,
    /// A key that no rule reads.
    UnknownKey,
    /// A required key is absent.
    MissingKey,
    /// A number where text is asked for.
    WrongType,
    /// A version that is not semantic.
    Version,
    /// A domain that does not exist.
    Domain,
    /// A dependency that does not exist.
    Dependency,
    /// A dependency on a service of a higher layer.
    Layer,
    /// A dependency on a service that depends on this one.
    Cycle,
    /// External technology that is not allowed.
    External,
    /// No lock file.
    Lock,
    /// A lock that says something else than the manifest.
    LockDiffers,
    /// A critical vulnerability.
    Vulnerability,
}

const FAULTS: [Fault; 13] = [
    Fault::Unreadable,
    Fault::UnknownKey,
    Fault::MissingKey,
    Fault::WrongType,
    Fault::Version,
    Fault::Domain,
    Fault::Dependency,
    Fault::Layer,
    Fault::Cycle,
    Fault::External,
    Fault::Lock,
    Fault::LockDiffers,
    Fault::Vulnerability,
];

/// One service has a fault in so many.
const ONE_FAULT_IN: usize = 50;

/// A made-up service.
#[derive(Clone, Debug)]
pub struct Service {
    /// Name.
    pub name: String,
    /// Domain; its layer is never below that of an earlier service.
    pub domain: &'static str,
    /// Version.
    pub version: [u64; 3],
    /// Maturity.
    pub maturity: &'static str,
    /// Language.
    pub runtime: &'static str,
    /// Version of the contract it offers, if it offers one.
    pub contract: Option<[u64; 3]>,
    /// Contracts it calls: service and pinned version.
    pub pins: Vec<(usize, [u64; 3])>,
    /// Whether it publishes an event.
    pub publishes: bool,
    /// Services whose events it reads.
    pub reads: Vec<usize>,
    /// Services it depends on.
    pub internal: Vec<usize>,
    /// Technology it depends on.
    pub external: Vec<&'static str>,
    /// Libraries: number and minor version.
    pub libraries: Vec<(usize, u64)>,
    /// Test coverage in percent.
    pub coverage: usize,
    /// Days since its last update.
    pub age: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Returns `count` services. Each depends on about five earlier ones, so that there is no circle
/// but those the faults make, and no layer is broken but by a fault.
pub fn services(count: usize, seed: u64) -> Vec<Service> {
    let mut random = Random::new(seed);
    let mut services: Vec<Service> = Vec::with_capacity(count);
    for index in 0..count {
        let service = service(index, count, &services, &mut random);
        services.push(service);
    }
    plant_edges(&mut services);
    services
}

fn service(index: usize, count: usize, earlier: &[Service], random: &mut Random) -> Service {
    let wanted = 3 + random.below(5);
    let mut internal: Vec<usize> = (0..wanted.min(index)).map(|_| random.skewed(index)).collect();
    internal.sort_unstable();
    internal.dedup();
    let offers = |other: &usize| Some((*other, earlier.get(*other)?.contract?));
    let mut pins: Vec<(usize, [u64; 3])> = internal.iter().filter_map(offers).take(2).collect();
    if random.once_in(20) {
        for (_, version) in pins.iter_mut().take(1) {
            let [major, minor, patch] = *version;
            *version = [major, minor.saturating_sub(1), patch];
        }
    }
    let publishes = |other: &usize| earlier.get(*other).is_some_and(|service| service.publishes);
    let reads = internal.iter().copied().filter(publishes).take(1 + random.below(2)).collect();
    let fault = if random.once_in(ONE_FAULT_IN) { random.one_of(&FAULTS) } else { Fault::None };
    Service {
        name: format!("{}-{index}", random.one_of(&NOUNS)),
        domain: DOMAINS.get(index * DOMAINS.len() / count.max(1)).copied().unwrap_or_default(),
        version: version(random),
        maturity: random.one_of(&MATURITIES),
        runtime: random.one_of(&RUNTIMES),
        contract: (!random.once_in(3)).then(|| version(random)),
        pins,
        publishes: random.once_in(2),
        reads,
        internal,
        external: vec![random.one_of(&EXTERNAL)],
        libraries: (0..2)
            .map(|at| (at * LIBRARIES / 2 + random.skewed(LIBRARIES / 2), 1 + random.bits() % 4))
            .collect(),
        coverage: 60 + random.below(40),
        age: random.below(80),
        fault,
    }
}

fn version(random: &mut Random) -> [u64; 3] {
    [1 + random.bits() % 4, 1 + random.bits() % 12, random.bits() % 6]
}

/// Adds the edges of [`Fault::Cycle`] and [`Fault::Layer`]. Both lead upwards, so they are planted
/// in the upper half only, where few services stand on each other: else at some size they would
/// tie nearly all services to one circle.
fn plant_edges(services: &mut [Service]) {
    let half = services.len() / 2;
    let ninth = services.len() / DOMAINS.len() + 1;
    let edge = |(index, service): (usize, &Service)| match service.fault {
        Fault::Cycle => Some((*service.internal.last()?, index)),
        Fault::Layer => Some((index, index + ninth)).filter(|(_, to)| *to < services.len()),
        _ => None,
    };
    let upper = services.iter().enumerate().skip(half);
    let planted: Vec<(usize, usize)> = upper.filter_map(edge).collect();
    for (from, to) in planted {
        if let Some(service) = services.get_mut(from) {
            service.internal.push(to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, services};

    #[test]
    fn services_are_the_same_every_time() {
        let text = |seed| format!("{:?}", services(200, seed));
        assert_eq!(text(1), text(1));
        assert_ne!(text(1), text(2));
    }

    #[test]
    fn a_platform_is_of_the_promised_density() {
        let services = services(2000, 1);
        let edges: usize = services.iter().map(|service| service.internal.len()).sum();
        let faulty = services.iter().filter(|service| service.fault != Fault::None).count();
        assert!((4 * 2000..6 * 2000).contains(&edges), "{edges}");
        assert!((20..80).contains(&faulty), "{faulty}");
    }
}
