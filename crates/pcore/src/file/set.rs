//! A set of files, a bit for each.

use super::File;

const _: () = assert!(File::ALL.len() <= 2 * u128::BITS as usize, "a bit for each file");

/// A set of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileSet([u128; 2]);

impl FileSet {
    /// The set of this one file.
    const fn of(file: File) -> Self {
        match (file as u8).checked_sub(128) {
            None => Self([1 << file as u8, 0]),
            Some(bit) => Self([0, 1 << bit]),
        }
    }

    /// Whether the file is in the set.
    pub const fn has(self, file: File) -> bool {
        let ([a, b], Self([of_a, of_b])) = (self.0, Self::of(file));
        a & of_a != 0 || b & of_b != 0
    }

    /// The set with the file.
    #[must_use]
    pub const fn with(self, file: File) -> Self {
        let ([a, b], Self([of_a, of_b])) = (self.0, Self::of(file));
        Self([a | of_a, b | of_b])
    }

    /// The set with these files too.
    #[must_use]
    pub fn and(self, files: &[File]) -> Self {
        files.iter().copied().fold(self, Self::with)
    }

    /// The set without the file.
    #[must_use]
    pub const fn without(self, file: File) -> Self {
        let ([a, b], Self([of_a, of_b])) = (self.0, Self::of(file));
        Self([a & !of_a, b & !of_b])
    }

    /// How many of the files belong to one process.
    pub(crate) const fn count_of_process(self) -> u32 {
        let (Self([a, b]), Self([of_a, of_b])) = (self, Self::OF_PROCESS);
        (a & of_a).count_ones() + (b & of_b).count_ones()
    }

    /// Those that belong to one process.
    const OF_PROCESS: Self = {
        let (mut set, mut files) = (Self([0; 2]), File::ALL);
        while let [file, rest @ ..] = files {
            if file.is_of_process() {
                set = set.with(*file);
            }
            files = rest;
        }
        set
    };

    /// The files, in the order of their table.
    pub fn iter(self) -> impl Iterator<Item = File> {
        File::ALL.iter().copied().filter(move |file| self.has(*file))
    }
}

impl FromIterator<File> for FileSet {
    fn from_iter<I: IntoIterator<Item = File>>(files: I) -> Self {
        files.into_iter().fold(Self::default(), Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_every_file() {
        let all: FileSet = File::ALL.iter().copied().collect();
        assert_eq!(all.iter().count(), File::ALL.len());
        assert!(!all.without(File::Stat).has(File::Stat));
    }
}
