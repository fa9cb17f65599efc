//! What a watch shows on a terminal: a screen keeps its first lines, and what scrolls keeps all.

use crate::PSYS;
use crate::support::{Tree, call, streams};

#[test]
fn a_screen_keeps_its_headings() {
    let size = (80, 12);
    let line = "vm --watch=0.1 --rounds 2";
    let Some(answer) = streams::on_screen(size, PSYS, line) else { return };
    let text = answer.expect(0).text().replace("\r\n", "\n");
    let rounds: Vec<&str> = text.split("\x1b[H\x1b[J").skip(1).collect();
    assert_eq!(rounds.len(), 2, "{text:?}");
    for round in rounds {
        let lines: Vec<String> = round.lines().map(streams::without_colours).collect();
        assert!(lines[0].starts_with("NAME"), "{round}");
        assert!(lines.last().unwrap().ends_with("more lines"), "{round}");
        assert!(lines.len() <= size.1, "{} lines: {round}", lines.len());
        // No line more, or the first would scroll away.
        assert!(round.matches('\n').count() < size.1, "{round}");
    }
    assert!(text.ends_with('\n'), "the prompt stands on a line of its own");
}

#[test]
fn what_peers_repeat_scrolls() {
    for line in ["vmstat 0.1 3", "vmstat --watch=0.1 --rounds 3", "--watch=0.1 vmstat --rounds=3"] {
        let Some(answer) = streams::on_screen((100, 24), PSYS, line) else { return };
        let text = answer.expect(0).text().replace("\r\n", "\n");
        assert!(!text.contains("\x1b[H"), "{line}: {text:?}");
        let is_row = |line: &&str| line.split_whitespace().all(|word| !word.contains('%'));
        assert_eq!(text.lines().filter(is_row).count(), 3, "{line}: {text}");
        assert!(text.lines().next().unwrap().contains("SWPD"), "{line}: {text}");
    }
}

/// Two looks at a machine of which one CPU was busy in 30 of 100 ticks, whatever the clock says.
#[test]
fn parts_of_the_time_add_up() {
    let tree = Tree::new();
    let stat = |user: u64, idle: u64| {
        let line = format!("{user} 0 100 {idle} 0 0 0 0 0 0");
        tree.put("stat", &format!("cpu  {line}\ncpu0 {line}\nbtime 1700000000\n"));
    };
    stat(400, 9500);
    let line = "cputime all -o +elapsed_mean,user_mean,idle_mean --report --quiet --proc";
    let report = tree.at("report.json");
    let text = call(PSYS, line).arg(tree.path()).text();
    std::fs::write(&report, text).unwrap();
    stat(430, 9570);
    let line = "cputime all -o user_mean_rate,idle_mean_rate,system_mean_rate --json --quiet";
    let row = call(PSYS, line).arg("--since").arg(&report).arg("--proc").arg(tree.path()).row();
    assert_eq!(
        [&row["user_mean_rate"], &row["idle_mean_rate"], &row["system_mean_rate"]],
        [30.0, 70.0, 0.0],
        "{row:?}"
    );
}
