//! `consent list`: whose consent stands how, until when.
//!
//! In comes a site, out go rows for people, machines or spreadsheets. Internal: it holds names.

use anyhow::Result;
use serde_json::json;

use super::look;
use crate::cli::{ConsentFilter, ListArguments, ReportFormat};
use crate::cmd::Caller;
use crate::engine::office::consents::{ConsentSummary, Row, consents};
use crate::io::report;

pub(super) fn run(caller: &Caller<'_>, wanted: &ListArguments) -> Result<bool> {
    let snapshot = caller.snapshot(wanted.at)?;
    let inside = look(&snapshot)?;
    let mut rows = consents(&inside, snapshot.today, wanted.within).unwrap_or_default();
    let states: Vec<ConsentSummary> = wanted.state.iter().copied().map(state).collect();
    rows.retain(|row| states.is_empty() || states.contains(&row.state.summary()));
    let text = match caller.format {
        ReportFormat::Human => human(caller, &rows),
        ReportFormat::Json => {
            let rows: Vec<_> = rows.iter().map(json).collect();
            format!("{}\n", json!({ "consents": rows }))
        }
        ReportFormat::Csv => csv(&rows),
    };
    report::to_stdout(&text)?;
    Ok(true)
}

fn state(asked: ConsentFilter) -> ConsentSummary {
    match asked {
        ConsentFilter::Valid => ConsentSummary::Valid,
        ConsentFilter::Expiring => ConsentSummary::Expiring,
        ConsentFilter::Future => ConsentSummary::Future,
        ConsentFilter::Lapsed => ConsentSummary::Lapsed,
        ConsentFilter::Withdrawn => ConsentSummary::Withdrawn,
        ConsentFilter::Missing => ConsentSummary::Missing,
    }
}

/// The day that matters: the end, or the withdrawal.
fn end(row: &Row) -> String {
    let end = match row.state.summary() {
        ConsentSummary::Withdrawn => row.withdrawn.or(row.until),
        ConsentSummary::Valid
        | ConsentSummary::Expiring
        | ConsentSummary::Future
        | ConsentSummary::Lapsed
        | ConsentSummary::Missing => row.until,
    };
    end.map(|day| day.to_string()).unwrap_or_default()
}

/// Columns as wide as their widest cell; the file stands last.
fn human(caller: &Caller<'_>, rows: &[Row]) -> String {
    let words = caller.words();
    let head: Vec<String> =
        words.word("list-head").split('|').map(ToOwned::to_owned).collect();
    let cells = rows.iter().map(|row| {
        vec![
            words.word(&format!("state-{}", row.state.summary().word())).to_owned(),
            end(row),
            row.id.clone().unwrap_or_default(),
            row.name.clone(),
            row.path.to_string(),
        ]
    });
    let table: Vec<Vec<String>> = [head].into_iter().chain(cells).collect();
    let width = |column: usize| {
        table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table[0].len()).map(width).collect();
    let mut text = String::new();
    for row in &table {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let room = width - cell.chars().count();
                format!("{cell}{}", " ".repeat(room))
            })
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text.push_str(&format!("{}\n", words.count("consents", rows.len())));
    text
}

fn fields(row: &Row) -> Vec<&'static str> {
    row.fields.iter().map(|field| field.word()).collect()
}

fn channels(row: &Row) -> Vec<&'static str> {
    row.channels.iter().map(|channel| channel.word()).collect()
}

fn json(row: &Row) -> serde_json::Value {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    json!({
        "name": row.name,
        "id": row.id,
        "path": row.path.as_str(),
        "state": row.state.summary().word(),
        "given": day(row.given),
        "until": day(row.until),
        "withdrawn": day(row.withdrawn),
        "text": row.text,
        "fields": fields(row),
        "channels": channels(row),
    })
}

/// Comma-separated values after RFC 4180, with a line of names.
fn csv(rows: &[Row]) -> String {
    let mut text =
        String::from("state,given,until,withdrawn,id,name,path,text,fields,channels\r\n");
    for row in rows {
        let day = |day: Option<jiff::civil::Date>| {
            day.map(|day| day.to_string()).unwrap_or_default()
        };
        let cells = [
            row.state.summary().word().to_owned(),
            day(row.given),
            day(row.until),
            day(row.withdrawn),
            row.id.clone().unwrap_or_default(),
            row.name.clone(),
            row.path.to_string(),
            row.text.clone().unwrap_or_default(),
            fields(row).join(" "),
            channels(row).join(" "),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A spreadsheet takes a text with one of these signs in front for a formula, and runs it.
fn quoted(cell: &str) -> String {
    let cell = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_can_neither_leave_its_place_nor_be_run() {
        assert_eq!(quoted("Müller"), "Müller");
        assert_eq!(quoted("Müller, \"Jo\""), "\"Müller, \"\"Jo\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
