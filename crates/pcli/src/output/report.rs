//! The document for audits: rows with the reason for every absent value, what could not be seen,
//! and who read it, when and where.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use pcore::problem::Problems;
use pcore::query::Table;
use pcore::view::common::{Circumstances, Common};
use pcore::{Absent, Run, View};
use serde_json::json;

use super::Column;
use super::json::Writer;
use crate::human;
use crate::stream::Output;

/// The version of the documents and rows that the tools write. It changes when a name or type does.
pub(crate) const SCHEMA: u32 = 1;

/// Prints the document.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn print(
    out: &mut Output,
    view: &dyn View,
    run: &Arc<Run>,
    table: &Table,
    columns: &[Column],
    problems: &Problems,
) -> io::Result<()> {
    let spec = view.spec();
    let (common, around) = (Common::of_run(run), Circumstances::read(run));
    let text = |item: &Result<Box<[u8]>, Absent>| {
        item.as_ref().ok().map(|text| String::from_utf8_lossy(text).into_owned())
    };
    let mut causes: Vec<_> = problems
        .causes()
        .map(|(cause, count)| {
            json!({ "path": cause.file.path(), "reason": cause.reason.word(), "count": count })
        })
        .collect();
    causes.extend(problems.notes().map(|note| json!({ "path": null, "reason": note, "count": 1 })));
    let left_out: serde_json::Map<_, _> = table
        .seen
        .left_out
        .iter()
        .map(|(absent, count)| (absent.word().to_owned(), json!(count)))
        .collect();
    let head = json!({
        "tool": spec.tool,
        "version": env!("CARGO_PKG_VERSION"),
        "view": spec.name,
        "schema": SCHEMA,
        "host": text(&common.host),
        "boot_id": text(&common.boot),
        "kernel": text(&around.kernel),
        "collected_at": common.now.ok().and_then(human::rfc3339),
        "proc": run.root.path().to_string_lossy(),
        "reader": {
            "uid": rustix::process::geteuid().as_raw(),
            "capabilities": capabilities(),
        },
        "mount_options": text(&around.mount_options),
        "origins": run.origins().collect::<BTreeMap<_, _>>(),
        "complete": problems.is_empty() && table.seen.left_out.is_empty(),
        "problems": causes,
        "left_out": left_out,
        "matched": table.seen.matched,
    });
    let head = head.to_string();
    let buffer = out.buffer();
    buffer.extend_from_slice(head.strip_suffix('}').unwrap_or(&head).as_bytes());
    buffer.extend_from_slice(b",\"rows\":[");
    let writer = Writer::new(columns);
    for (number, row) in table.rows().enumerate() {
        let buffer = out.buffer();
        buffer.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        buffer.extend_from_slice(b"{\"values\":");
        writer.object(buffer, &row);
        buffer.extend_from_slice(b",\"absent\":");
        writer.absences(buffer, &row);
        buffer.push(b'}');
        out.settle()?;
    }
    out.buffer().extend_from_slice(b"\n]}\n");
    Ok(())
}

/// The effective capabilities of this process, as the mask that the kernel prints.
fn capabilities() -> Option<String> {
    let sets = rustix::thread::capabilities(None).ok()?;
    Some(format!("0x{:016x}", sets.effective.bits()))
}
