//! A request: what a command line means, before anything is opened; and its resolution into a query.

use std::path::PathBuf;
use std::time::Duration;

use pcore::query::{Query, Sort};
use pcore::run::Pace;
use pcore::view::{Manner, Selector, Word};
use pcore::{Filter, Info, Kind, View, suggest};

use crate::Failure;
use crate::output::{Column, Format};
use crate::ps;
use crate::terminal::Terminal;
use crate::tool::{Effect, Given, Opt, Tool};

/// What a command line means.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct Request {
    pub(crate) tool: &'static Tool,
    pub(crate) view: &'static dyn View,
    pub(crate) words: Vec<String>,
    pub(crate) manner: Manner,
    pub(crate) any_case: bool,
    /// The tool's own options that were given, with their values.
    pub(crate) own: Vec<(&'static Opt, Vec<String>)>,
    pub(crate) fields: Vec<String>,
    pub(crate) filters: Vec<String>,
    pub(crate) sort: Vec<String>,
    pub(crate) limit: Option<usize>,
    pub(crate) format: Format,
    pub(crate) headings: bool,
    pub(crate) exact: bool,
    pub(crate) wide: bool,
    pub(crate) terminal: Terminal,
    pub(crate) watch: Option<Duration>,
    pub(crate) proc: Option<PathBuf>,
    pub(crate) pace: Pace,
    pub(crate) strict: bool,
    pub(crate) quiet: bool,
    pub(crate) list_views: bool,
    pub(crate) list_fields: bool,
    pub(crate) schema: bool,
}

