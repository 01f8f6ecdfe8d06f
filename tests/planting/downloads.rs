//! Files that a site offers for download, with a text in each place that a program puts it.
//!
//! In comes a text, out go files. A format that cannot write the text is left out.

use std::io::Write as _;

use super::outputs::escaped;
use super::pdf::win_ansi;
use super::values::ValueKind;
use super::{archives, outputs, pdf};

/// A file to download.
pub(crate) type Download = (&'static str, &'static str, Vec<u8>);

/// A text in every kind of file.
pub(crate) fn downloads(text: &str, kind: ValueKind) -> Vec<Download> {
    let mut all = texts(text);
    all.extend(archives::documents(text));
    all.extend(archives::archives(text));
    all.extend(
        pdf::files(text).into_iter().map(|(way, bytes)| (way, "assets/x.pdf", bytes)),
    );
    all.extend(media(text));
    let as_outputs = outputs::outputs(text, kind).into_iter();
    let also = |path: &str| ["ics", "vcf", "vtt"].iter().any(|end| path.ends_with(end));
    let as_outputs = as_outputs.filter(|one| also(one.path));
    all.extend(as_outputs.map(|one| (one.format, one.path, one.bytes)));
    all
}

/// Files that nobody can read to their end.
pub(crate) fn closed() -> Vec<Download> {
    let mut all = archives::closed();
    all.extend(
        pdf::closed().into_iter().map(|(way, bytes)| (way, "assets/x.pdf", bytes)),
    );
    all
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units
        .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
        .collect()
}

fn texts(text: &str) -> Vec<Download> {
    let line = format!("Nummer;Name;Ort\r\n1;{text};Leipzig\r\n");
    let quoted = format!("Nummer;Name;Ort\r\n1;\"{text}\";\"Leipzig\"\r\n");
    let mut all = vec![
        ("CSV in UTF-8", "assets/x.csv", line.clone().into_bytes()),
        ("CSV in quotation marks", "assets/x.csv", quoted.into_bytes()),
        (
            "CSV with a mark",
            "assets/x.csv",
            [b"\xEF\xBB\xBF".as_slice(), line.as_bytes()].concat(),
        ),
        ("CSV in UTF-16", "assets/x.csv", utf16(&line, false, true)),
        ("CSV in UTF-16, big-endian", "assets/x.csv", utf16(&line, true, true)),
        ("text in UTF-16 without a mark", "assets/x.csv", utf16(&line, false, false)),
        ("RTF, numbered signs", "assets/x.rtf", rtf(&rtf_signs(text, false))),
        ("RTF, groups in words", "assets/x.rtf", rtf(&rtf_signs(text, true))),
        (
            "RTF, author",
            "assets/x.rtf",
            format!("{{\\rtf1\\ansi{{\\info{{\\author {}}}}}x}}", rtf_signs(text, false))
                .into_bytes(),
        ),
    ];
    if let Some(bytes) = win_ansi(&line) {
        all.push(("CSV of a spreadsheet", "assets/x.csv", bytes));
    }
    if let Some(bytes) = win_ansi(text) {
        let escape = |byte: u8| match byte {
            b'\\' | b'{' | b'}' => format!("\\{}", char::from(byte)),
            b' '..=b'~' => char::from(byte).to_string(),
            b'\n' => "\\line ".to_owned(),
            _ => format!("\\'{byte:02x}"),
        };
        let inside: String = bytes.iter().map(|byte| escape(*byte)).collect();
        all.push(("RTF, escapes of Windows", "assets/x.rtf", rtf(&inside)));
    }
    all
}

fn rtf(inside: &str) -> Vec<u8> {
    format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\pard Damals war {inside} dabei.\\par }}").into_bytes()
}

/// Signs beyond ASCII by number; with groups and formats inside of words if wished.
fn rtf_signs(text: &str, groups: bool) -> String {
    let mut out = String::new();
    for (number, sign) in text.chars().enumerate() {
        let mut units = [0; 2];
        let written = match sign {
            '\\' | '{' | '}' => format!("\\{sign}"),
            '\n' => "\\line ".to_owned(),
            ' '..='~' => sign.to_string(),
            // Signed numbers of sixteen bits, each with a sign for those who know none.
            _ => sign
                .encode_utf16(&mut units)
                .iter()
                .map(|unit| format!("\\u{}?", i16::from_be_bytes(unit.to_be_bytes())))
                .collect(),
        };
        match number % 5 {
            2 if groups => out.push_str(&format!("{{\\b {written}}}")),
            4 if groups => out.push_str(&format!("{written}\\lang1031 ")),
            _ => out.push_str(&written),
        }
    }
    out
}

