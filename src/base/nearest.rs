//! The known word that a wrong one may be meant for.
//!
//! In come a word and those that are known, out goes the nearest, if it is near enough to be a
//! typing error. Never compares a word with all names of a site.

use super::work;

/// How many known words before and behind a wrong one are compared with it: with the names of a
/// large directory, or the files of a large folder, the work would be that of the whole site.
pub const NEIGHBOURS: usize = 200;

/// Of words in order, those that stand around a wrong one, as far as anybody looks: words that
/// begin alike stand together. `before` goes down from there, `behind` up.
pub fn nearby<T>(
    before: impl Iterator<Item = T>,
    behind: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    before.take(NEIGHBOURS).chain(behind.take(NEIGHBOURS))
}

/// The known word closest to a wrong one, if it is close enough to be a typing error.
pub fn nearest<'k>(
    wrong: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<String> {
    // A long text cannot be a misspelt keyword, and the distance takes quadratic time.
    if wrong.chars().count() > 60 {
        return None;
    }
    let wrong = wrong.to_lowercase();
    let letters = letters(&wrong);
    let distance = |word: &str| {
        work::looked_at(1);
        let lower = word.to_lowercase();
        // One slip, and one more for every four characters.
        let most = 1 + word.chars().count() / 4;
        let slips = (least_slips(&letters, &self::letters(&lower)) <= most)
            .then(|| strsim::damerau_levenshtein(&wrong, &lower))?;
        (slips <= most).then_some(slips)
    };
    known
        .into_iter()
        .filter_map(|word| Some((distance(word)?, word)))
        .min()
        .map(|(_, word)| word.to_owned())
}

/// How often each letter occurs, some letters together.
fn letters(word: &str) -> [usize; 32] {
    word.chars().fold([0; 32], |mut letters, c| {
        letters[c as usize % 32] += 1;
        letters
    })
}

/// At least as many slips lie between two words: each adds one letter, takes one away, does both
/// or neither. This is found out much faster than how many there really are.
fn least_slips(one: &[usize; 32], other: &[usize; 32]) -> usize {
    let missing = |from: &[usize; 32], to: &[usize; 32]| -> usize {
        from.iter().zip(to).map(|(a, b)| a.saturating_sub(*b)).sum()
    };
    missing(one, other).max(missing(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_letters_never_hides_the_nearest_word() {
        let words =
            ["mueller-jana", "jana-müller", "Muller", "maier", "", "ab", "ba", "ÄÖ"];
        for one in words {
            for other in words {
                let least = least_slips(&letters(one), &letters(other));
                let slips = strsim::damerau_levenshtein(one, other);
                assert!(least <= slips, "{one} {other}");
            }
        }
        assert_eq!(nearest("jnaa", ["jan", "jana", "nora"]).as_deref(), Some("jana"));
        assert_eq!(nearest("Jana", ["x", "janna"]).as_deref(), Some("janna"));
        assert_eq!(nearest("jana", ["nora", "klaus"]), None);
    }

    #[test]
    fn only_words_nearby_are_compared() {
        let words = |n: usize| (0..n).map(|_| "jana");
        work::assert_linear(500, |n| {
            work::of(|| {
                for _ in 0..n / 10 {
                    nearest("jana", nearby(words(n), words(n)));
                }
            })
        });
    }
}