impl Request {
    /// The columns of the output, every name looked up.
    pub(crate) fn columns(&self) -> Result<Vec<Column>, Failure> {
        let fields = self.view.fields();
        let mut names: Vec<String> = Vec::new();
        let mut added: Vec<String> = Vec::new();
        for list in &self.fields {
            if values(std::slice::from_ref(list)).iter().all(|name| *name == "+") {
                return Err(Failure::Usage("--fields names no field".to_owned()));
            }
            let (list, onto) = match list.strip_prefix('+') {
                Some(list) => (list, &mut added),
                None => (&**list, &mut names),
            };
            onto.extend(list.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned));
        }
        if names.is_empty() {
            let shown = self.own.iter().find_map(|(option, _)| match option.effect {
                Effect::Show(names) => Some(names),
                _ => None,
            });
            let shown = shown.unwrap_or(self.view.spec().default_fields);
            names.extend(shown.iter().map(|name| (*name).to_owned()));
            for (option, _) in &self.own {
                if let Effect::Add(more) = option.effect {
                    names.extend(more.iter().map(|name| (*name).to_owned()));
                }
            }
        }
        let of_ps = ps::shows(self.view.spec());
        let mut columns: Vec<Column> = Vec::new();
        for name in names.iter().chain(&added) {
            if name == "all" {
                let all = fields
                    .iter()
                    .enumerate()
                    .map(|(number, info)| column(number, info, None, None));
                columns.extend(all);
                continue;
            }
            let (name, title) = match name.split_once('=') {
                Some((name, title)) => (name, Some(title)),
                None => (&**name, None),
            };
            let name = if of_ps { ps::without_width(name) } else { name };
            let (number, info) = field(&fields, name, "--fields")?;
            let asked = ps::asked(info, name, title).filter(|_| of_ps);
            columns.push(column(number, info, title, asked));
        }
        let mut seen = Vec::new();
        if self.format != Format::Text {
            // A key stands once in an object.
            columns.retain(|column| {
                let is_new = !seen.contains(&column.number);
                seen.push(column.number);
                is_new
            });
        }
        Ok(columns)
    }

    /// The query: which rows and columns to read.
    pub(crate) fn query(&self, columns: &[Column]) -> Result<Query, Failure> {
        let fields = self.view.fields();
        let parse = |text: &str, option: &str| {
            Filter::parse(text, &fields)
                .map_err(|error| Failure::Usage(format!("{option}: {error}")))
        };
        let mut filters = Vec::new();
        for text in &self.filters {
            filters.push(parse(text, "--where")?);
        }
        let mut words = Vec::new();
        let own = self.proc.is_none().then(std::process::id);
        for word in &self.words {
            if word.is_empty() {
                return Err(Failure::Usage("an empty word selects nothing".to_owned()));
            }
            let word = Word { text: word, manner: self.manner, any_case: self.any_case, own };
            words.push(self.view.word(&word).map_err(Failure::Usage)?);
        }
        let mentioned: Vec<usize> = filters
            .iter()
            .chain(words.iter().map(|word| &word.filter))
            .flat_map(Filter::fields)
            .collect();
        let mentions = |name: &str| {
            mentioned.iter().any(|number| fields.get(*number).is_some_and(|f| f.name == name))
        };
        let options: Vec<&str> = self.own.iter().map(|(option, _)| option.long).collect();
        let has_paths = words.iter().any(|word| word.kind == "path");
        let given = Given { options: &options, mentions: &|name| mentions(name) || has_paths };
        if let Some(text) = (self.tool.default_filter)(&given) {
            filters.push(parse(&text, self.tool.name)?);
        }
        let mut named = Vec::new();
        let mut groups: Vec<(&str, Vec<Filter>)> = Vec::new();
        for (option, values) in &self.own {
            let (group, filter) = match option.effect {
                Effect::Keep { group, filter } => (group, parse(filter, option.long)?),
                Effect::OneOf(name) => {
                    let unwanted = one_of(&fields, option, name, values, &mut named)?;
                    (option.long, unwanted)
                }
                _ => continue,
            };
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, filters)) => filters.push(filter),
                None => groups.push((group, vec![filter])),
            }
        }
        filters.extend(groups.into_iter().map(|(_, filters)| Filter::or(filters)));
        let mut sort = Vec::new();
        if !self.sort.is_empty() && values(&self.sort).is_empty() {
            return Err(Failure::Usage("--sort names no field".to_owned()));
        }
        for name in self.sort.iter().flat_map(|list| list.split(',')).filter(|n| !n.is_empty()) {
            let (name, descending) = match name.strip_prefix('-') {
                Some(name) => (name, true),
                None => (name.strip_prefix('+').unwrap_or(name), false),
            };
            sort.push(Sort { field: field(&fields, name, "--sort")?.0, descending });
        }
        words.extend(named.into_iter().map(|named| named.selector));
        self.check_needs(&fields, &filters, &words)?;
        Ok(Query {
            view: self.view,
            shown: columns.iter().map(|column| column.number).collect(),
            filter: Filter::and(filters),
            words,
            sort,
            limit: self.limit,
            tasks: self.tasks(),
            all_netns: self.has("all-netns"),
        })
    }

    /// A view that would be endless wants to be told what of it is meant.
    fn check_needs(
        &self,
        fields: &[Info],
        filters: &[Filter],
        words: &[Selector],
    ) -> Result<(), Failure> {
        let spec = self.view.spec();
        let filters = filters.iter().chain(words.iter().map(|word| &word.filter));
        let mentioned: Vec<usize> = filters.flat_map(Filter::fields).collect();
        let is_mentioned = |name: &&str| {
            mentioned.iter().any(|number| fields.get(*number).is_some_and(|f| f.name == *name))
        };
        if spec.needs.iter().all(|any| any.iter().any(is_mentioned)) {
            return Ok(());
        }
        let example = spec.examples.first().map_or("", |(line, _)| line);
        let name = spec.name;
        Err(Failure::Usage(format!("{name} needs {}; for example: {example}", spec.words)))
    }

    /// Whether an option of the tool was given.
    fn has(&self, long: &str) -> bool {
        self.own.iter().any(|(option, _)| option.long == long)
    }

    /// Whether each task of a process is a row of its own.
    fn tasks(&self) -> bool {
        self.own.iter().any(|(option, _)| matches!(option.effect, Effect::Tasks))
    }

    /// What the query selects by name, in the order of its words: words, then values of options.
    pub(crate) fn named(&self) -> Vec<String> {
        let mut named = Vec::new();
        let fields = self.view.fields();
        for (option, values) in &self.own {
            if let Effect::OneOf(name) = option.effect {
                // What is wrong with a value was told when the query was made.
                let _ = one_of(&fields, option, name, values, &mut named);
            }
        }
        self.words.iter().cloned().chain(named.into_iter().map(|named| named.value)).collect()
    }
}