/// Sound, moving and still pictures with a text in their properties.
fn media(text: &str) -> Vec<Download> {
    let frame = |name: &[u8], bytes: &[u8]| {
        let length = u32::try_from(bytes.len()).expect("short");
        [name, &length.to_be_bytes(), &[0, 0], bytes].concat()
    };
    let id3 = |version: u8, flags: u8, frames: &[u8]| {
        let length = u32::try_from(frames.len()).expect("short");
        let seven = |shift: u32| (length >> shift & 0x7F).to_be_bytes()[3];
        let head = [
            b"ID3".as_slice(),
            &[version, 0, flags, seven(21), seven(14), seven(7), seven(0)],
        ];
        [head.concat().as_slice(), frames, b"\xFF\xFB\x90\x00", &[0; 400]].concat()
    };
    let wide = |big| [[1].as_slice(), &utf16(text, big, true)].concat();
    let unsynchronised: Vec<u8> = {
        let plain = frame(b"TPE1", &wide(false));
        plain.iter().fold(Vec::new(), |mut all, byte| {
            if all.last() == Some(&0xFF) && (*byte >= 0xE0 || *byte == 0) {
                all.push(0);
            }
            all.push(*byte);
            all
        })
    };
    let comment = [
        [1].as_slice(),
        b"deu",
        &utf16("", false, true),
        &[0, 0],
        &utf16(text, false, true),
    ]
    .concat();
    let utf8 = [[3].as_slice(), text.as_bytes()].concat();
    let atom = |name: &[u8], inside: &[u8]| {
        let length = u32::try_from(inside.len() + 8).expect("short");
        [&length.to_be_bytes(), name, inside].concat()
    };
    let data = atom(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], text.as_bytes()].concat());
    let meta = atom(
        b"meta",
        &[[0; 4].as_slice(), &atom(b"ilst", &atom(b"\xA9ART", &data))].concat(),
    );
    let mp4 = [
        atom(b"ftyp", b"isom\0\0\0\0"),
        atom(b"moov", &atom(b"udta", &meta)),
        atom(b"mdat", &[0; 300]),
    ]
    .concat();
    let vorbis = {
        let entry = format!("ARTIST={text}");
        let length = u32::try_from(entry.len()).expect("short");
        let comments = [
            b"\x03vorbis\x04\0\0\0test\x01\0\0\0".as_slice(),
            &length.to_le_bytes(),
            entry.as_bytes(),
            &[1],
        ]
        .concat();
        [b"OggS\0\0".as_slice(), &[0; 20], &[1, 255], &comments, &[0; 300]].concat()
    };
    let webm = [
        b"\x1A\x45\xDF\xA3\x84webm".as_slice(),
        b"\x7B\xA9",
        &[0x40],
        text.as_bytes(),
        &[0; 300],
    ]
    .concat();
    let mut all = vec![
        ("MP3, UTF-16", "assets/x.mp3", id3(3, 0, &frame(b"TPE1", &wide(false)))),
        (
            "MP3, UTF-16, big-endian",
            "assets/x.mp3",
            id3(3, 0, &frame(b"TPE1", &wide(true))),
        ),
        ("MP3, unsynchronised", "assets/x.mp3", id3(3, 0x80, &unsynchronised)),
        ("MP3, comment", "assets/x.mp3", id3(3, 0, &frame(b"COMM", &comment))),
        ("MP3, UTF-8", "assets/x.mp3", id3(4, 0, &frame(b"TPE1", &utf8))),
        ("MP4", "assets/x.mp4", mp4.clone()),
        ("M4A", "assets/x.m4a", mp4),
        ("Ogg", "assets/x.ogg", vorbis),
        ("WebM", "assets/x.webm", webm),
        (
            "PNG, iTXt",
            "assets/x.png",
            png(
                b"iTXt",
                &[b"Author\0\0\0de\0Autor\0".as_slice(), text.as_bytes()].concat(),
            ),
        ),
        (
            "PNG, iTXt packed",
            "assets/x.png",
            png(
                b"iTXt",
                &[b"Author\0\x01\0de\0Autor\0".as_slice(), &zlib(text.as_bytes())]
                    .concat(),
            ),
        ),
    ];
    if let Some(bytes) = win_ansi(text) {
        all.push((
            "MP3, Latin-1",
            "assets/x.mp3",
            id3(3, 0, &frame(b"TPE1", &[[0].as_slice(), &bytes].concat())),
        ));
        all.push((
            "PNG, tEXt",
            "assets/x.png",
            png(b"tEXt", &[b"Author\0".as_slice(), &bytes].concat()),
        ));
        all.push((
            "PNG, zTXt",
            "assets/x.png",
            png(b"zTXt", &[b"Author\0\0".as_slice(), &zlib(&bytes)].concat()),
        ));
        if bytes.len() <= 30 {
            let mut tag = [b"TAG".as_slice(), &[0; 30], &bytes].concat();
            tag.resize(128, 0);
            all.push((
                "MP3, the old tag",
                "assets/x.mp3",
                [b"\xFF\xFB\x90\x00".as_slice(), &[0; 400], &tag].concat(),
            ));
        }
    }
    // A picture inside of a document.
    let described = format!(
        "<x:xmpmeta><dc:description>{}</dc:description></x:xmpmeta>",
        escaped(text)
    );
    let jpeg = [
        b"\xFF\xD8\xFF\xE1\x01\x00http://ns.adobe.com/xap/1.0/\0".as_slice(),
        described.as_bytes(),
        b"\xFF\xD9",
    ]
    .concat();
    let inside = archives::zip(
        &[archives::Part::new("word/media/image1.jpeg", jpeg)],
        archives::Packing::Stored,
    );
    all.push(("DOCX, metadata of a picture", "assets/x.docx", inside));
    all
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::default();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), level);
    packed.write_all(bytes).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

/// A picture of one point with one more chunk.
fn png(name: &[u8], content: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("short");
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(content);
        [&length.to_be_bytes(), name, content, &crc.sum().to_be_bytes()].concat()
    };
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(name, content),
        chunk(b"IDAT", &zlib(&[0, 0])),
        chunk(b"IEND", &[]),
    ]
    .concat()
}
