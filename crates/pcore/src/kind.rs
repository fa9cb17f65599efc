//! What a field's values are: their type and unit, from which alignment, the JSON type, the form
//! for people and the literals of a filter follow.

/// The type and unit of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text from outside: any bytes.
    Text,
    /// A path. Where a table must cut it, the end is kept.
    Path,
    /// An address and a port in one, or the name of a local socket. Where a table must cut it, the
    /// end is kept.
    Endpoint,
    /// One of a small set of words that this library writes, such as a state.
    Word,
    /// A number that names something: a pid, an inode, a port. Never grouped or scaled.
    Id,
    /// How many of something.
    Count,
    /// An amount of bytes.
    Bytes,
    /// Bytes a second.
    BytesPerSecond,
    /// A limit: an amount, or that there is none. The kernel's largest number stands for that.
    Limit,
    /// An address in memory: ordered as the number that it is, written in hexadecimal.
    Pointer,
    /// A share of 100; may exceed 100 where several CPUs add up.
    Percent,
    /// A plain measured number, such as a load average.
    Number,
    /// A duration in seconds.
    Seconds,
    /// A moment.
    Time,
    /// Yes or no.
    Bool,
    /// An Internet address, or the name of a local socket.
    Address,
    /// A mask, kernel address or cookie: a name in hexadecimal or octal, not a quantity.
    Mask,
    /// Several values of the given kind.
    List(&'static Self),
}

impl Kind {
    /// Whether of a text that must be cut the end says most.
    pub const fn ends_in_what_matters(self) -> bool {
        matches!(self, Self::Path | Self::Endpoint)
    }

    /// The kind of one element: of a list its elements', of anything else itself.
    #[must_use]
    pub const fn element(self) -> Self {
        match self {
            Self::List(element) => *element,
            kind => kind,
        }
    }

    /// The type of the field in JSON: `string`, `integer`, `number`, `boolean` or `array`. A limit
    /// that is none is the string `unlimited`.
    pub const fn json_type(self) -> &'static str {
        match self {
            Self::Text
            | Self::Path
            | Self::Endpoint
            | Self::Word
            | Self::Time
            | Self::Address
            | Self::Mask
            | Self::Pointer => "string",
            Self::Id | Self::Count | Self::Bytes | Self::Limit => "integer",
            Self::Percent | Self::Number | Self::Seconds | Self::BytesPerSecond => "number",
            Self::Bool => "boolean",
            Self::List(_) => "array",
        }
    }

    /// The unit of the field, where it has one.
    pub const fn unit(self) -> Option<&'static str> {
        match self.element() {
            Self::Bytes => Some("bytes"),
            Self::BytesPerSecond => Some("bytes_per_second"),
            Self::Percent => Some("percent"),
            Self::Seconds => Some("seconds"),
            Self::Time => Some("rfc3339"),
            _ => None,
        }
    }

    /// Whether a table sets the column to the right.
    pub const fn is_right(self) -> bool {
        matches!(
            self,
            Self::Id
                | Self::Count
                | Self::Bytes
                | Self::BytesPerSecond
                | Self::Limit
                | Self::Pointer
                | Self::Percent
                | Self::Number
                | Self::Seconds
        )
    }
}
