//! The smallest parts of a filter: names, values, signs and words. Each takes the blanks after it.

use winnow::ascii::{Caseless, multispace0};
use winnow::combinator::{
    alt, cut_err, delimited, fail, not, opt, peek, preceded, repeat, terminated,
};
use winnow::error::{ContextError, ErrMode};
use winnow::prelude::*;
use winnow::stream::LocatingSlice;
use winnow::token::{any, none_of, one_of, take_while};

use super::tree::{Literal, Name};

/// What is wrong at a place. The innermost parser that failed names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem {
    pub(super) message: &'static str,
    pub(super) hint: Option<&'static str>,
}

impl Problem {
    pub(super) const fn new(message: &'static str) -> Self {
        Self { message, hint: None }
    }
}

pub(super) type Input<'t> = LocatingSlice<&'t str>;
pub(super) type Failure = ErrMode<ContextError<Problem>>;
pub(super) type Parsed<T> = Result<T, Failure>;

/// The name of a field. The `@` that it needs on the right does no harm on the left.
pub(super) fn name<'t>(input: &mut Input<'t>) -> Parsed<Name<'t>> {
    preceded(opt('@'), bare(is_name))
        .map(|Literal { at, text, .. }| Name { at, text })
        .parse_next(input)
}

/// A value in quotes or without.
pub(super) fn value<'t>(input: &mut Input<'t>) -> Parsed<Literal<'t>> {
    alt((quoted, preceded(not('@'), bare(is_word)))).parse_next(input)
}

/// A value in quotes.
pub(super) fn quoted<'t>(input: &mut Input<'t>) -> Parsed<Literal<'t>> {
    let unclosed = Problem::new("this quote is not closed");
    let unclosed = preceded(peek(one_of(['"', '\''])), cut_err(fail.context(unclosed)));
    terminated(alt((between('"'), between('\''), unclosed)).with_span(), multispace0)
        .map(|(text, span)| Literal { at: span.start, text, quoted: true })
        .parse_next(input)
}

/// What stands between two such quotes. A backslash keeps the next character from being the last.
fn between<'t>(quote: char) -> impl Parser<Input<'t>, &'t str, Failure> {
    let character = alt((none_of([quote, '\\']).void(), ('\\', any).void()));
    delimited(quote, repeat::<_, _, (), _, _>(0.., character).take(), quote)
}

/// A run of such characters.
pub(super) fn bare<'t>(
    is_part: impl Fn(char) -> bool,
) -> impl Parser<Input<'t>, Literal<'t>, Failure> {
    terminated(take_while(1.., is_part).with_span(), multispace0).map(|(text, span)| Literal {
        at: span.start,
        text,
        quoted: false,
    })
}

/// A sign.
pub(super) fn token<'t>(sign: &'static str) -> impl Parser<Input<'t>, (), Failure> {
    terminated(sign, multispace0).void()
}

/// A word of the grammar in any case.
pub(super) fn keyword<'t>(word: &'static str) -> impl Parser<Input<'t>, (), Failure> {
    (Caseless(word), not(one_of(is_name)), multispace0).void()
}

/// Whether a value without quotes may hold the character: all but blanks and what ends a test.
pub(super) fn is_word(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"()\"'&|<>!".contains(c)
}

/// Whether the name of a field may: a comparison also ends it.
pub(super) fn is_name(c: char) -> bool {
    is_word(c) && !"=~,@".contains(c)
}
