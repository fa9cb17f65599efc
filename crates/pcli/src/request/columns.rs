//! Which columns a request shows: those that are named, those of a format of ps, or the view's own.

use pcore::growth::Measure;
use pcore::view::Layout;
use pcore::{Info, Kind};

use super::{Request, called, field, values};
use crate::Failure;
use crate::earlier::Earlier;
use crate::output::{Column, Format, prometheus};
use crate::ps::format::{self, Letter};
use crate::ps::{self, Form};
use crate::tool::{Effect, Opt};

/// How columns are asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// By names, each of which says whether the column is as ps has it.
    Asked,
    /// As columns of ps.
    OfPs,
}

impl Request {
    /// The columns of the output, every name looked up.
    /// What is compared with a report has its columns unless others are named.
    pub(crate) fn columns(&self, report: Option<&Earlier>) -> Result<Vec<Column>, Failure> {
        let (names, added) = self.named_fields()?;
        let fields = self.view.fields();
        if self.format == Format::Dot {
            return self.drawn(fields, &names, &added);
        }
        if self.format == Format::Pids {
            if !names.is_empty() {
                let message = "--pids prints numbers of processes alone; leave out -o";
                return Err(Failure::Usage(message.to_owned()));
            }
            return self.pids(fields).map(|column| vec![column]);
        }
        let format = self.format_of_ps(!names.is_empty())?;
        let mut columns = Vec::new();
        if !names.is_empty() {
            self.push(&mut columns, fields, &names, Manner::Asked)?;
        } else if let Some(format) = format {
            self.push(&mut columns, fields, &format, Manner::OfPs)?;
        } else {
            let reported = report.map(Earlier::fields).filter(|names| !names.is_empty());
            let usual = reported.map_or_else(|| self.usual(), Ok)?;
            self.push(&mut columns, fields, &usual, Manner::Asked)?;
        }
        let stays = self.view.spec().last_stays && names.is_empty();
        let last = columns.pop_if(|_| stays);
        self.push(&mut columns, fields, &added, Manner::Asked)?;
        columns.extend(last);
        if self.format == Format::Prometheus {
            let is_named = !names.is_empty() || self.view.spec().layout == Layout::Metrics;
            columns = prometheus::columns(self.view, is_named.then_some(columns));
        }
        if self.format == Format::Report || report.is_some() {
            // A later run finds a row again by its key.
            let key: Vec<String> = self.view.spec().key.iter().map(|&name| name.into()).collect();
            self.push(&mut columns, fields, &key, Manner::Asked)?;
        }
        if self.format == Format::Report && names.is_empty() {
            // And measures growth from it.
            let moving = self.view.spec().moving_fields.iter().map(|&name| name.into());
            self.push(&mut columns, fields, &moving.collect::<Vec<_>>(), Manner::Asked)?;
        }
        if self.format != Format::Text || report.is_some() {
            // A key stands once in an object, and has a value.
            let mut seen = Vec::new();
            columns.retain(|column| {
                let is_new = !seen.contains(&column.number);
                let has_values = column.form != Some(Form::Nothing);
                if has_values {
                    seen.push(column.number);
                }
                is_new && has_values
            });
        }
        Ok(columns)
    }

    /// What a picture is drawn from: what names the ends, and then what stands on the edges.
    fn drawn(
        &self,
        fields: &[Info],
        names: &[String],
        added: &[String],
    ) -> Result<Vec<Column>, Failure> {
        let Some(graph) = &self.view.spec().graph else {
            return Err(self.undrawable());
        };
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let (ends, labels): (Vec<String>, Vec<String>) =
            (owned(&graph.fields()), owned(graph.labels));
        let labels = if names.is_empty() { &labels } else { names };
        let mut columns = Vec::new();
        for names in [&ends, labels, added] {
            self.push(&mut columns, fields, names, Manner::Asked)?;
        }
        Ok(columns)
    }

    /// The view has no ends; others have.
    fn undrawable(&self) -> Failure {
        let mut drawable = self.tool.views.iter().filter(|view| view.spec().graph.is_some());
        let other = drawable.next().map(|view| format!("; those of {view} have"));
        Failure::Usage(format!(
            "{} has no two ends that a picture could connect{}",
            self.view.spec().name,
            other.unwrap_or_default(),
        ))
    }

