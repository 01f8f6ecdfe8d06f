//! Writes tables with accessible markup.
//!
//! In come table events, out goes HTML with scoped headers and alignment as a class. Never writes
//! inline styles, which the content security policy forbids.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::base::language::Language;

/// The current position in a table.
#[derive(Debug)]
pub(super) struct Table {
    language: Language,
    in_head: bool,
    timeline: bool,
    columns: Vec<Alignment>,
    column: usize,
}

impl Table {
    /// The state for the tables of a text in `language`.
    pub(super) const fn new(language: Language) -> Self {
        Self { language, in_head: false, timeline: false, columns: Vec::new(), column: 0 }
    }

    /// Sets whether the next table is a timeline.
    pub(super) fn is_timeline(&mut self, it_is: bool) {
        self.timeline = it_is;
    }

    /// Converts a table event; `None` for other events.
    pub(super) fn event<'a>(&mut self, event: &Event<'_>) -> Option<Event<'a>> {
        let html = match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns.clone_from(columns);
                let class = if self.timeline { " class=\"timeline\"" } else { "" };
                // Wide tables scroll, and what scrolls must be reachable by keyboard
                // (WCAG 2.2, 2.1.1).
                let label = self.language.choose("Tabelle", "Table");
                format!(
                    "<div class=\"table\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\"><table{class}>\n"
                )
            }
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".into(),
            Event::Start(Tag::TableHead) => {
                (self.in_head, self.column) = (true, 0);
                "<thead><tr>".into()
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                "</tr></thead><tbody>\n".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>\n".into(),
            Event::Start(Tag::TableCell) => self.cell(),
            Event::End(TagEnd::TableCell) => {
                if self.in_head {
                    "</th>".into()
                } else {
                    "</td>".into()
                }
            }
            _ => return None,
        };
        Some(raw(html))
    }

    fn cell(&mut self) -> String {
        let class = match self.columns.get(self.column) {
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        }
    }
}

/// Finished HTML as an event.
pub(super) fn raw<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(html.into())
}
