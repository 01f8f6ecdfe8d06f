//! `build --timings` and `--trace`: what a build spends its time on.
//!
//! In come the beginnings and ends of its stages, out go a table for the terminal and a trace for
//! a browser's profiler. Never measures unless it was asked for.

use std::collections::{BTreeMap, btree_map::Entry};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::{Value, json};

use super::Caller;
use crate::base::program_words::ProgramWords;
use crate::base::refusal::Refusal;
use crate::base::stages::{BuildStage, Listener, Stages};
use crate::cli::BuildArguments;
use crate::io::internal_place::may_be_published;
use crate::io::report;

/// Pages and templates to name.
const MOST: usize = 10;

/// Notes when each stage begins and ends, on each thread.
struct Recorder {
    started: Instant,
    steps: Mutex<Vec<TimedStep>>,
}

/// The beginning or the end of a stage.
struct TimedStep {
    thread: u64,
    at: Duration,
    begins: bool,
    name: &'static str,
    /// Address and template of a page.
    page: Option<(String, String)>,
}

/// A number for each thread, in the order in which they begin to work.
fn thread_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static OWN: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    OWN.with(|own| *own)
}

impl Recorder {
    fn note(&self, stage: BuildStage<'_>, begins: bool) {
        let at = self.started.elapsed();
        let page = match stage {
            BuildStage::Page { address, template } if begins => {
                Some((address.to_owned(), template.to_owned()))
            }
            _ => None,
        };
        let step =
            TimedStep { thread: thread_number(), at, begins, name: stage.name(), page };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
    }
}

impl Listener for Recorder {
    fn begins(&self, stage: BuildStage<'_>) {
        self.note(stage, true);
    }

    fn ends(&self, stage: BuildStage<'_>) {
        self.note(stage, false);
    }
}

/// What was asked to be measured.
pub(super) struct Timings<'c> {
    caller: &'c Caller<'c>,
    recorder: Option<Arc<Recorder>>,
    table: bool,
    trace: Option<&'c Path>,
}

impl<'c> Timings<'c> {
    /// Ready to listen, if that was asked for.
    ///
    /// # Errors
    /// If the trace, which holds addresses of pages, would lie where a build reads or writes.
    pub(super) fn new(
        caller: &'c Caller<'c>,
        wanted: &'c BuildArguments,
        output: &Path,
    ) -> Result<Self> {
        let trace = wanted.trace.as_deref();
        if let Some(place) = trace {
            let published = may_be_published(caller.root, output, place);
            if published.map_err(|error| Refusal::about("read", place).because(&error))? {
                return Err(Refusal::about("trace-in-output", place).into());
            }
        }
        let recorder = Recorder { started: caller.started, steps: Mutex::default() };
        let asked = wanted.timings || trace.is_some();
        let recorder = asked.then(|| Arc::new(recorder));
        Ok(Self { caller, recorder, table: wanted.timings, trace })
    }

    /// Tells the stages of a build to whoever measures.
    pub(super) fn stages(&self) -> Stages {
        let listener = self.recorder.clone();
        listener.map_or_else(Stages::default, |one| Stages::heard_by(one))
    }

    /// Writes the trace and says the table.
    ///
    /// # Errors
    /// If either cannot be written.
    pub(super) fn tell(&self) -> Result<()> {
        let Some(recorder) = &self.recorder else { return Ok(()) };
        let steps = recorder.steps.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = self.trace {
            std::fs::write(place, trace(&steps))
                .map_err(|error| Refusal::about("write", place).because(&error))?;
        }
        if self.table {
            let whole = recorder.started.elapsed();
            report::to_stderr(&table(&steps, whole, self.caller.words()))?;
        }
        Ok(())
    }
}

/// Trace events as browsers' profilers read them (Google, *Trace Event Format*): microseconds.
fn trace(steps: &[TimedStep]) -> String {
    let event = |step: &TimedStep| {
        let mut event = json!({
            "name": step.name, "ph": if step.begins { "B" } else { "E" }, "pid": 1,
            "tid": step.thread, "ts": u64::try_from(step.at.as_micros()).unwrap_or(u64::MAX),
        });
        if let Some((address, template)) = &step.page {
            event["args"] = json!({ "address": address, "template": template });
        }
        event
    };
    let events: Vec<Value> = steps.iter().map(event).collect();
    json!({ "traceEvents": events, "displayTimeUnit": "ms" }).to_string()
}

/// How long something took, and how often.
#[derive(Default)]
struct Spent {
    time: Duration,
    times: u32,
}

/// A stage besides pages, in the order in which they began.
struct StageSpent {
    name: &'static str,
    depth: usize,
    spent: Spent,
}

/// What all steps together say.
#[derive(Default)]
struct Sums {
    stages: Vec<StageSpent>,
    templates: BTreeMap<String, Spent>,
    pages: Vec<(Duration, String)>,
}

