//! Which rows a request selects: by words, by the values of options, by filters.
//!
//! Words of one kind and the values of one option widen the selection; different kinds and options
//! narrow it, and so does every `--where`. With `-N` what any word or option selects is left out.

use std::borrow::Cow;
use std::sync::Arc;

use pcore::growth::Measure;
use pcore::view::pfd::select;
use pcore::view::{Selector, Word};
use pcore::{Absent, Filter, Info, Kind, Run, Value, suggest};

use super::{Request, called, values};
use crate::Failure;
use crate::output::Format;
use crate::tool::{By, Effect, Given, Name, Opt, Tool};

/// A word or a value of an option, of which a row must be found.
pub(crate) struct Named {
    /// As the user wrote it, with the option.
    pub(crate) text: String,
    /// Whether it stands for itself, not behind an option.
    pub(crate) is_word: bool,
}

/// What is selected.
pub(super) struct Selection {
    pub(super) filter: Filter,
    pub(super) words: Vec<Selector>,
    /// What each of the words is called.
    pub(super) named: Vec<Named>,
}

impl Request {
    /// What is selected. `same` are the processes in the namespaces that `--ns` asks for.
    pub(super) fn selection(
        &self,
        fields: &[Info],
        same: Option<Filter>,
        run: Option<&Arc<Run>>,
    ) -> Result<Selection, Failure> {
        let mut filters = Vec::new();
        for text in &self.filters {
            filters.push(parse(text, "--where", fields)?);
        }
        let mut found = Found::default();
        self.words(run, &mut found)?;
        self.options(fields, run, &mut found)?;
        filters.extend(self.unasked(fields, &filters, &found)?);
        found.groups.extend(same.map(|same| ("--ns", vec![same])));
        if self.first().next().is_some() && !self.own_process {
            // It started last itself, and nobody looks for it.
            filters.extend(self.is_own(fields).map(Filter::not));
        }
        if self.own.iter().any(|(option, _)| matches!(option.effect, Effect::Deselect)) {
            filters.push(found.others()?);
            let filter = Filter::and(filters);
            return Ok(Selection { filter, words: Vec::new(), named: Vec::new() });
        }
        filters.extend(found.groups.into_iter().map(|(_, group)| Filter::or(group)));
        filters.extend(found.unwanted.into_iter().map(Filter::not));
        let (named, words) = found.words.into_iter().unzip();
        Ok(Selection { filter: Filter::and(filters), words, named })
    }

    fn words(&self, run: Option<&Arc<Run>>, found: &mut Found) -> Result<(), Failure> {
        // Who asks for this program itself means it.
        let own = (self.proc.is_none() && !self.own_process).then(std::process::id);
        for (number, text) in self.words.iter().enumerate() {
            if text.is_empty() {
                return Err(Failure::Usage("an empty word selects nothing".to_owned()));
            }
            self.check_audit(text, number < self.bare)?;
            let word = Word { text, manner: self.manner, any_case: self.any_case, own, run };
            let selector = self.view.word(&word).map_err(|why| {
                let hint = hint(self.tool, text).filter(|_| number < self.bare);
                Failure::Usage(hint.map_or_else(|| why.clone(), |hint| format!("{why}; {hint}")))
            })?;
            found.words.push((Named { text: text.clone(), is_word: true }, selector));
        }
        Ok(())
    }

