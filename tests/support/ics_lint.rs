//! A strict reading of iCalendar files, written apart from the writer.
//!
//! It complains about everything that RFC 5545 forbids and that a forgiving parser would let
//! pass. In comes a file, out go complaints; an empty list means none.

use std::collections::BTreeSet;

/// A content line after unfolding.
struct Line {
    name: String,
    parameters: Vec<(String, String)>,
    value: String,
}

/// An event's times as written, and whether they are whole days.
struct Time {
    text: String,
    day: bool,
    zone: Option<String>,
}

/// Properties whose value is TEXT and must be escaped.
const TEXTS: [&str; 8] = [
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "UID",
    "NAME",
    "X-WR-CALNAME",
    "TZNAME",
    "PRODID",
];

/// Everything that is wrong with a file.
pub(crate) fn lint(file: &str) -> Vec<String> {
    let mut wrong = physical(file);
    let lines: Vec<Line> = file
        .replace("\r\n ", "")
        .split("\r\n")
        .filter(|line| !line.is_empty())
        .filter_map(|line| {
            let read = read(line);
            if read.is_none() {
                wrong.push(format!("not a content line: {line}"));
            }
            read
        })
        .collect();
    structure(&lines, &mut wrong);
    values(&lines, &mut wrong);
    events(&lines, &mut wrong);
    wrong
}

fn physical(file: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if !file.ends_with("\r\n") {
        wrong.push("the last line does not end".to_owned());
    }
    let without = file.replace("\r\n", "");
    if without.contains(['\r', '\n']) {
        wrong.push("a line end that is not CRLF".to_owned());
    }
    if without.chars().any(|c| c.is_control() && c != '\t') {
        wrong.push("a control character".to_owned());
    }
    for line in file.split("\r\n") {
        if line.len() > 75 {
            wrong.push(format!("{} octets: {line}", line.len()));
        }
    }
    wrong
}

fn read(line: &str) -> Option<Line> {
    let mut quoted = false;
    let mut cuts = Vec::new();
    let mut colon = None;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => cuts.push(at),
            ':' if !quoted => {
                colon = Some(at);
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    cuts.push(colon);
    let name = line[..cuts[0]].to_owned();
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
    };
    let mut parameters = Vec::new();
    for pair in cuts.windows(2) {
        let (key, value) = line[pair[0] + 1..pair[1]].split_once('=')?;
        let value = value.trim_matches('"');
        if !is_name(key) || value.contains('"') {
            return None;
        }
        parameters.push((key.to_owned(), value.to_owned()));
    }
    is_name(&name).then(|| Line { name, parameters, value: line[colon + 1..].to_owned() })
}

fn structure(lines: &[Line], wrong: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    let mut components = 0;
    for (number, line) in lines.iter().enumerate() {
        match line.name.as_str() {
            "BEGIN" => {
                if open.is_empty() && (number > 0 || line.value != "VCALENDAR") {
                    wrong.push(format!("{} outside", line.value));
                }
                components += usize::from(open.len() == 1);
                open.push(&line.value);
            }
            "END" => {
                let closed = open.pop();
                if closed != Some(&line.value) {
                    wrong.push(format!("END:{} closes another", line.value));
                }
            }
            name if open.len() == 1 => {
                let once = ["VERSION", "PRODID", "METHOD", "CALSCALE"];
                let of_calendar = once.contains(&name);
                if components > 0 && of_calendar {
                    wrong.push(format!("{name} after a component"));
                }
            }
            _ => {}
        }
    }
    if !open.is_empty() {
        wrong.push(format!("open at the end: {}", open.join(", ")));
    }
    if components == 0 {
        wrong.push("no component".to_owned());
    }
    for (name, value) in [("VERSION", Some("2.0")), ("PRODID", None)] {
        let all: Vec<&Line> = lines.iter().filter(|line| line.name == name).collect();
        if all.len() != 1 || value.is_some_and(|value| all[0].value != value) {
            wrong.push(format!("{name} {} times or wrong", all.len()));
        }
    }
}

fn values(lines: &[Line], wrong: &mut Vec<String>) {
    let zones: BTreeSet<&str> =
        lines.iter().filter(|l| l.name == "TZID").map(|l| l.value.as_str()).collect();
    for line in lines {
        if TEXTS.contains(&line.name.as_str()) && !text(&line.value, false) {
            wrong.push(format!("{} not escaped: {}", line.name, line.value));
        }
        if line.name == "CATEGORIES" && !text(&line.value, true) {
            wrong.push(format!("CATEGORIES not escaped: {}", line.value));
        }
        if let Some(zone) = parameter(line, "TZID") {
            if !zones.contains(zone) {
                wrong.push(format!("zone {zone} is not defined"));
            }
            if line.value.ends_with('Z') {
                wrong.push(format!("a zone and UTC at once: {}", line.value));
            }
        }
        if ["URL", "SOURCE", "CONFERENCE"].contains(&line.name.as_str())
            && !(line.value.is_ascii() && line.value.starts_with("http"))
        {
            wrong.push(format!("{} is no URI: {}", line.name, line.value));
        }
        if line.name == "CONFERENCE" && parameter(line, "VALUE") != Some("URI") {
            wrong.push("CONFERENCE without VALUE=URI".to_owned());
        }
    }
}

