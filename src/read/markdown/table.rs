//! Tables by hand: headers with a scope, alignment as a class and not as a style.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use crate::base::language::Language;

/// Where in a table the writing stands.
#[derive(Debug)]
pub(super) struct Table {
    language: Language,
    in_head: bool,
    timeline: bool,
    columns: Vec<Alignment>,
    column: usize,
}

impl Table {
    /// The tables of a text in `language`.
    pub(super) const fn new(language: Language) -> Self {
        Self { language, in_head: false, timeline: false, columns: Vec::new(), column: 0 }
    }

    /// Says what the table that begins next is.
    pub(super) fn is_timeline(&mut self, it_is: bool) {
        self.timeline = it_is;
    }

    /// Tables by hand: headers with a scope, alignment as a class and not as a style.
    pub(super) fn event<'a>(&mut self, event: &Event<'_>) -> Option<Event<'a>> {
        let html = match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns.clone_from(columns);
                let class = if self.timeline { " class=\"timeline\"" } else { "" };
                // Where it is too wide it scrolls, and what scrolls must be reached by keyboard.
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
