//! A JSON Schema of each view's rows, for programs that read `--json`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use pcore::View;
use pcore::view;

use super::Generated;

/// The schema of every view.
pub(super) fn generate(_root: &Path) -> Result<Vec<Generated>> {
    let file = |view: &'static dyn View| {
        let spec = view.spec();
        let mut content = serde_json::to_vec_pretty(&pcli::schema(view))?;
        content.push(b'\n');
        let path = PathBuf::from(format!("schemas/{}-{}.json", spec.tool, spec.name));
        Ok(Generated { path, content })
    };
    view::all().map(file).collect()
}
