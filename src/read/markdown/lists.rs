//! The numbers of a list, shown as they are written.
//!
//! In come items as written, out goes the number of an item that does not follow from the one
//! before. Never counts itself where somebody has counted.

use super::parse::number;

/// The lists that are open, innermost last.
#[derive(Default)]
pub(super) struct ListNumbers(Vec<OpenList>);

struct OpenList {
    /// The number that the next item would be shown with; `None` for a list of bullets.
    next: Option<u64>,
    /// The number of the first item.
    first: u64,
    /// The items so far.
    items: u64,
    /// True if the second item has the number of the first.
    uncounted: bool,
}

impl ListNumbers {
    /// Begins a list.
    pub(super) fn start(&mut self, number: Option<u64>) {
        let first = number.unwrap_or(0);
        self.0.push(OpenList { next: number, first, items: 0, uncounted: false });
    }

    /// Ends the innermost list.
    pub(super) fn end(&mut self) {
        self.0.pop();
    }

    /// The number of an item, if it must be said. In a list whose items have all the same number
    /// nobody has counted: that is the custom of Markdown.
    pub(super) fn item(&mut self, source: &str) -> Option<u64> {
        let list = self.0.last_mut()?;
        let next = list.next?;
        let written = number(source)?;
        list.items += 1;
        if list.items == 2 && written == list.first {
            list.uncounted = true;
        }
        if written == next || list.uncounted && written == list.first {
            list.next = Some(next + 1);
            return None;
        }
        list.next = Some(written + 1);
        Some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::ListNumbers;

    fn said(items: &[&str]) -> Vec<Option<u64>> {
        let mut lists = ListNumbers::default();
        lists.start(super::number(items[0]));
        items.iter().map(|item| lists.item(item)).collect()
    }

    #[test]
    fn a_number_that_does_not_follow_is_said() {
        assert_eq!(said(&["3. a", "4. b"]), [None; 2]);
        assert_eq!(said(&["1. a", "1. b", "1. c"]), [None; 3]);
        assert_eq!(said(&["1989. a", "1995. b", "1996. c"]), [None, Some(1995), None]);
        assert_eq!(said(&["1. a", "3. b"]), [None, Some(3)]);
        assert_eq!(said(&["- a", "- b"]), [None; 2]);
    }
}
