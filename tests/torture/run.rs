//! One random site, lived through: steps, and after each a look at what is online.
//!
//! In comes a seed, out goes nothing, or the first step after which somebody was online who must
//! not be. What must be gone is read from the files of the site by a second reading of their
//! documented form.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use jiff::civil::Date;

use super::breakage::{Breakage, break_something};
use super::chance::Chance;
use super::commands::{self, Ended, Kind, Wish};
use super::gone;
use super::people::day;
use super::scan::Scanner;
use super::site::{Site, site};

/// A site on which somebody was found.
pub(crate) struct Failure {
    pub(crate) seed: u64,
    /// One line: after which command, who, where.
    pub(crate) line: String,
    /// Everything that was done.
    pub(crate) log: Vec<String>,
}

/// What is asked of a build that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Night {
    /// Nothing but that nobody comes back.
    Keeps,
    /// That it takes off all who are known to be gone.
    TakesOff,
}

/// Lives through the site of a seed.
pub(crate) fn live(
    seed: u64,
    night: Night,
    bound: Option<bool>,
    verbose: bool,
) -> Option<Failure> {
    let mut chance = Chance::new(seed);
    let zone = matrikel::base::zone::time_zone("Europe/Berlin").expect("it is known");
    let today = zone.to_datetime(jiff::Timestamp::now()).date();
    let site = site(&mut chance, today);
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in &site.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder"))
            .expect("folders can be made");
        fs::write(&path, bytes).expect("files can be written");
    }
    let mut life = Life {
        scanner: Scanner::new(&site),
        root: folder.path().to_owned(),
        site,
        chance,
        today,
        night,
        bound,
        verbose,
        certain: BTreeSet::new(),
        off: BTreeSet::new(),
        later: false,
        broken: Vec::new(),
        log: Vec::new(),
    };
    let failed = life.all().err();
    life.mend_all();
    failed.map(|line| Failure { seed, line, log: life.log })
}

struct Life {
    site: Site,
    scanner: Scanner,
    root: PathBuf,
    chance: Chance,
    today: Date,
    night: Night,
    /// Whether the program is started where rights bind it; `None` if it cannot be.
    bound: Option<bool>,
    verbose: bool,
    /// Withdrawn or erased by a command that ended well.
    certain: BTreeSet<usize>,
    /// Once gone from the site, and not by the calendar alone: may never come back.
    off: BTreeSet<usize>,
    /// A site of a later day is online.
    later: bool,
    broken: Vec<Breakage>,
    log: Vec<String>,
}

/// `Err` is the line of a failure.
type Step = Result<(), String>;

impl Life {
    fn all(&mut self) -> Step {
        if self.site.register && self.chance.one_in(2) {
            self.carry_out(&[Wish::new(Kind::Other, &["assign-ids"])], 0)?;
        }
        let first = Wish::new(Kind::Build(self.today), &["build"]);
        let ended = self.carry_out(&[first], 0)?;
        if !ended[0].is_good() {
            let errors = ended[0].said.lines().filter(|line| line.starts_with("error"));
            let errors = errors.collect::<Vec<_>>().join(" ");
            return Err(format!("the site cannot be built to begin with: {errors}"));
        }
        self.is_seen()?;
        if self.site.register {
            let record = Wish::new(Kind::Other, &["consent", "record", "--all"]);
            self.carry_out(&[record], 0)?;
        }
        for _ in 0..self.chance.between(5, 11) {
            self.step()?;
        }
        self.mend_all();
        let last = Wish::new(Kind::Build(self.today), &["build", "--leave-out-broken"]);
        self.carry_out(&[last], 0)?;
        Ok(())
    }

