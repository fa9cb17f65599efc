//! What a view is, as data: its names, its fields by default, how it is shown, warned of, drawn and
//! exported. Everything that a view is asked for outside its rows is read from here.

use super::View;

/// What [`Spec::behaviour`] says of a row whose counters only grow.
pub const COUNTER: &str = "counter";

/// What a view is, in words and names.
#[derive(Debug)]
pub struct Spec {
    /// The tool that renders it.
    pub tool: &'static str,
    /// Its name on the command line.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// The fields that tell one row from another; rows are ordered by them unless asked otherwise.
    pub key: &'static [&'static str],
    /// The field of the key that, with those before it, tells a row from all others wherever it has a
    /// value: the rest of the key is for rows that have none.
    pub telling: Option<&'static str>,
    /// The fields that they are ordered by before.
    pub order: &'static [&'static str],
    /// The fields that are shown unless others are named.
    pub default_fields: &'static [&'static str],
    /// Those in their place where rows are selected by words or options of one of these kinds.
    pub fields_of_kinds: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Whether what is added to them stands before the last: its texts are long, and what stood behind
    /// them would be out of sight.
    pub last_stays: bool,
    /// Those in their place where growth is looked for, if it is others that tell it.
    pub moving_fields: &'static [&'static str],
    /// What is left out unless it is asked for.
    pub default_filter: Option<DefaultFilter>,
    /// What a word on the command line selects.
    pub words: &'static str,
    /// Command lines worth knowing, each with what it shows.
    pub examples: &'static [(&'static str, &'static str)],
    /// How a terminal shows it.
    pub layout: Layout,
    /// What must be selected by, lest the view would be endless: of each of these lists one field.
    pub needs: &'static [&'static [&'static str]],
    /// Views that a page shows below itself: their rows with the same key.
    pub sections: &'static [&'static dyn View],
    /// What a page shows of the machine's other views.
    pub excerpts: &'static [Excerpt],
    /// The fields that a page draws as bars.
    pub bars: &'static [Bar],
    /// The field that lists in sentences what is wrong; a page sets them apart.
    pub warnings: Option<&'static str>,
    /// What the names of its metrics begin with, where its own name will not do.
    pub metrics: Option<&'static str>,
    /// The field that says how the counters of a row change, where that differs from row to row:
    /// those of a row of which it says anything but `counter` may go down again.
    pub behaviour: Option<&'static str>,
    /// The fields that tell its rows in metrics, where these are others than the key.
    pub labels: &'static [&'static str],
    /// The views that metrics are made of besides this one.
    pub exports: &'static [Export],
    /// Whether the rows stand below each other as children below parents.
    pub tree: Option<Tree>,
    /// Whether the rows are findings, of which some are a failure.
    pub alarm: Option<Alarm>,
    /// The view of the same tool whose rows are counted: words select among those, and so do options
    /// and filters that are about their fields.
    pub counts: Option<&'static dyn View>,
    /// Whether the rows lead from one end to another, so that they can be drawn.
    pub graph: Option<Graph>,
}

impl Spec {
    /// The attributes that few views need to name, for `..Spec::BASE`.
    pub const BASE: Self = Self {
        tool: "",
        name: "",
        about: "",
        aliases: &[],
        key: &[],
        telling: None,
        order: &[],
        default_fields: &[],
        fields_of_kinds: &[],
        last_stays: false,
        moving_fields: &[],
        default_filter: None,
        words: "",
        examples: &[],
        layout: Layout::Table,
        needs: &[],
        sections: &[],
        excerpts: &[],
        bars: &[],
        warnings: None,
        metrics: None,
        behaviour: None,
        labels: &[],
        exports: &[],
        tree: None,
        alarm: None,
        counts: None,
        graph: None,
    };
}

/// Which rows are shown where nobody says otherwise. It is the same in every form of output.
#[derive(Clone, Copy, Debug)]
pub struct DefaultFilter {
    /// The rows that are kept.
    pub filter: &'static str,
    /// It does not hold once a word, an option or a filter is about one of these fields.
    pub unless: &'static [&'static str],
}

/// How the rows of an audit tell how bad they are.
#[derive(Clone, Copy, Debug)]
pub struct Alarm {
    /// The field that has the level of a row.
    pub field: &'static str,
    /// The levels, the mildest first.
    pub levels: &'static [&'static str],
    /// The level from which on a row is a failure, unless another is given.
    pub usual: &'static str,
}

/// The busiest rows of another view, as many as there is room for below a page.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt {
    /// The view.
    pub view: &'static dyn View,
    /// What its rows are called.
    pub rows: &'static str,
    /// The fields that are shown.
    pub fields: &'static [&'static str],
    /// The fields that are shown in a run that repeats, where they are others. Of counters it is shown
    /// then how fast they grow.
    pub watched_fields: Option<&'static [&'static str]>,
    /// The rows that there are to show.
    pub filter: &'static str,
    /// The rows that have done nothing, and so are left out.
    pub idle: &'static str,
    /// The field by which the busiest row comes first; in a run that repeats, if it is a counter, how
    /// fast it grows.
    pub busiest: &'static str,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// The field that is the part.
    pub part: &'static str,
    /// The field that is the whole; without one the part is a share of 100.
    pub whole: Option<&'static str>,
    /// What is said behind it, such as of which time it is a share.
    pub note: &'static str,
}

/// A view that metrics are made of.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// The view.
    pub view: &'static dyn View,
    /// Its rows that count, lest a sum would count some twice.
    pub filter: &'static str,
}

/// The fields by which rows are children and parents.
#[derive(Clone, Copy, Debug)]
pub struct Tree {
    /// The field that names a row.
    pub node: &'static str,
    /// The field that names the row above it.
    pub parent: &'static str,
}

/// The fields by which rows are edges between two ends.
#[derive(Clone, Copy, Debug)]
pub struct Graph {
    /// What names the ends.
    pub ends: [End; 2],
    /// The field that says where an edge leads: `out` from the first end to the other, `in` the other
    /// way, anything else both ways.
    pub direction: &'static str,
    /// The fields that say through what the ends are connected, unless others are named.
    pub labels: &'static [&'static str],
    /// Whether what connects two ends is a row at each of them, so that it counts once only.
    pub is_mirrored: bool,
}

/// The fields that name one end of an edge.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// The processes there, each as `PID/NAME`.
    pub program: &'static str,
    /// What names the end where they could not be seen.
    pub unseen: Option<&'static str>,
    /// What names it where no process of this machine is there.
    pub beyond: Option<&'static str>,
}

impl End {
    /// The fields, the first that has a value counts.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.program).chain(self.unseen).chain(self.beyond)
    }
}

impl Graph {
    /// The fields that name the ends and lead from one to the other, each once.
    pub fn fields(&self) -> Vec<&'static str> {
        let mut fields: Vec<&str> = Vec::new();
        for name in self.ends.iter().flat_map(End::fields).chain([self.direction]) {
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        fields
    }
}

/// How a terminal shows a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line a row.
    Table,
    /// One line a row, and below it the last of its usual fields, which is a sentence.
    Below,
    /// One page a row, its fields under their groups.
    Page,
    /// Metrics for Prometheus.
    Metrics,
}