    /// The one column of the numbers of processes.
    fn pids(&self, fields: &[Info]) -> Result<Column, Failure> {
        let named = |name| fields.iter().position(|field| field.name == name);
        let number = named("pid").or_else(|| named("pids"));
        let column = number.and_then(|number| Some(Column::of(number, fields.get(number)?)));
        column.ok_or_else(|| {
            let view = self.view.spec().name;
            Failure::Usage(format!("--pids shows processes, of which {view} tells none"))
        })
    }

    /// The fields that are named in place of others, and those that are added to what is shown.
    fn named_fields(&self) -> Result<(Vec<String>, Vec<String>), Failure> {
        let (mut names, mut added) = (Vec::new(), Vec::new());
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
        Ok((names, added))
    }

    /// Which fields a difference may be in: those that are named, or else all that stay the same while
    /// the thing does.
    pub(crate) fn compared(&self) -> Result<impl Fn(&Info) -> bool, Failure> {
        let (mut names, added) = self.named_fields()?;
        names.extend(added);
        Ok(move |info: &Info| !info.volatile || names.iter().any(|name| info.answers_to(name)))
    }

    /// What the view shows unless told otherwise, and what options add to it.
    fn usual(&self) -> Result<Vec<String>, Failure> {
        let spec = self.view.spec();
        let is_moving = self.measure().is_some() && !spec.moving_fields.is_empty();
        let of_kind = || {
            let kinds = self.kinds();
            let is_meant = |of: &&[&str]| of.iter().any(|kind| kinds.iter().any(|k| k == kind));
            spec.fields_of_kinds.iter().find(|(of, _)| is_meant(of)).map(|(_, fields)| *fields)
        };
        let usual = || of_kind().unwrap_or(spec.default_fields);
        let mut names = if is_moving { spec.moving_fields } else { usual() }.to_vec();
        if self.tasks()? && !names.contains(&"tid") && !names.contains(&"all") {
            let behind = names.iter().position(|name| *name == "pid").map_or(0, |pid| pid + 1);
            names.insert(behind, "tid");
        }
        for (option, _) in &self.own {
            if let Effect::Add(more) = option.effect {
                let fields = self.view.fields();
                if let Some(name) = more.iter().find(|m| !fields.iter().any(|f| f.name == **m)) {
                    let (option, view) = (called(option), spec.name);
                    return Err(Failure::Usage(format!(
                        "{option} shows {name}, which {view} does not have"
                    )));
                }
                let new: Vec<&str> =
                    more.iter().filter(|name| !names.contains(name)).copied().collect();
                let place = names.len().saturating_sub(usize::from(spec.last_stays));
                names.splice(place..place, new);
            }
        }
        Ok(self.grown(names))
    }

    /// What is told of counters where growth is what is looked for: in a run that repeats how fast,
    /// since an earlier report by how much.
    pub(super) fn measure(&self) -> Option<Measure> {
        match (&self.since, self.watch) {
            (Some(_), _) => Some(Measure::Delta),
            (None, Some(_)) => Some(Measure::Rate),
            (None, None) => None,
        }
    }

    /// These fields, where growth is looked for with the growth of counters: in their place where
    /// people read, whose lines are short, and beside them in data.
    fn grown(&self, names: Vec<&str>) -> Vec<String> {
        let own = |name: &str| vec![name.to_owned()];
        let Some(measure) = self.measure() else {
            return names.into_iter().flat_map(own).collect();
        };
        let fields = self.view.fields();
        let is_counter = |name: &str| fields.iter().any(|info| info.name == name && info.counter);
        let is_read = matches!(self.format, Format::Text | Format::Markdown);
        // Rows that count nothing have a value alone.
        let is_alike = self.view.spec().behaviour.is_none();
        let both = |name| match is_counter(name) {
            true if is_read && is_alike => vec![measure.name(name)],
            true => vec![name.to_owned(), measure.name(name)],
            false => own(name),
        };
        names.into_iter().flat_map(both).collect()
    }