    /// The kinds of what words and options select by.
    pub(super) fn kinds(&self) -> Vec<Cow<'static, str>> {
        // What they stand for is not looked up yet; what cannot be read is told when it is.
        let kind = |text: &String| {
            let (manner, any_case) = (self.manner, self.any_case);
            let word = Word { text, manner, any_case, own: None, run: None };
            self.view.word(&word).ok().map(|selector| selector.kind)
        };
        let options = self.own.iter().filter_map(|(option, _)| match option.effect {
            Effect::Keep { group, .. } => Some(group),
            Effect::FieldsOf(kind) => Some(kind),
            Effect::Open(by) => Some(by.kind()),
            _ => None,
        });
        self.words.iter().filter_map(kind).chain(options.map(Cow::Borrowed)).collect()
    }

    /// A view that is misspelt must not become a text that nothing has, which would prove nothing.
    /// Behind the name of a view stands no other.
    fn check_audit(&self, word: &str, is_bare: bool) -> Result<(), Failure> {
        let is_text = word.starts_with(|first: char| first.is_alphabetic());
        let is_audit = self.expected.is_some() || self.baseline.is_some();
        if !is_audit || !is_bare || !is_text || self.view_is_named {
            return Ok(());
        }
        let shown = crate::sanitise::visible(word.as_bytes());
        Err(Failure::Usage(format!(
            "`{shown}` is no view; in a check, write --match {shown} for what is looked for"
        )))
    }

    /// The view's own filter, where growth is looked for with the growth of counters in their place:
    /// what counted nothing is of interest then if it counts now.
    fn of_growth(&self, filter: &str, fields: &[Info]) -> String {
        let is_counter = |name: &str| fields.iter().any(|info| info.name == name && info.counter);
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut grown = String::new();
        for part in filter.split_inclusive(|c| !is_name(c)) {
            let name = part.trim_end_matches(|c| !is_name(c));
            if self.measure().is_some() && is_counter(name) {
                grown.push_str(&Measure::Delta.name(name));
                grown.push_str(part.strip_prefix(name).unwrap_or_default());
            } else {
                grown.push_str(part);
            }
        }
        grown
    }

    /// What is selected where nobody says otherwise.
    fn unasked(
        &self,
        fields: &[Info],
        filters: &[Filter],
        found: &Found,
    ) -> Result<Option<Filter>, Failure> {
        let words = found.words.iter().map(|(_, word)| &word.filter);
        let groups = found.groups.iter().flat_map(|(_, group)| group);
        let all = filters.iter().chain(words).chain(groups).chain(&found.unwanted);
        let mentioned: Vec<usize> = all.flat_map(Filter::fields).collect();
        let mentions = |name: &str| {
            mentioned.iter().any(|number| fields.get(*number).is_some_and(|f| f.name == name))
        };
        let spec = self.view.spec();
        let mut options: Vec<&str> = self.own.iter().map(|(option, _)| option.long).collect();
        // What has no other end is not drawn anyway.
        let draws = self.format == Format::Dot;
        let wants_all = |(option, _): &(Opt, _)| matches!(option.effect, Effect::Everything);
        let of_view = spec.default_filter.filter(|usual| {
            !draws
                && !self.own.iter().any(wants_all)
                && !usual.unless.iter().any(|name| mentions(name))
        });
        if draws {
            options.push("all");
        }
        let is_first = self.tool.first().map(|v| v.spec().name) == Some(spec.name);
        let of_tool = is_first
            .then(|| (self.tool.default_filter)(&Given { options: &options, mentions: &mentions }));
        let unasked: Vec<String> = of_view
            .map(|usual| format!("({})", self.of_growth(usual.filter, fields)))
            .into_iter()
            .chain(of_tool.flatten())
            .collect();
        if unasked.is_empty() {
            return Ok(None);
        }
        parse(&unasked.join(" and "), self.tool.name, fields).map(Some)
    }

    fn options(
        &self,
        fields: &[Info],
        run: Option<&Arc<Run>>,
        found: &mut Found,
    ) -> Result<(), Failure> {
        for (option, lists) in &self.own {
            match option.effect {
                Effect::Keep { group, filter } => {
                    let filter = Filter::parse(filter, fields).map_err(|_| {
                        let view = self.view.spec().name;
                        let option = called(option);
                        Failure::Usage(format!("{option} selects by what {view} does not tell"))
                    })?;
                    found.widen(group, filter);
                }
                Effect::Choice { group, names } => {
                    let filter = of_names(fields, option, names, lists)?;
                    found.widen(group, filter);
                }
                Effect::OneOf(names) => self.one_of(fields, option, names, lists, found)?,
                Effect::Open(by) => self.open(option, by, lists, run, found)?,
                Effect::By(by) => self.by(fields, option, by, lists, found)?,
                _ => {}
            }
        }
        if self.own_process {
            if self.proc.is_some() {
                let message = "--self is this program, which no captured tree shows";
                return Err(Failure::Usage(message.to_owned()));
            }
            let own = self.is_own(fields).ok_or_else(|| self.lacks("--self", "pid"))?;
            found.widen("--self", own);
        }
        Ok(())
    }

    /// Rows of this program itself.
    fn is_own(&self, fields: &[Info]) -> Option<Filter> {
        let own = |(number, _)| Filter::equal(number, std::process::id().into());
        let named = |(_, field): &(usize, &Info)| ["pid", "pids"].contains(&field.name);
        let any: Vec<Filter> = fields.iter().enumerate().filter(named).map(own).collect();
        (self.proc.is_none() && !any.is_empty()).then(|| Filter::or(any))
    }

    /// Rows that have one of the comma-separated values in any of these fields; not those that have
    /// a `^value`, as in lsof.
    fn one_of(
        &self,
        fields: &[Info],
        option: &Opt,
        names: &'static [&'static str],
        lists: &[String],
        found: &mut Found,
    ) -> Result<(), Failure> {
        let searched: Vec<&Info> =
            fields.iter().filter(|field| names.contains(&field.name)).collect();
        let what = match searched.iter().find(|field| what(field) != "number") {
            Some(field) => what(field),
            None if searched.is_empty() => {
                return Err(self.lacks(&called(option), names.join(", ")));
            }
            None => "number",
        };
        let values = values(lists);
        if values.is_empty() {
            return Err(Failure::Usage(format!("{} names no {what}", called(option))));
        }
        // What options select by number goes together with words that are numbers.
        let kind = match names {
            ["pid", ..] => Cow::Borrowed("pid"),
            names => format!("--{}", names.join(",")).into(),
        };
        for value in values {
            let (text, is_wanted) = match value.strip_prefix('^') {
                Some(text) => (text, false),
                None => (value, true),
            };
            // The literal is read by the field's kind, through the one grammar that knows how.
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            let equal = |field: &&Info| {
                Filter::parse(&format!("{} == \"{quoted}\"", field.name), fields).ok()
            };
            let any: Vec<Filter> = searched.iter().filter_map(equal).collect();
            if any.is_empty() {
                let text = crate::sanitise::visible(text.as_bytes());
                return Err(Failure::Usage(format!("{}: `{text}` is no {what}", called(option))));
            }
            if is_wanted {
                found.value(option, value, kind.clone(), Filter::or(any));
            } else {
                found.unwanted.push(Filter::or(any));
            }
        }
        Ok(())
    }

    /// Rows that have a value which is read in a way of its own.
    fn by(
        &self,
        fields: &[Info],
        option: &Opt,
        by: By,
        lists: &[String],
        found: &mut Found,
    ) -> Result<(), Failure> {
        let number = fields.iter().position(|field| field.name == by.field());
        let number = number.ok_or_else(|| self.lacks(&called(option), by.field()))?;
        // Paths and variables may have any character.
        let values = match by {
            By::Terminal => values(lists),
            By::ControlGroup | By::Variable => lists.iter().map(String::as_str).collect(),
        };
        if values.is_empty() || values.contains(&"") {
            return Err(Failure::Usage(format!("{} needs a value", called(option))));
        }
        for value in values {
            let filter = match by {
                By::Terminal => of_terminal(number, value),
                By::ControlGroup => of_control_group(number, value),
                By::Variable => of_variable(number, value),
            };
            found.value(option, value, format!("--{}", by.field()).into(), filter);
        }
        Ok(())
    }

    /// Open files by what is told of them; not those that a `^value` is about, as in lsof.
    fn open(
        &self,
        option: &Opt,
        by: select::By,
        lists: &[String],
        run: Option<&Arc<Run>>,
        found: &mut Found,
    ) -> Result<(), Failure> {
        let values: Vec<&str> = lists.iter().flat_map(|list| by.values(list)).collect();
        if values.is_empty() || values.contains(&"") {
            return Err(Failure::Usage(format!("{} needs a value", called(option))));
        }
        for value in values {
            let unwanted = value.strip_prefix('^').filter(|_| by.may_exclude());
            let text = unwanted.unwrap_or(value);
            let word = Word { text, manner: self.manner, any_case: self.any_case, own: None, run };
            let filter = by
                .filter(&word)
                .map_err(|why| Failure::Usage(format!("{}: {why}", called(option))))?;
            match unwanted {
                Some(_) => found.unwanted.push(filter),
                None => found.value(option, value, by.kind().into(), filter),
            }
        }
        Ok(())
    }

    /// An option selects by a field that the view does not have.
    pub(crate) fn lacks(&self, option: &str, names: impl std::fmt::Display) -> Failure {
        let view = self.view.spec().name;
        Failure::Usage(format!("{option} selects by {names}, which {view} does not have"))
    }
}

