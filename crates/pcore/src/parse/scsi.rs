//! What lies below `scsi`.

#[expect(clippy::module_inception, reason = "the file has the name of its directory")]
pub mod scsi;
