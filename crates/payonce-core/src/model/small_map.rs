//! A few values by name.

/// A few values by name, in the order of the names. A tree would cost the browser build more than all of its values.
#[derive(Clone)]
pub(crate) struct SmallMap<T>(Vec<(&'static str, T)>);

impl<T> Default for SmallMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> SmallMap<T> {
    pub(crate) fn insert(&mut self, name: &'static str, value: T) {
        let place = self.0.partition_point(|(known, _)| *known < name);
        self.0.insert(place, (name, value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The names and values, in the order of the names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, value)| value)
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for SmallMap<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}
