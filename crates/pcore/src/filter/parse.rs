//! Text to syntax tree. Names and values are still text; the fields give them meaning later.

use winnow::ascii::{Caseless, multispace0};
use winnow::combinator::{
    alt, cut_err, delimited, empty, eof, fail, not, opt, peek, preceded, repeat, separated,
    terminated,
};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::{any, none_of, one_of, take_while};

use super::FilterError;
use super::compare::Comparison;
use crate::Absent;

/// How deep parentheses and denials nest: the parser and all that follows it recurse.
const DEEPEST: usize = 64;

/// How many bytes a filter has.
const LONGEST: usize = 64 * 1024;

/// A filter as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree<'t> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Set(Name<'t>),
    Compare { field: Name<'t>, at: usize, comparison: Comparison, right: Operand<'t> },
    Matches { field: Name<'t>, at: usize, pattern: Literal<'t> },
    In { field: Name<'t>, items: Vec<Literal<'t>> },
    Absent { field: Name<'t>, reason: Option<Absent> },
}

/// The name of a field, and the byte at which it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Name<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
}

/// A value as it is written, without its quotes but with its escapes, and the byte at which it
/// begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Literal<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
    pub(super) quoted: bool,
}

/// The right side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Operand<'t> {
    Field(Name<'t>),
    Literal(Literal<'t>),
}

/// What is wrong at a place. The innermost parser that failed names it.
#[derive(Clone, Copy, Debug)]
struct Problem {
    message: &'static str,
    hint: Option<&'static str>,
}

impl Problem {
    const fn new(message: &'static str) -> Self {
        Self { message, hint: None }
    }
}

type Input<'t> = LocatingSlice<&'t str>;
type Parsed<T> = Result<T, ErrMode<ContextError<Problem>>>;

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
    let (at, (comparison, denied)) = cut_err(comparison)
        .context(Problem::new("expected a comparison with a field"))
        .parse_next(input)?;
    let field = cut_err(name).context(Problem::new("expected a field")).parse_next(input)?;
    let right = Operand::Literal(value);
    let comparison = comparison.mirrored();
    Ok(deny_if(denied, Tree::Compare { field, at, comparison, right }))
}

fn test<'t>(input: &mut Input<'t>) -> Parsed<Tree<'t>> {
    let field = name.parse_next(input)?;
    alt((
        (comparison, cut_err(operand)).map(|((at, (comparison, denied)), right)| {
            deny_if(denied, Tree::Compare { field, at, comparison, right })
        }),
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
fn comparison(input: &mut Input<'_>) -> Parsed<(usize, (Comparison, bool))> {
    let operator = alt((
        alt((token("=="), keyword("eq"))).value((Comparison::Equal, false)),
        alt((token("!="), keyword("ne"))).value((Comparison::Equal, true)),
        alt((token("<="), keyword("le"))).value((Comparison::AtMost, false)),
        alt((token("<"), keyword("lt"))).value((Comparison::Less, false)),
        alt((token(">="), keyword("ge"))).value((Comparison::AtLeast, false)),
        alt((token(">"), keyword("gt"))).value((Comparison::More, false)),
    ));
    operator.with_span().map(|(operator, span)| (span.start, operator)).parse_next(input)
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

/// The name of a field. The `@` that it needs on the right does no harm on the left.
fn name<'t>(input: &mut Input<'t>) -> Parsed<Name<'t>> {
    preceded(opt('@'), bare(is_name))
        .map(|Literal { at, text, .. }| Name { at, text })
        .parse_next(input)
}

fn value<'t>(input: &mut Input<'t>) -> Parsed<Literal<'t>> {
    alt((quoted, preceded(not('@'), bare(is_word)))).parse_next(input)
}

fn quoted<'t>(input: &mut Input<'t>) -> Parsed<Literal<'t>> {
    let unclosed = Problem::new("this quote is not closed");
    let unclosed = preceded(peek(one_of(['"', '\''])), cut_err(fail.context(unclosed)));
    terminated(alt((between('"'), between('\''), unclosed)).with_span(), multispace0)
        .map(|(text, span)| Literal { at: span.start, text, quoted: true })
        .parse_next(input)
}

/// What stands between two such quotes. A backslash keeps the next character from being the last.
fn between<'t>(quote: char) -> impl Parser<Input<'t>, &'t str, ErrMode<ContextError<Problem>>> {
    let character = alt((none_of([quote, '\\']).void(), ('\\', any).void()));
    delimited(quote, repeat::<_, _, (), _, _>(0.., character).take(), quote)
}

fn bare<'t>(
    is_part: impl Fn(char) -> bool,
) -> impl Parser<Input<'t>, Literal<'t>, ErrMode<ContextError<Problem>>> {
    terminated(take_while(1.., is_part).with_span(), multispace0).map(|(text, span)| Literal {
        at: span.start,
        text,
        quoted: false,
    })
}

/// A sign, with the blanks after it.
fn token<'t>(sign: &'static str) -> impl Parser<Input<'t>, (), ErrMode<ContextError<Problem>>> {
    terminated(sign, multispace0).void()
}

/// A word of the grammar in any case, with the blanks after it.
fn keyword<'t>(word: &'static str) -> impl Parser<Input<'t>, (), ErrMode<ContextError<Problem>>> {
    (Caseless(word), not(one_of(is_name)), multispace0).void()
}

/// Whether a value without quotes may hold the character: all but blanks and what ends a test.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()\"'&|<>!".contains(c)
}

/// Whether the name of a field may: a comparison also ends it.
fn is_name(c: char) -> bool {
    is_word(c) && !"=~,@".contains(c)
}