/// What words and options select, one by one.
#[derive(Default)]
struct Found {
    words: Vec<(Named, Selector)>,
    /// Filters of options that name nothing; those of one group widen.
    groups: Vec<(&'static str, Vec<Filter>)>,
    /// What is to be left out.
    unwanted: Vec<Filter>,
}

impl Found {
    fn value(&mut self, option: &Opt, value: &str, kind: Cow<'static, str>, filter: Filter) {
        let text = format!("{} {value}", called(option));
        self.words.push((Named { text, is_word: false }, Selector { kind, filter }));
    }

    fn widen(&mut self, group: &'static str, filter: Filter) {
        match self.groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, filters)) => filters.push(filter),
            None => self.groups.push((group, vec![filter])),
        }
    }

    /// All but what any of it selects.
    fn others(self) -> Result<Filter, Failure> {
        let words = self.words.into_iter().map(|(_, word)| word.filter);
        let groups = self.groups.into_iter().flat_map(|(_, filters)| filters);
        let unwanted = self.unwanted.into_iter().map(Filter::not);
        let selected: Vec<Filter> = words.chain(groups).chain(unwanted).collect();
        if selected.is_empty() {
            let message =
                "-N shows all but what is selected, and nothing is; add what to leave out";
            return Err(Failure::Usage(message.to_owned()));
        }
        Ok(Filter::or(selected).not())
    }
}

