//! What lies below `acpi`.

pub mod wakeup;