    /// A scanner that saw nothing would find nobody: whoever is there on the first day is seen,
    /// with everything that may be shown.
    fn is_seen(&mut self) -> Step {
        let found = self.scanner.look(&self.root.join("public"));
        let seen: BTreeSet<(usize, &str)> = found
            .iter()
            .map(|(number, _)| self.scanner.needle(*number))
            .flat_map(|needle| needle.owners.iter().map(|owner| (*owner, needle.what)))
            .collect();
        for (number, person) in self.site.people.iter().enumerate() {
            let fields = ["position", "bio", "city", "website", "topics"];
            let shown =
                fields.into_iter().filter(|field| person.is_entry && person.lists(field));
            let photo = person.colour.is_some() && person.lists("photo");
            let all = shown.chain(["name"]).chain(photo.then_some("portrait"));
            let there = person.begins_published();
            let mut all = all.filter(|what| there && !seen.contains(&(number, *what)));
            if let Some(what) = all.next() {
                return Err(format!("{what} of {} is not seen", self.told(number)));
            }
        }
        Ok(())
    }

    fn step(&mut self) -> Step {
        match self.chance.below(100) {
            0..18 => self.one(Self::withdraw),
            18..26 => self.one(Self::erase),
            26..42 => self.one(|life| Some(life.build())),
            42..46 => self.one(|life| Some(life.build_of_another_day())),
            46..54 => self.one(|life| Some(life.other())),
            54..60 => {
                self.edit("withdrawn by hand", Self::with_withdrawal);
                Ok(())
            }
            60..65 => {
                self.edit("lapsed", Self::with_end);
                Ok(())
            }
            65..68 => {
                self.delete();
                Ok(())
            }
            68..82 => {
                self.spoil();
                Ok(())
            }
            82..87 => {
                self.mend_one();
                Ok(())
            }
            _ => {
                let both = [self.any_command(), self.any_command()];
                let both: Vec<Wish> = both.into_iter().flatten().collect();
                let apart = u64::try_from(self.chance.below(21)).expect("a small number");
                self.carry_out(&both, apart).map(drop)
            }
        }
    }

    fn one(&mut self, wish: impl Fn(&mut Self) -> Option<Wish>) -> Step {
        match wish(self) {
            Some(wish) => self.carry_out(&[wish], 0).map(drop),
            None => Ok(()),
        }
    }

    fn any_command(&mut self) -> Option<Wish> {
        match self.chance.below(8) {
            0..3 => self.withdraw(),
            3 => self.erase(),
            4..6 => Some(self.build()),
            _ => Some(self.other()),
        }
    }

    fn build(&mut self) -> Wish {
        let words: &[&str] = if self.chance.one_in(3) {
            &["build", "--leave-out-broken"]
        } else {
            &["build"]
        };
        Wish::new(Kind::Build(self.today), words)
    }

    fn build_of_another_day(&mut self) -> Wish {
        let days = self.chance.of(&[60, 60, 60, -30]);
        let of = day(self.today, days);
        let mut wish = Wish::new(Kind::Build(of), &["build", "--at"]);
        wish.words.push(of.to_string());
        if self.chance.one_in(2) {
            wish.words.push("--leave-out-broken".into());
        }
        wish
    }

    fn other(&mut self) -> Wish {
        let words: &[&[&str]] = &[
            &["assign-ids"],
            &["assign-ids"],
            &["consent", "record", "--all"],
            &["check"],
        ];
        Wish::new(Kind::Other, self.chance.of(words))
    }

    fn withdraw(&mut self) -> Option<Wish> {
        let there = |life: &Self, number: usize| life.gone(number, life.today).is_none();
        let person = self.somebody(there)?;
        let own = &self.site.people[person];
        let file = format!("content/{}", own.file());
        // Whoever knows that something is wrong names the file, which no mistake can hide.
        let broken = !self.broken.is_empty();
        let word = match (self.chance.below(4), &own.id) {
            (0, _) if !broken => own.called(),
            (1, Some(id)) if !broken => id.clone(),
            (2, _) if own.is_entry => own.slug.clone(),
            _ => file,
        };
        let mut wish = Wish::new(Kind::Withdraw(person), &["withdraw", &word]);
        if self.chance.one_in(3) {
            wish.words.push("--on".into());
            wish.words.push(day(self.today, -2).to_string());
        }
        Some(wish)
    }

    fn erase(&mut self) -> Option<Wish> {
        let careless = self.chance.one_in(3);
        let fits = |life: &Self, number: usize| {
            let own = &life.site.people[number];
            let referred =
                life.site.texts.values().any(|text| text.refers.contains(&number));
            own.is_entry && life.file(number).exists() && (careless || !referred)
        };
        let person = self.somebody(fits)?;
        let file = format!("content/{}", self.site.people[person].file());
        Some(Wish::new(Kind::Erase(person), &["erase", &file, "--yes"]))
    }