/// A value of an option that selects rows, as a word does.
struct Named {
    value: String,
    selector: Selector,
}

/// Adds a selector for each of the comma-separated values of a field; gives a filter that leaves out
/// the rows of `^value`, as in lsof.
fn one_of(
    fields: &[Info],
    option: &Opt,
    name: &str,
    lists: &[String],
    named: &mut Vec<Named>,
) -> Result<Filter, Failure> {
    let (_, info) = field(fields, name, option.long)?;
    let mut unwanted = Vec::new();
    let values = values(lists);
    if values.is_empty() {
        return Err(Failure::Usage(format!("--{} names no {}", option.long, what(info))));
    }
    for value in values {
        let (text, is_wanted) = match value.strip_prefix('^') {
            Some(text) => (text, false),
            None => (value, true),
        };
        // The literal is read by the field's kind, through the one grammar that knows how.
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        let filter = Filter::parse(&format!("{name} == \"{quoted}\""), fields).map_err(|_| {
            Failure::Usage(format!("--{}: `{text}` is no {}", option.long, what(info)))
        })?;
        // A user may be given by number as well.
        let uid = (name == "user").then(|| text.parse::<u32>().ok()).flatten();
        let filter = match (uid, field(fields, "uid", option.long)) {
            (Some(uid), Ok((number, _))) => {
                Filter::or(vec![filter, Filter::equal(number, uid.into())])
            }
            _ => filter,
        };
        if is_wanted {
            let kind = format!("--{}", option.long).into();
            named.push(Named { value: value.to_owned(), selector: Selector { kind, filter } });
        } else {
            unwanted.push(filter);
        }
    }
    Ok(Filter::or(unwanted).not())
}

/// The parts of lists between commas or blanks.
fn values(lists: &[String]) -> Vec<&str> {
    lists.iter().flat_map(|list| list.split([',', ' '])).filter(|value| !value.is_empty()).collect()
}

/// The field of this name, or the nearest name in the complaint.
fn field<'f>(fields: &'f [Info], name: &str, option: &str) -> Result<(usize, &'f Info), Failure> {
    let exact = fields.iter().position(|field| field.name == name);
    let number = exact.or_else(|| fields.iter().position(|field| field.answers_to(name)));
    if let Some(found) = number.and_then(|number| Some((number, fields.get(number)?))) {
        return Ok(found);
    }
    let names =
        fields.iter().flat_map(|f| std::iter::once(f.name).chain(f.aliases.iter().copied()));
    let shown = crate::sanitise::visible(name.as_bytes());
    Err(Failure::Usage(match suggest::nearest(name, names) {
        Some(close) => format!("{option}: no field `{shown}`; did you mean `{close}`?"),
        None => format!("{option}: no field `{shown}`; --list-fields lists them"),
    }))
}

fn column(number: usize, info: &Info, title: Option<&str>, asked: Option<&ps::Known>) -> Column {
    // A script that wants no heading reads memory in KiB, as ps and free count it.
    let in_kib = (title == Some("") && info.kind == Kind::Bytes).then_some(ps::Form::Kib);
    Column {
        number,
        info: *info,
        title: title.unwrap_or_else(|| asked.map_or(info.header, |name| name.header)).to_owned(),
        form: asked.and_then(|name| name.form).or(in_kib),
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