    /// The columns that ps shows for the options that were given, as names of ps.
    fn format_of_ps(&self, has_names: bool) -> Result<Option<Vec<String>>, Failure> {
        let letters: Vec<(&Opt, Letter)> =
            self.own.iter().filter_map(|(option, _)| Some((option, letter(option)?))).collect();
        let around = self.own.iter().find(|(option, _)| matches!(option.effect, Effect::Between));
        let chosen = letters.iter().find(|(_, letter)| !letter.yields()).map(|(option, _)| *option);
        let chosen = chosen.or(around.map(|(option, _)| option));
        if !ps::shows(self.view.spec()) {
            return match chosen {
                Some(option) => Err(Failure::Usage(format!(
                    "{} shows columns of ps, which {} does not have",
                    called(option),
                    self.view.spec().name
                ))),
                None => Ok(None),
            };
        }
        if let Some(option) = chosen.filter(|_| has_names) {
            let option = called(option);
            return Err(Failure::Usage(format!(
                "{option} and -o both say what to show; give one, or add fields with -o +LIST"
            )));
        }
        let letters: Vec<(&Opt, Letter)> = match around {
            Some(_) => letters.into_iter().filter(|(_, letter)| !letter.yields()).collect(),
            None => letters,
        };
        let Some((_, lists)) = around else {
            let letters: Vec<Letter> = letters.into_iter().map(|(_, letter)| letter).collect();
            let names = format::format(&letters).map_err(Failure::Usage)?;
            return Ok(names.map(|names| names.into_iter().map(str::to_owned).collect()));
        };
        if let Some((option, _)) = letters.first() {
            let option = called(option);
            return Err(Failure::Usage(format!("{option} and -O are two formats of ps; give one")));
        }
        let lists = values(lists);
        if lists.is_empty() {
            return Err(Failure::Usage("-O names no field".to_owned()));
        }
        let around = |names: &'static [&'static str]| names.iter().copied();
        let names = around(format::BEFORE).chain(lists).chain(around(format::BEHIND));
        Ok(Some(names.map(str::to_owned).collect()))
    }

    /// Adds the columns of these names.
    fn push(
        &self,
        columns: &mut Vec<Column>,
        fields: &[Info],
        names: &[String],
        manner: Manner,
    ) -> Result<(), Failure> {
        let is_of_ps = ps::shows(self.view.spec());
        for name in names {
            if name == "all" {
                // How counters grow takes a second look, which nobody asked for by `all`.
                let is_meant = |info: &Info| info.growth.is_none() || self.measure().is_some();
                let all = fields.iter().enumerate().filter(|(_, info)| is_meant(info));
                columns.extend(all.map(|(number, info)| Column::of(number, info)));
                continue;
            }
            let (name, title) = match name.split_once('=') {
                Some((name, title)) => (name, Some(title)),
                None => (&**name, None),
            };
            let name = if is_of_ps { ps::without_width(name) } else { name };
            let known = ps::named(name).filter(|_| manner == Manner::OfPs);
            // A column of which nothing is known hangs on the field that is always there.
            let is_empty = known.is_some_and(|known| known.form == Some(Form::Nothing));
            let name_of_field = if is_empty { "pid" } else { name };
            let (number, info) = field(fields, name_of_field, "--fields")?;
            let asked = || ps::asked(info, name, title).filter(|_| is_of_ps);
            columns.push(self.column(number, info, title, known.or_else(asked)));
        }
        Ok(())
    }

    fn column(
        &self,
        number: usize,
        info: &Info,
        title: Option<&str>,
        known: Option<&ps::Known>,
    ) -> Column {
        // A script that wants no heading reads memory in KiB, as ps and pmap count it.
        let is_bare = title == Some("") && self.tool.name == "pps";
        let in_kib = (is_bare && info.kind == Kind::Bytes).then_some(Form::Kib);
        let heading = known.map_or(info.header, |known| known.header);
        Column {
            title: title.unwrap_or(heading).to_owned(),
            form: known.and_then(|known| known.form).or(in_kib),
            ..Column::of(number, info)
        }
    }
}

/// The letter of ps that an option is.
fn letter(option: &Opt) -> Option<Letter> {
    match option.effect {
        Effect::Format(letter) => Some(letter),
        Effect::Tasks { letter, .. } => letter,
        _ => None,
    }
}