    fn somebody(&mut self, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let all: Vec<usize> =
            (0..self.site.people.len()).filter(|number| fits(self, *number)).collect();
        (!all.is_empty()).then(|| self.chance.of(&all))
    }

    fn file(&self, person: usize) -> PathBuf {
        self.root.join("content").join(self.site.people[person].file())
    }

    /// An edit by hand of the file of somebody who is there.
    fn edit(&mut self, what: &str, new: impl Fn(&mut Self, &str) -> Option<String>) {
        let there = |life: &Self, number: usize| life.gone(number, life.today).is_none();
        let Some(person) = self.somebody(there) else { return };
        // Not a text with a byte of another encoding: that would be lost.
        let Ok(text) = fs::read_to_string(self.file(person)) else { return };
        let Some(text) = new(self, &text) else { return };
        fs::write(self.file(person), text).expect("it is ours");
        self.note(format!("{what}: {}", self.told(person)));
    }

    fn with_withdrawal(&mut self, text: &str) -> Option<String> {
        let (before, after) = text.split_once("  evidence:")?;
        let since = day(self.today, self.chance.of(&[0, -2]));
        Some(format!("{before}  withdrawn: {since}\n  evidence:{after}"))
    }

    fn with_end(&mut self, text: &str) -> Option<String> {
        let at = text.find("  until: ")?;
        let (before, after) = text.split_at(at + "  until: ".len());
        Some(format!("{before}{}{}", day(self.today, -1), after.get(10..)?))
    }

    fn delete(&mut self) {
        let there = |life: &Self, number: usize| life.file(number).exists();
        let Some(person) = self.somebody(there) else { return };
        let file = self.file(person);
        let folder = file.parent().expect("a folder");
        if self.site.people[person].in_folder && self.chance.one_in(2) {
            let _ = fs::remove_dir_all(folder);
        } else {
            let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let _ = fs::remove_file(&file);
            for code in ["de", "en"] {
                let _ = fs::remove_file(folder.join(format!("{stem}.{code}.md")));
            }
        }
        self.note(format!("deleted by hand: {}", self.told(person)));
    }

    fn spoil(&mut self) {
        if self.broken.len() >= 3 {
            return;
        }
        let gone = (0..self.site.people.len())
            .filter(|one| self.gone(*one, self.today).is_some());
        let own: Vec<PathBuf> =
            gone.map(|one| self.file(one)).filter(|one| one.exists()).collect();
        let rights = self.bound.is_some();
        if let Some(broken) = break_something(&self.root, &own, rights, &mut self.chance)
        {
            self.note(format!("broken: {}", broken.what));
            if broken.lasts() {
                self.broken.push(broken);
            }
        }
    }

    fn mend_one(&mut self) {
        if self.broken.is_empty() {
            return;
        }
        let broken = self.broken.remove(self.chance.below(self.broken.len()));
        broken.mend();
        self.note(format!("mended: {}", broken.what));
    }

    fn mend_all(&mut self) {
        for broken in self.broken.drain(..).rev() {
            broken.mend();
        }
        self.note("all is mended".into());
    }

    fn note(&mut self, line: String) {
        if self.verbose {
            crate::tools::say(&line);
        }
        self.log.push(line);
    }

    fn told(&self, person: usize) -> String {
        let own = &self.site.people[person];
        format!("{} (content/{})", own.called(), own.file())
    }