fn parameter<'l>(line: &'l Line, name: &str) -> Option<&'l str> {
    line.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Valid TEXT: commas, semicolons and backslashes only escaped, a comma alone only in lists.
fn text(value: &str, list: bool) -> bool {
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !matches!(chars.next(), Some('\\' | ',' | ';' | 'n' | 'N')) => {
                return false;
            }
            ';' => return false,
            ',' if !list => return false,
            _ => {}
        }
    }
    true
}

fn events(lines: &[Line], wrong: &mut Vec<String>) {
    let mut event: Option<Vec<&Line>> = None;
    let mut alarm: Option<Vec<&Line>> = None;
    let mut uids = BTreeSet::new();
    for line in lines {
        match (line.name.as_str(), line.value.as_str()) {
            ("BEGIN", "VALARM") => alarm = Some(Vec::new()),
            ("END", "VALARM") => one_alarm(&alarm.take().unwrap_or_default(), wrong),
            _ if alarm.is_some() => alarm.iter_mut().for_each(|lines| lines.push(line)),
            ("BEGIN", "VEVENT") => event = Some(Vec::new()),
            ("END", "VEVENT") => {
                let lines = event.take().unwrap_or_default();
                one_event(&lines, wrong);
                let uid = lines.iter().find(|line| line.name == "UID");
                if !uid.is_none_or(|uid| uids.insert(uid.value.clone())) {
                    wrong.push("two events share a UID".to_owned());
                }
            }
            _ => {
                if let Some(lines) = &mut event {
                    lines.push(line);
                }
            }
        }
    }
}

/// A reminder that is shown: RFC 5545 § 3.6.6.
fn one_alarm(lines: &[&Line], wrong: &mut Vec<String>) {
    for name in ["ACTION", "TRIGGER", "DESCRIPTION"] {
        let count = lines.iter().filter(|line| line.name == name).count();
        if count != 1 {
            wrong.push(format!("{name} {count} times in a reminder"));
        }
    }
    let shown = |line: &&&Line| line.name == "ACTION" && line.value == "DISPLAY";
    if !lines.iter().any(|line| shown(&line)) {
        wrong.push("a reminder that is not shown".to_owned());
    }
}

fn one_event(lines: &[&Line], wrong: &mut Vec<String>) {
    let all = |name: &str| -> Vec<&&Line> {
        lines.iter().filter(|line| line.name == name).collect()
    };
    for name in ["UID", "DTSTAMP", "DTSTART"] {
        if all(name).len() != 1 {
            wrong.push(format!("{name} {} times in an event", all(name).len()));
        }
    }
    for name in
        ["DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "SEQUENCE", "URL"]
    {
        if all(name).len() > 1 {
            wrong.push(format!("{name} more than once in an event"));
        }
    }
    for name in ["DTSTAMP", "LAST-MODIFIED"] {
        for line in all(name) {
            if !(date_time(&line.value) && line.value.ends_with('Z')) {
                wrong.push(format!("{name} not in UTC: {}", line.value));
            }
        }
    }
    for line in all("STATUS") {
        if !["CONFIRMED", "CANCELLED", "TENTATIVE"].contains(&line.value.as_str()) {
            wrong.push(format!("unknown status {}", line.value));
        }
    }
    let time = |name: &str| all(name).first().map(|line| time(line));
    let (Some(start), end) = (time("DTSTART"), time("DTEND")) else { return };
    for time in [Some(&start), end.as_ref()].into_iter().flatten() {
        let valid = if time.day { day(&time.text) } else { date_time(&time.text) };
        if !valid {
            wrong.push(format!("not a time of its type: {}", time.text));
        }
        if !time.day && time.zone.is_none() && !time.text.ends_with('Z') {
            wrong.push(format!("a time of no zone: {}", time.text));
        }
    }
    if let Some(end) = end {
        if end.day != start.day {
            wrong.push("a day and a time in one event".to_owned());
        } else if end.text.ends_with('Z') != start.text.ends_with('Z') {
            wrong.push("UTC and local time in one event".to_owned());
        } else if end.text <= start.text {
            wrong.push(format!("ends {} before {}", end.text, start.text));
        }
    }
}

fn time(line: &Line) -> Time {
    Time {
        text: line.value.clone(),
        day: parameter(line, "VALUE") == Some("DATE"),
        zone: parameter(line, "TZID").map(str::to_owned),
    }
}

fn day(text: &str) -> bool {
    text.len() == 8 && jiff::civil::Date::strptime("%Y%m%d", text).is_ok()
}

fn date_time(text: &str) -> bool {
    let text = text.strip_suffix('Z').unwrap_or(text);
    text.len() == 15 && jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", text).is_ok()
}
