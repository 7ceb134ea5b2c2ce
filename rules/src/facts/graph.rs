//! Questions about who depends on whom, for scripts.

use foldhash::HashSet;
use rhai::{EvalAltResult, ImmutableString, NativeCallContext};

use super::List;
use crate::decision::{charge, world};
use crate::engine::fault::failed;

/// Which neighbours are asked for.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Those that depend on it.
    Back,
    /// Those, and all that depend on them.
    AllBack,
    /// What it depends on, and all that those depend on.
    AllOut,
}

/// Returns neighbours of the service `name`.
pub(super) fn neighbours(
    context: &NativeCallContext<'_>,
    name: &str,
    way: Way,
) -> Result<List, Box<EvalAltResult>> {
    let world = world(context)?;
    // A search may pass every service.
    charge(context, if matches!(way, Way::Back) { 1 } else { world.services.len() })?;
    let graph = world.graph();
    if !graph.contains(name) {
        return Err(failed(format!("no service is called `{name}`")));
    }
    let found = match way {
        Way::Back => graph.dependents(name),
        Way::AllBack => graph.all_dependents(name),
        Way::AllOut => graph.all_dependencies(name),
    };
    let found = found.map_err(|error| failed(error.message()))?;
    charge(context, found.len())?;
    Ok(found.into_iter().map(ImmutableString::from).collect())
}

/// Returns how many services depend on the service `name`, directly or not, counted up to `most`. Unlike the list of
/// them, this takes no longer where there are many.
pub(super) fn count_dependents(
    context: &NativeCallContext<'_>,
    name: &str,
    most: usize,
) -> Result<usize, Box<EvalAltResult>> {
    let world = world(context)?;
    let graph = world.graph();
    if !graph.contains(name) {
        return Err(failed(format!("no service is called `{name}`")));
    }
    let mut found = HashSet::from_iter([name]);
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        let dependents = graph.dependents(next).map_err(|error| failed(error.message()))?;
        charge(context, dependents.len() + 1)?;
        for dependent in dependents {
            if found.len() > most {
                return Ok(most);
            }
            if found.insert(dependent) {
                open.push(dependent);
            }
        }
    }
    Ok((found.len() - 1).min(most))
}

/// Returns the shortest chain of dependencies from one service to another, both included.
pub(super) fn path(
    context: &NativeCallContext<'_>,
    from: &str,
    to: &str,
) -> Result<Option<List>, Box<EvalAltResult>> {
    let world = world(context)?;
    charge(context, world.services.len())?;
    let graph = world.graph();
    if !graph.contains(from) || !graph.contains(to) {
        return Ok(None);
    }
    let path = graph.path(from, to).map_err(|error| failed(error.message()))?;
    Ok(path.map(|path| path.into_iter().map(ImmutableString::from).collect()))
}
