//! Which of many things lead back to themselves.
//!
//! In comes what each one leads to, by number, out goes for each whether it is part of a circle.
//! Each thing is looked at twice, however long the way round is.

use crate::base::work;

/// True for each that is reached from itself.
pub(super) fn in_circles(next: &[Vec<usize>]) -> Vec<bool> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); next.len()];
    for (number, others) in next.iter().enumerate() {
        for other in others {
            back[*other].push(number);
        }
    }
    // After Kosaraju: what is left last goes first, and reaches backwards exactly those with
    // which it is in a circle.
    let mut left = Vec::with_capacity(next.len());
    let mut seen = vec![false; next.len()];
    for start in 0..next.len() {
        walk(next, start, &mut seen, &mut left);
    }
    let mut found: Vec<bool> =
        next.iter().enumerate().map(|(number, to)| to.contains(&number)).collect();
    let mut seen = vec![false; next.len()];
    for start in left.into_iter().rev() {
        let mut circle = Vec::new();
        walk(&back, start, &mut seen, &mut circle);
        if circle.len() > 1 {
            for number in circle {
                found[number] = true;
            }
        }
    }
    found
}

/// Notes everything that is reached from a start and was not seen before, each after all that is
/// reached from it.
fn walk(next: &[Vec<usize>], start: usize, seen: &mut [bool], left: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    // Each with the number of the way to try next: a long chain needs no deep stack.
    let mut open = vec![(start, 0)];
    while let Some((number, way)) = open.last_mut() {
        work::looked_at(1);
        let Some(other) = next[*number].get(*way).copied() else {
            left.push(*number);
            open.pop();
            continue;
        };
        *way += 1;
        if !std::mem::replace(&mut seen[other], true) {
            open.push((other, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether one is reached from itself, found by trying.
    fn reaches_itself(next: &[Vec<usize>], start: usize) -> bool {
        let mut open = next[start].clone();
        let mut seen = vec![false; next.len()];
        while let Some(number) = open.pop() {
            if number == start {
                return true;
            }
            if !std::mem::replace(&mut seen[number], true) {
                open.extend(&next[number]);
            }
        }
        false
    }

    #[test]
    fn circles_of_all_small_shapes_are_found() {
        // Each bit of the number says whether one of five leads to another.
        for shape in (0_u32..1 << 25).step_by(7_919) {
            let leads = |from: usize, to: usize| shape >> (5 * from + to) & 1 == 1;
            let next: Vec<Vec<usize>> = (0..5)
                .map(|from| (0..5).filter(|to| leads(from, *to)).collect())
                .collect();
            let tried: Vec<bool> = (0..5).map(|one| reaches_itself(&next, one)).collect();
            assert_eq!(in_circles(&next), tried, "{next:?}");
        }
    }

    #[test]
    fn a_chain_between_two_circles() {
        work::assert_linear(1_000, |n| {
            let mut next: Vec<Vec<usize>> = (0..n).map(|one| vec![one + 1]).collect();
            next.push(vec![n - 1]);
            next[0].push(0);
            work::of(|| {
                let found = in_circles(&next);
                assert_eq!(found.iter().filter(|found| **found).count(), 3);
            })
        });
    }
}
