//! Text to syntax tree: the grammar that stands in the documentation of [`filter`](super).

use winnow::ascii::multispace0;
use winnow::combinator::{
    alt, cut_err, delimited, empty, eof, fail, opt, peek, preceded, separated, terminated,
};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::one_of;

use super::FilterError;
use super::compare::Comparison;
use super::token::{
    Input, Parsed, Problem, bare, is_name, is_word, keyword, name, quoted, token, value,
};
use super::tree::{Literal, Name, Operand, Tree};
use crate::Absent;

/// How deep parentheses and denials nest: the parser and all that follows it recurse.
const DEEPEST: usize = 64;

/// How many bytes a filter has.
const LONGEST: usize = 64 * 1024;

/// The tree of a filter.
///
/// # Errors
/// The first place that does not follow the grammar.
pub(super) fn parse<'t>(text: &'t str) -> Result<Tree<'t>, FilterError> {
    if text.len() > LONGEST {
        let message = format!("a filter has at most {LONGEST} bytes, and this one goes on");
        return Err(FilterError::new(text, LONGEST, message));
    }
    let end = eof.context(Problem::new("expected an operator, `and`, `or` or the end"));
    delimited(multispace0, |input: &mut Input<'t>| one_of_all(input, 0), end)
        .parse(LocatingSlice::new(text))
        .map_err(|error| {
            let problem = error.inner().context().next().copied();
            let problem = problem.unwrap_or(Problem::new("not a filter"));
            let error = FilterError::new(text, error.offset(), problem.message);
            match problem.hint {
                Some(hint) => error.hint(hint),
                None => error,
            }
        })
}

fn one_of_all<'t>(input: &mut Input<'t>, depth: usize) -> Parsed<Tree<'t>> {
    let or = alt((token("||"), keyword("or")));
    separated(1.., |input: &mut Input<'t>| all(input, depth), or)
        .map(|trees| join(trees, Tree::Any))
        .parse_next(input)
}

fn all<'t>(input: &mut Input<'t>, depth: usize) -> Parsed<Tree<'t>> {
    let and = alt((token("&&"), keyword("and")));
    separated(1.., |input: &mut Input<'t>| one(input, depth), and)
        .map(|trees| join(trees, Tree::All))
        .parse_next(input)
}

/// What stands alone needs no join.
fn join<'t>(mut trees: Vec<Tree<'t>>, joined: fn(Vec<Tree<'t>>) -> Tree<'t>) -> Tree<'t> {
    match trees.pop() {
        Some(only) if trees.is_empty() => only,
        last => {
            trees.extend(last);
            joined(trees)
        }
    }
}

fn one<'t>(input: &mut Input<'t>, depth: usize) -> Parsed<Tree<'t>> {
    if depth > DEEPEST {
        return cut_err(fail.context(Problem::new("nested too deep"))).parse_next(input);
    }
    let denied =
        preceded(alt((token("!"), keyword("not"))), |input: &mut Input<'t>| one(input, depth + 1));
    let grouped = delimited(
        token("("),
        |input: &mut Input<'t>| one_of_all(input, depth + 1),
        cut_err(token(")")).context(Problem::new("expected an operator, `and`, `or` or `)`")),
    );
    // Wherever one is looked for, one is needed.
    cut_err(alt((denied.map(deny), grouped, mirrored, test)))
        .context(Problem::new("expected a field, `not` or `(`"))
        .parse_next(input)
}

fn deny(tree: Tree<'_>) -> Tree<'_> {
    Tree::Not(Box::new(tree))
}

fn deny_if(denied: bool, tree: Tree<'_>) -> Tree<'_> {
    if denied { deny(tree) } else { tree }
}

/// `1000 < uid`. What begins with a digit is no field, so the field stands on the right.
fn mirrored<'t>(input: &mut Input<'t>) -> Parsed<Tree<'t>> {
    let number = preceded(peek(one_of('0'..='9')), bare(is_name));
    let value = alt((quoted, number)).parse_next(input)?;
    let operator = cut_err(operator)
        .context(Problem::new("expected a comparison with a field"))
        .parse_next(input)?;
    let field = cut_err(name).context(Problem::new("expected a field")).parse_next(input)?;
    let operator = Operator { comparison: operator.comparison.mirrored(), ..operator };
    Ok(operator.between(field, Operand::Literal(value)))
}

