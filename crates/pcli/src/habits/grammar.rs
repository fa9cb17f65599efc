//! Which options a tool has, for habits that must tell them from words.

use clap::Command;

use crate::tool::Tool;

/// Which options there are, and which take values.
pub(crate) struct Grammar(Command);

impl Grammar {
    /// The options of a tool.
    pub(crate) fn of(tool: &'static Tool) -> Self {
        Self(crate::args::whole(tool))
    }

    fn find(&self, is_wanted: impl Fn(&clap::Arg) -> bool) -> Option<&clap::Arg> {
        self.0.get_arguments().find(|option| is_wanted(option))
    }

    fn by_letter(&self, letter: char) -> Option<&clap::Arg> {
        self.find(|option| {
            option.get_short_and_visible_aliases().is_some_and(|all| all.contains(&letter))
        })
    }

    fn by_name(&self, name: &str) -> Option<&clap::Arg> {
        self.find(|option| {
            let aliases = option.get_all_aliases().unwrap_or_default();
            option.get_long() == Some(name) || aliases.contains(&name)
        })
    }

    /// Whether there is an option that is written so.
    pub(super) fn knows(&self, option: &str) -> bool {
        match option.strip_prefix("--") {
            Some(name) => self.by_name(name).is_some(),
            None => option.chars().nth(1).is_some_and(|letter| self.by_letter(letter).is_some()),
        }
    }

    pub(super) fn has_value(&self, letter: char) -> bool {
        self.by_letter(letter).is_some_and(|option| option.get_action().takes_values())
    }

    /// Whether the argument behind this one is the value of its option.
    pub(super) fn takes_following(&self, argument: &str) -> bool {
        match argument.strip_prefix('-') {
            None | Some("") => false,
            Some(long) if long.starts_with('-') => self.takes_next(argument),
            Some(letters) => self.takes_next_letter(letters),
        }
    }

    /// The first argument that is neither an option nor the value of one, and its place. Options begin
    /// with one of these signs; behind `--` a word is no name of a view.
    pub(crate) fn first_word<'a>(
        &self,
        arguments: &'a [String],
        signs: &[char],
    ) -> Option<(usize, &'a str)> {
        let mut place = 0;
        while let Some(argument) = arguments.get(place).filter(|argument| *argument != "--") {
            if !argument.starts_with(signs) {
                return Some((place, argument));
            }
            place += 1 + usize::from(self.takes_following(argument));
        }
        None
    }

    /// Whether the argument behind a long option is its value.
    pub(super) fn takes_next(&self, option: &str) -> bool {
        let name = option.trim_start_matches('-');
        self.by_name(name).is_some_and(|option| {
            option.get_action().takes_values() && !option.is_require_equals_set()
        })
    }

    /// Whether the argument behind a cluster of letters is the value of its last.
    pub(super) fn takes_next_letter(&self, letters: &str) -> bool {
        letters
            .find(|letter| self.has_value(letter))
            .is_some_and(|at| letters.get(at..).is_some_and(|value| value.chars().count() == 1))
    }
}