    /// Why nothing of somebody may be shown on a day.
    fn gone(&self, person: usize, day: Date) -> Option<&'static str> {
        if self.certain.contains(&person) {
            return Some("withdrawn or erased by a command");
        }
        gone::why(&self.root, &self.site.people[person], day)
    }

    /// Runs commands and looks at what is online afterwards.
    fn carry_out(&mut self, wishes: &[Wish], apart: u64) -> Result<Vec<Ended>, String> {
        let ended = commands::run(&self.root, self.bound == Some(true), wishes, apart);
        let mut told: Vec<String> = Vec::new();
        for (wish, ended) in wishes.iter().zip(&ended) {
            let status = ended.status.map_or("a signal".into(), |code| code.to_string());
            told.push(format!("`{}` → {status}", wish.words.join(" ")));
        }
        let told = match wishes {
            [_] => told.concat(),
            _ => format!("{} ({apart} ms apart)", told.join(" ∥ ")),
        };
        self.note(told.clone());
        if self.verbose {
            for one in &ended {
                crate::tools::say(&one.said);
            }
        }
        self.look(wishes, &ended).map_err(|found| {
            let broken: Vec<&str> =
                self.broken.iter().map(|one| one.what.as_str()).collect();
            format!("after {told}: {found}; broken: [{}]", broken.join("; "))
        })?;
        Ok(ended)
    }

    fn look(&mut self, wishes: &[Wish], ended: &[Ended]) -> Step {
        let (mut must, mut built, mut day) = (false, false, self.today);
        let mut demanded = self.off.clone();
        for (wish, ended) in wishes.iter().zip(ended) {
            match wish.kind {
                Kind::Withdraw(person) => {
                    must = true;
                    demanded.insert(person);
                    if ended.is_good() {
                        self.certain.insert(person);
                    }
                }
                Kind::Erase(person) => {
                    must = true;
                    // Only who had a file is erased, so that the command has removed it.
                    if !self.file(person).exists() {
                        self.certain.insert(person);
                    }
                }
                Kind::Build(of) => {
                    // One for an earlier day may be refused, and one beside another command.
                    let takes =
                        self.night == Night::TakesOff && of == self.today && !self.later;
                    must |= takes && (ended.status == Some(1) || wishes.len() == 1);
                    built |= ended.is_good();
                    // If it succeeds for an earlier day, nobody may come back all the same.
                    day = of.max(self.today);
                    self.later |= ended.is_good() && of > self.today;
                }
                Kind::Other => {}
            }
        }
        must |= built;
        // Whom somebody deleted by hand only a whole site can be without.
        let known = |life: &Self, day: Date| -> BTreeSet<usize> {
            let all = 0..life.site.people.len();
            let is_gone = |one: &usize| {
                life.gone(*one, day).is_some_and(|why| built || why != "deleted")
            };
            all.filter(is_gone).collect()
        };
        if must {
            demanded.extend(known(self, day));
        }
        let wrong = self.wrong(&demanded);
        if must {
            let off = known(self, self.today);
            self.off.extend(off);
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
    }

    /// What is online of those who are gone, and of what nobody may be shown.
    fn wrong(&mut self, gone: &BTreeSet<usize>) -> Vec<String> {
        let found = self.scanner.look(&self.root.join("public"));
        // What of whom, in how many files, and in which for example.
        let mut wrong: BTreeMap<usize, BTreeMap<&str, (usize, String)>> = BTreeMap::new();
        for (number, path) in found {
            let needle = self.scanner.needle(number);
            let owner = needle.owners.iter().find(|one| gone.contains(one));
            if owner.is_none() && !needle.never {
                continue;
            }
            let person = *owner.or(needle.owners.first()).expect("it is somebody's");
            if needle.what == "name" && self.is_forgotten(person) {
                continue;
            }
            let of_person = wrong.entry(person).or_default();
            of_person.entry(needle.what).or_insert((0, path)).0 += 1;
        }
        let told = |(person, found): (&usize, &BTreeMap<&str, (usize, String)>)| {
            let why = self.gone(*person, self.today).unwrap_or("not to be shown");
            let what = found
                .iter()
                .map(|(what, (count, path))| format!("{what} ×{count} ({path})"));
            let what = what.collect::<Vec<_>>().join(", ");
            format!("{} [{why}] by {what}", self.told(*person))
        };
        wrong.iter().map(told).collect()
    }

    /// True for somebody whose entry is gone while others still write the name: nothing is left
    /// that could tell the program whose it is. `erase` names those texts.
    fn is_forgotten(&self, person: usize) -> bool {
        let plain = self.site.texts.values().any(|text| text.plain.contains(&person));
        plain && !self.file(person).exists()
    }
}
