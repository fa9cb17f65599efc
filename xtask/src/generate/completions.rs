//! Completions for five shells, with the names of views and fields that the parser itself leaves
//! open.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use clap::Command;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap_complete::Generator;
use clap_complete_nushell::Nushell;
use pcli::tool::{TOOLS, Tool};
use pcore::Info;
use pcore::view::Spec;

use super::Generated;

/// A shell that completions are generated for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Nushell,
}

impl Shell {
    pub(crate) const ALL: [Self; 5] =
        [Self::Bash, Self::Zsh, Self::Fish, Self::Elvish, Self::Nushell];

    /// Where the completions of a tool are in the repository.
    pub(crate) fn source(self, tool: &str) -> PathBuf {
        let folder = match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Nushell => "nushell",
        };
        Path::new("completions").join(folder).join(self.generator().file_name(tool))
    }

    /// Where the shell looks for them, below the prefix of an installation.
    pub(crate) fn target(self, tool: &str) -> PathBuf {
        let folder = Path::new("share");
        match self {
            // Here alone the file must be named as the command is.
            Self::Bash => folder.join("bash-completion/completions").join(tool),
            Self::Zsh => folder.join("zsh/site-functions").join(self.generator().file_name(tool)),
            Self::Fish => {
                folder.join("fish/vendor_completions.d").join(self.generator().file_name(tool))
            }
            Self::Elvish => folder.join("elvish/lib").join(self.generator().file_name(tool)),
            Self::Nushell => {
                folder.join("nushell/vendor/autoload").join(self.generator().file_name(tool))
            }
        }
    }

    /// Completions with the names of views, where the generator leaves out the values of words.
    fn with_views(self, tool: &Tool, content: Vec<u8>) -> Result<Vec<u8>> {
        let specs = tool.views.iter().map(|view| view.spec());
        Ok(match self {
            Self::Bash | Self::Zsh | Self::Nushell => content,
            Self::Fish => {
                let about = |spec: &Spec| spec.about.replace('\\', "\\\\").replace('\'', "\\'");
                let line = |spec: &Spec| {
                    format!(
                        "complete -c {} -n __fish_is_first_token -a {} -d '{}'\n",
                        tool.name,
                        spec.name,
                        about(spec)
                    )
                };
                let lines: String = specs.map(line).collect();
                [content, lines.into_bytes()].concat()
            }
            Self::Elvish => {
                let first = format!("        &'{}'= {{\n", tool.name);
                let about = |spec: &Spec| spec.about.replace('\'', "\'\'");
                let line =
                    |spec: &Spec| format!("            cand {} '{}'\n", spec.name, about(spec));
                let lines: String = specs.map(line).collect();
                let content = String::from_utf8(content)?;
                ensure!(
                    content.contains(&first),
                    "elvish: no place for the views of {}",
                    tool.name
                );
                content.replacen(&first, &(first.clone() + &lines), 1).into_bytes()
            }
        })
    }

    fn generator(self) -> &'static dyn Generator {
        match self {
            Self::Bash => &clap_complete::Shell::Bash,
            Self::Zsh => &clap_complete::Shell::Zsh,
            Self::Fish => &clap_complete::Shell::Fish,
            Self::Elvish => &clap_complete::Shell::Elvish,
            Self::Nushell => &Nushell,
        }
    }
}

/// The completions of every tool for every shell.
pub(super) fn generate(_root: &Path) -> Result<Vec<Generated>> {
    let mut files = Vec::new();
    for tool in TOOLS {
        let mut command = offering(tool);
        command.set_bin_name(tool.name);
        command.build();
        for shell in Shell::ALL {
            let mut content = Vec::new();
            shell.generator().try_generate(&command, &mut content)?;
            let content = shell.with_views(tool, content)?;
            files.push(Generated { path: shell.source(tool.name), content });
        }
    }
    Ok(files)
}

/// The command line of a tool, offering names where the real one takes any text: what is typed
/// there may be a list, or rename a field.
fn offering(tool: &'static Tool) -> Command {
    let views = tool.views.iter().map(|view| {
        let spec = view.spec();
        PossibleValue::new(spec.name).help(spec.about)
    });
    let mut fields: Vec<&Info> = Vec::new();
    for field in tool.views.iter().flat_map(|view| view.fields()) {
        // A name means much the same in every view; the first explains it.
        if !fields.iter().any(|known| known.name == field.name) {
            fields.push(field);
        }
    }
    let fields: Vec<PossibleValue> =
        fields.iter().map(|field| PossibleValue::new(field.name).help(field.doc)).collect();
    let mut command = pcli::command(tool);
    if let Some(alarm) = tool.views.iter().find_map(|view| view.spec().alarm) {
        let levels = PossibleValuesParser::new(alarm.levels);
        command = command.mut_arg(alarm.field, |arg| arg.value_parser(levels));
    }
    command
        .mut_arg("words", |arg| arg.value_parser(PossibleValuesParser::new(views)))
        .mut_arg("fields", |arg| arg.value_parser(PossibleValuesParser::new(fields.clone())))
        .mut_arg("sort", |arg| arg.value_parser(PossibleValuesParser::new(fields)))
}
