//! Errors with frames, as miette draws them, made safe to print.

use super::sanitize;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

/// An error as text, at most 100 columns wide. Without colour: a frame shows text of others, and its escapes must not be
/// told from ours by guessing.
pub fn render(error: &dyn Diagnostic) -> String {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(100)
        .with_links(false);
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, error).is_err() {
        drawn = error.to_string();
    }
    plain(&drawn)
}

/// Any text, line by line, made safe to print.
pub fn plain(text: &str) -> String {
    text.lines().map(|line| sanitize::line(&sanitize::text(line)).into_owned() + "\n").collect()
}