fn parse(text: &str, option: &str, fields: &[Info]) -> Result<Filter, Failure> {
    Filter::parse(text, fields).map_err(|error| Failure::Usage(format!("{option}: {error}")))
}

/// Rows of what the names among the values stand for.
fn of_names(
    fields: &[Info],
    option: &Opt,
    names: &[Name],
    lists: &[String],
) -> Result<Filter, Failure> {
    let called = called(option);
    let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
    for value in values(lists) {
        let (name, those) = match value.strip_prefix('!') {
            Some(name) => (name, &mut unwanted),
            None => (value, &mut wanted),
        };
        let known = names.iter().find(|known| known.name == name).ok_or_else(|| {
            let all: Vec<&str> = names.iter().map(|known| known.name).collect();
            let name = crate::sanitise::visible(name.as_bytes());
            Failure::Usage(format!("{called}: `{name}` is none of {}", all.join(", ")))
        })?;
        let filter =
            known.filter.map_err(|why| Failure::Usage(format!("{called} {name} {why}")))?;
        those.push(parse(filter, &called, fields)?);
    }
    if wanted.is_empty() && unwanted.is_empty() {
        return Err(Failure::Usage(format!("{called} needs a value")));
    }
    let mut filters: Vec<Filter> = unwanted.into_iter().map(Filter::not).collect();
    if !wanted.is_empty() {
        filters.push(Filter::or(wanted));
    }
    Ok(Filter::and(filters))
}

/// Processes of a terminal. What ps takes for short may be either of two terminals, and to see
/// which of them there is would mean to look beside /proc: so it is either.
fn of_terminal(field: usize, name: &str) -> Filter {
    if matches!(name, "-" | "?") {
        return Filter::absent(field, Absent::NotApplicable);
    }
    let text = |name: String| Value::Text(name.into_bytes().into());
    let names = match name.strip_prefix("/dev/") {
        Some(name) => vec![text(name.to_owned())],
        None => ["", "pts/", "tty"].map(|sort| text(format!("{sort}{name}"))).to_vec(),
    };
    Filter::one_of(field, names)
}