impl Sums {
    fn of(steps: &[TimedStep]) -> Self {
        let mut sums = Self::default();
        let mut open: BTreeMap<u64, Vec<&TimedStep>> = BTreeMap::new();
        let mut places: BTreeMap<&'static str, usize> = BTreeMap::new();
        for step in steps {
            let stack = open.entry(step.thread).or_default();
            if step.begins {
                if step.page.is_none()
                    && let Entry::Vacant(place) = places.entry(step.name)
                {
                    place.insert(sums.stages.len());
                    let depth = stack.len();
                    let spent = Spent::default();
                    sums.stages.push(StageSpent { name: step.name, depth, spent });
                }
                stack.push(step);
                continue;
            }
            let Some(begun) = stack.pop() else { continue };
            let time = step.at.saturating_sub(begun.at);
            let spent = match &begun.page {
                Some((address, template)) => {
                    sums.pages.push((time, address.clone()));
                    sums.templates.entry(template.clone()).or_default()
                }
                None => &mut sums.stages[places[begun.name]].spent,
            };
            spent.time += time;
            spent.times += 1;
        }
        sums.pages.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        sums
    }
}

fn table(steps: &[TimedStep], whole: Duration, words: &ProgramWords) -> String {
    let sums = Sums::of(steps);
    let seconds = |time: Duration| {
        format!("{:.3}", time.as_secs_f64()).replace('.', words.word("decimal-mark"))
    };
    let mut text = format!("\n{:>9}  {}\n", "s", words.word("timings-stages"));
    for StageSpent { name, depth, spent } in &sums.stages {
        let said = words.word(&format!("stage-{name}"));
        text.push_str(&format!(
            "{:>9}  {}{said}\n",
            seconds(spent.time),
            "  ".repeat(*depth)
        ));
    }
    text.push_str(&format!("{:>9}  {}\n", seconds(whole), words.word("timings-whole")));
    let mut templates: Vec<_> = sums.templates.into_iter().collect();
    templates.sort_by(|a, b| b.1.time.cmp(&a.1.time).then_with(|| a.0.cmp(&b.0)));
    text.push_str(&format!("\n{:>9}  {}\n", "s", words.word("timings-templates")));
    for (name, spent) in templates.into_iter().take(MOST) {
        let pages =
            words.count("pages", usize::try_from(spent.times).unwrap_or_default());
        text.push_str(&format!("{:>9}  {name} ({pages})\n", seconds(spent.time)));
    }
    text.push_str(&format!("\n{:>9}  {}\n", "s", words.word("timings-pages")));
    for (time, address) in sums.pages.into_iter().take(MOST) {
        text.push_str(&format!("{:>9}  {address}\n", seconds(time)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    fn step(thread: u64, at: u64, begins: bool, name: &'static str) -> TimedStep {
        TimedStep { thread, at: Duration::from_millis(at), begins, name, page: None }
    }

    fn page(thread: u64, at: u64, address: &str) -> TimedStep {
        let page = Some((address.to_owned(), "person.html".to_owned()));
        TimedStep { page, ..step(thread, at, true, "page") }
    }

    fn steps() -> Vec<TimedStep> {
        vec![
            step(1, 0, true, "load"),
            step(1, 20, false, "load"),
            step(1, 20, true, "render"),
            page(1, 21, "a/"),
            page(2, 22, "b/"),
            step(1, 25, false, "page"),
            step(2, 32, false, "page"),
            step(1, 33, true, "search"),
            step(1, 40, false, "search"),
            step(1, 50, false, "render"),
        ]
    }

    #[test]
    fn a_table_sums_up_stages_templates_and_pages() {
        let text =
            table(&steps(), Duration::from_millis(60), ProgramWords::of(Language::En));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.contains(&"    0.020  reading the files"), "{text}");
        assert!(lines.contains(&"    0.030  making pages and files"), "{text}");
        assert!(lines.contains(&"    0.007    index of the search"), "{text}");
        assert!(lines.contains(&"    0.014  person.html (2 pages)"), "{text}");
        assert!(lines.contains(&"    0.060  everything"), "{text}");
        let slowest = lines.iter().position(|line| *line == "    0.010  b/");
        assert!(slowest < lines.iter().position(|line| *line == "    0.004  a/"));
    }

    #[test]
    fn a_trace_has_a_beginning_and_an_end_for_each_stage() {
        let trace: Value = serde_json::from_str(&trace(&steps())).expect("JSON");
        let events = trace["traceEvents"].as_array().expect("events");
        let of = |phase: &str| events.iter().filter(|one| one["ph"] == phase).count();
        assert_eq!([of("B"), of("E")], [5, 5]);
        assert_eq!(events[3]["args"]["address"], "a/");
        assert_eq!(events[3]["ts"], 21_000);
    }
}