fn test<'t>(input: &mut Input<'t>) -> Parsed<Tree<'t>> {
    let field = name.parse_next(input)?;
    alt((
        (operator, cut_err(operand)).map(|(operator, right)| operator.between(field, right)),
        (matching, cut_err(value.context(VALUE)))
            .map(|((at, denied), pattern)| deny_if(denied, Tree::Matches { field, at, pattern })),
        (terminated(opt(keyword("not")), keyword("in")), cut_err(items))
            .map(|(denied, items)| deny_if(denied.is_some(), Tree::In { field, items })),
        preceded(keyword("is"), (opt(keyword("not")), cut_err(reason)))
            .map(|(denied, reason)| deny_if(denied.is_some(), Tree::Absent { field, reason })),
        preceded(peek("="), cut_err(fail.context(ASSIGNED))),
        empty.value(Tree::Set(field)),
    ))
    .parse_next(input)
}

const ASSIGNED: Problem =
    Problem { message: "`=` is no operator", hint: Some("write `==` for equality") };

/// A comparison or its denial, and where it stands.
struct Operator {
    at: usize,
    comparison: Comparison,
    denied: bool,
}

impl Operator {
    fn between<'t>(self, field: Name<'t>, right: Operand<'t>) -> Tree<'t> {
        let Self { at, comparison, denied } = self;
        deny_if(denied, Tree::Compare { field, at, comparison, right })
    }
}

fn operator(input: &mut Input<'_>) -> Parsed<Operator> {
    alt((
        alt((token("=="), keyword("eq"))).value((Comparison::Equal, false)),
        alt((token("!="), keyword("ne"))).value((Comparison::Equal, true)),
        alt((token("<="), keyword("le"))).value((Comparison::AtMost, false)),
        alt((token("<"), keyword("lt"))).value((Comparison::Less, false)),
        alt((token(">="), keyword("ge"))).value((Comparison::AtLeast, false)),
        alt((token(">"), keyword("gt"))).value((Comparison::More, false)),
    ))
    .with_span()
    .map(|((comparison, denied), span)| Operator { at: span.start, comparison, denied })
    .parse_next(input)
}

/// Whether the match is denied, and where its operator stands.
fn matching(input: &mut Input<'_>) -> Parsed<(usize, bool)> {
    alt((token("=~").value(false), token("!~").value(true)))
        .with_span()
        .map(|(denied, span)| (span.start, denied))
        .parse_next(input)
}

fn operand<'t>(input: &mut Input<'t>) -> Parsed<Operand<'t>> {
    let field = preceded(peek("@"), cut_err(name)).context(FIELD_AFTER_AT);
    alt((field.map(Operand::Field), value.map(Operand::Literal))).context(VALUE).parse_next(input)
}

const VALUE: Problem = Problem::new("expected a value");

const FIELD_AFTER_AT: Problem = Problem {
    message: "expected a field after `@`",
    hint: Some("a text that begins with `@` needs quotes"),
};

fn items<'t>(input: &mut Input<'t>) -> Parsed<Vec<Literal<'t>>> {
    let item = alt((quoted, bare(|c| is_word(c) && c != ',')));
    let item = cut_err(item).context(Problem::new("expected a value, a range or a network"));
    let end = cut_err(token(")")).context(Problem::new("expected `,` or `)`"));
    let list = delimited(token("("), separated(1.., item, token(",")), end);
    let problem = Problem::new("expected a network, a range or a list in parentheses");
    alt((list, value.map(|item| vec![item]))).context(problem).parse_next(input)
}

fn reason(input: &mut Input<'_>) -> Parsed<Option<Absent>> {
    bare(is_word)
        .verify_map(|word| {
            if word.text.eq_ignore_ascii_case("null") {
                return Some(None);
            }
            let is_meant = |reason: &Absent| reason.word().eq_ignore_ascii_case(word.text);
            Absent::ALL.into_iter().find(is_meant).map(Some)
        })
        .context(Problem {
            message: "expected `null` or the reason of an absence",
            hint: Some(
                "the reasons are not_applicable, denied, vanished, blocked, unsupported, malformed",
            ),
        })
        .parse_next(input)
}
