//! Numbers that stand for names: a node, an edge or a hub of one graph, and tables over them.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A number that stands for one thing of one graph.
pub(crate) trait Id: Copy + Ord {
    /// Returns the id at `index` of its table.
    fn new(index: usize) -> Self;
    /// Returns the place in the table.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $name(u32);

        impl Id for $name {
            #[inline]
            fn new(index: usize) -> Self {
                // The limits on documents keep every count far below 2^32.
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            #[inline]
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A service; ids ascend with the bytes of the names.
    NodeId;
    /// An edge; ids ascend with its two ends.
    EdgeId;
    /// A contract or an event; ids ascend with the bytes of the names.
    HubId;
    /// A service of the catalog, in its order there.
    EntryId;
    /// An item of the list of dependencies of a service.
    ItemId;
    /// An edge of the graph file, in its order there.
    DeclaredId;
    /// A strongly connected component; ids ascend from dependencies to dependents.
    ComponentId;
}

/// One value for each id of a graph.
#[derive(Clone, Debug)]
pub(crate) struct Table<I, T>(Vec<T>, PhantomData<I>);

impl<I: Id, T> Table<I, T> {
    pub(crate) fn from_vec(values: Vec<T>) -> Self {
        Self(values, PhantomData)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.0.len()).map(I::new)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.0.iter().enumerate().map(|(index, value)| (I::new(index), value))
    }

    /// Returns the id of the value that `order` calls equal; the values are sorted by it.
    pub(crate) fn find(&self, order: impl FnMut(&T) -> std::cmp::Ordering) -> Option<I> {
        self.0.binary_search_by(order).ok().map(I::new)
    }
}

impl<I: Id, T: Clone> Table<I, T> {
    pub(crate) fn filled(value: T, len: usize) -> Self {
        Self::from_vec(vec![value; len])
    }

    pub(crate) fn fill(&mut self, value: T) {
        self.0.fill(value);
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "ids are made by the graph they index, so they are always in bounds"
)]
impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        &self.0[id.index()]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "ids are made by the graph they index, so they are always in bounds"
)]
impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.0[id.index()]
    }
}