/// Processes of a control group or one below it, by its path in the hierarchy or in the usual
/// place of its file system.
fn of_control_group(field: usize, path: &str) -> Filter {
    let path = path.strip_prefix("/sys/fs/cgroup").unwrap_or(path).trim_matches('/');
    if path.is_empty() {
        return Filter::begins(field, b"/");
    }
    let own = Value::Text(format!("/{path}").into_bytes().into());
    let below = Filter::begins(field, format!("/{path}/").as_bytes());
    Filter::or(vec![Filter::equal(field, own), below])
}

/// Processes with a variable, or with one of this value.
fn of_variable(field: usize, variable: &str) -> Filter {
    if variable.contains('=') {
        Filter::equal(field, Value::Text(variable.as_bytes().to_vec().into()))
    } else {
        Filter::begins(field, format!("{variable}=").as_bytes())
    }
}

/// What a value of the field is called in a message.
fn what(info: &Info) -> &'static str {
    match info.kind.element() {
        Kind::Id | Kind::Count | Kind::Bytes => "number",
        Kind::Address => "address",
        _ => "text",
    }
}

/// What a word that selected nothing was probably meant to be.
pub(crate) fn hint(tool: &Tool, word: &str) -> Option<String> {
    (tool.hint)(word).or_else(|| {
        if !word.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return None;
        }
        if word == "help" {
            return Some(format!("{0} --help and man {0} tell what there is", tool.name));
        }
        let view = suggest::nearest(word, tool.view_names())?;
        Some(format!("did you mean the view `{view}`?"))
    })
}

#[cfg(test)]
mod tests {
    use pcore::Cells;
    use pcore::filter::Truth;

    use super::*;

    /// A row of one cell.
    struct Row(Result<Value<'static>, Absent>);

    impl Cells for Row {
        fn cell(&self, _field: usize) -> Result<Value<'_>, Absent> {
            self.0.clone()
        }
    }

    fn passes(filter: &Filter, text: &'static str) -> bool {
        filter.test(&Row(Ok(Value::text(text.as_bytes())))) == Truth::True
    }

    #[test]
    fn terminals_have_the_spellings_of_ps() {
        for (given, name) in [
            ("pts/0", "pts/0"),
            ("/dev/pts/0", "pts/0"),
            ("0", "pts/0"),
            ("tty1", "tty1"),
            ("1", "tty1"),
            ("S0", "ttyS0"),
            ("/dev/ttyS0", "ttyS0"),
            ("console", "console"),
        ] {
            assert!(passes(&of_terminal(0, given), name), "{given}");
        }
        assert!(!passes(&of_terminal(0, "pts/1"), "pts/10"));
        assert!(!passes(&of_terminal(0, "/dev/1"), "tty1"));
        for none in ["-", "?"] {
            let filter = of_terminal(0, none);
            assert_eq!(filter.test(&Row(Err(Absent::NotApplicable))), Truth::True);
            assert!(!passes(&filter, "tty1"));
        }
    }

    #[test]
    fn a_control_group_has_those_below_it() {
        for given in ["/a.slice", "a.slice/", "/sys/fs/cgroup/a.slice"] {
            let filter = of_control_group(0, given);
            assert!(passes(&filter, "/a.slice"), "{given}");
            assert!(passes(&filter, "/a.slice/b.service"), "{given}");
            assert!(!passes(&filter, "/a.slice.d"), "{given}");
        }
        assert!(passes(&of_control_group(0, "/"), "/a.slice"));
    }

    #[test]
    fn a_variable_is_found_with_and_without_its_value() {
        let of = |given, variable| passes(&of_variable(0, given), variable);
        assert!(of("HOME", "HOME=/root"));
        assert!(of("HOME=/root", "HOME=/root"));
        assert!(!of("HOME", "HOME_DIR=/root"));
        assert!(!of("HOME=/ro", "HOME=/root"));
        assert!(of("A.B", "A.B="));
        assert!(!of("A.B", "AxB="));
    }
}
