//! Small PDF files, with a text written in each way that programs write it.
//!
//! In comes a text, out go files (ISO 32000). A way that cannot write the text is left out.

use std::fmt::Write as _;
use std::io::Write as _;

/// Every way to hold a text.
pub(crate) fn files(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    let utf16: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let info = |value: &str| document(&shown(b"(x) Tj"), "", &format!("/Author {value}"));
    all.push(("PDF, author in UTF-16, hexadecimal", info(&hex(&utf16))));
    all.push(("PDF, author in UTF-16, escaped", info(&octal(&utf16))));
    let mut raw = Vec::new();
    for byte in &utf16 {
        if b"()\\\r\n".contains(byte) {
            raw.push(b'\\');
        }
        raw.push(match *byte {
            b'\r' => b'r',
            b'\n' => b'n',
            other => other,
        });
    }
    all.push((
        "PDF, author in UTF-16, as bytes",
        document_with(
            &shown(b"(x) Tj"),
            "",
            &[b"/Author (", raw.as_slice(), b")"].concat(),
        ),
    ));
    let metadata = format!(
        "<x:xmpmeta><rdf:Description><dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator></rdf:Description></x:xmpmeta>",
        super::outputs::escaped(text)
    );
    all.push((
        "PDF, metadata",
        document(metadata.as_bytes(), "/Type /Metadata /Subtype /XML", ""),
    ));
    let packed = zlib(metadata.as_bytes());
    all.push((
        "PDF, metadata packed",
        document(&packed, "/Type /Metadata /Subtype /XML /Filter /FlateDecode", ""),
    ));
    let object = format!("1 0 << /Title {} >>", hex(&utf16));
    all.push((
        "PDF, in a stream of objects",
        document(
            &zlib(object.as_bytes()),
            "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
            "",
        ),
    ));
    all.push(("PDF, own numbers of characters", with_own_numbers(text)));
    if let Some(bytes) = win_ansi(text) {
        in_streams(&bytes, &mut all);
    }
    all
}

/// Streams of a page in the encoding of Windows.
fn in_streams(bytes: &[u8], all: &mut Vec<(&'static str, Vec<u8>)>) {
    let literal = shown(&[&literal(bytes), b" Tj".as_slice()].concat());
    let mut push = |way, stream: &[u8], filter: &str| {
        let filter =
            if filter.is_empty() { String::new() } else { format!("/Filter {filter}") };
        all.push((way, document(stream, &filter, "")));
    };
    push("PDF", &literal, "");
    push("PDF, packed", &zlib(&literal), "/FlateDecode");
    push("PDF, packed, a list of filters", &zlib(&literal), "[/FlateDecode]");
    let kerned = shown(&kerned(bytes, false));
    push("PDF, kerned", &kerned, "");
    push("PDF, kerned and packed", &zlib(&kerned), "/FlateDecode");
    push(
        "PDF, kerned in hexadecimal",
        &zlib(&shown(&self::kerned(bytes, true))),
        "/FlateDecode",
    );
    push("PDF, hexadecimal", &shown(format!("{} Tj", hex(bytes)).as_bytes()), "");
    push("PDF, octal", &shown(format!("{} Tj", octal(bytes)).as_bytes()), "");
    let broken = bytes.iter().fold(b"(".to_vec(), |mut all, byte| {
        all.extend(escaped_byte(*byte));
        // A line may be broken anywhere in a string.
        all.extend(b"\\\n");
        all
    });
    push("PDF, string over lines", &shown(&[broken.as_slice(), b") Tj"].concat()), "");
    push("PDF, ASCII85", &ascii85(&literal), "/ASCII85Decode");
    push(
        "PDF, ASCII85 and packed",
        &ascii85(&zlib(&literal)),
        "[/ASCII85Decode /FlateDecode]",
    );
    push("PDF, short names of filters", &ascii85(&zlib(&literal)), "[/A85 /Fl]");
    let digits: String = literal.iter().map(|byte| format!("{byte:02x}")).collect();
    push("PDF, ASCIIHex", format!("{digits}>").as_bytes(), "/ASCIIHexDecode");
    push("PDF, LZW", &lzw(&literal), "/LZWDecode");
    push("PDF, run lengths", &run_lengths(&literal), "/RunLengthDecode");
}

/// Files that cannot be read.
pub(crate) fn closed() -> Vec<(&'static str, Vec<u8>)> {
    let content = shown(b"(Ein Text) Tj");
    let mut locked = document(&content, "", "");
    let at = memchr::memmem::rfind(&locked, b"/Root").expect("a trailer");
    locked.splice(
        at..at,
        b"/Encrypt << /Filter /Standard /V 4 /R 4 /Length 128 >> ".iter().copied(),
    );
    let packed = zlib(&b"(Ein langer Text ohne Namen) Tj\n".repeat(60));
    let mut spoilt = packed.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle..].fill(0xFF);
    vec![
        ("PDF with a password", locked),
        (
            "PDF with a filter that nobody knows",
            document(&content, "/Filter /FooDecode", ""),
        ),
        ("PDF with a cipher", document(&content, "/Filter /Crypt", "")),
        ("PDF with a spoilt stream", document(&spoilt, "/Filter /FlateDecode", "")),
        (
            "PDF with a cut stream",
            document(&packed[..packed.len() / 2], "/Filter /FlateDecode", ""),
        ),
    ]
}

fn document(stream: &[u8], entries: &str, info: &str) -> Vec<u8> {
    document_with(stream, entries, info.as_bytes())
}

/// A file with one page, one stream, and properties.
fn document_with(stream: &[u8], entries: &str, info: &[u8]) -> Vec<u8> {
    let stream = [
        format!("<< /Length {} {entries} >>\nstream\n", stream.len()).as_bytes(),
        stream,
        b"\nendstream",
    ]
    .concat();
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    file(&[
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        &stream,
        font,
        &[b"<< ".as_slice(), info, b" >>"].concat(),
    ])
}

fn file(objects: &[&[u8]]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).as_bytes());
        out.extend(*object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in &places {
        let _ = writeln!(end, "{place:010} 00000 n ");
    }
    let _ = write!(
        end,
        "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    );
    out.extend(end.as_bytes());
    out
}

/// A text on a page, between the operators that show it.
fn shown(text: &[u8]) -> Vec<u8> {
    [b"q BT /F1 12 Tf 72 720 Td ".as_slice(), text, b" ET Q"].concat()
}

fn escaped_byte(byte: u8) -> Vec<u8> {
    match byte {
        b'(' | b')' | b'\\' => vec![b'\\', byte],
        b'\n' => b"\\n".to_vec(),
        b'\r' => b"\\r".to_vec(),
        other => vec![other],
    }
}

fn literal(bytes: &[u8]) -> Vec<u8> {
    let inside: Vec<u8> = bytes.iter().flat_map(|byte| escaped_byte(*byte)).collect();
    [b"(".as_slice(), &inside, b")"].concat()
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("<{digits}>")
}

fn octal(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("({digits})")
}

/// A few letters at a time, moved a little.
fn kerned(bytes: &[u8], in_hex: bool) -> Vec<u8> {
    let mut out = b"[".to_vec();
    for (number, letters) in bytes.chunks(2).enumerate() {
        out.extend(if in_hex { hex(letters).into_bytes() } else { literal(letters) });
        out.extend(
            format!(" {} ", if number % 2 == 0 { "-15" } else { "20.5" }).as_bytes(),
        );
    }
    out.extend(b"] TJ");
    out
}

/// A font whose characters have numbers of its own, and the table that says which they are.
fn with_own_numbers(text: &str) -> Vec<u8> {
    let signs: Vec<char> = text.chars().collect();
    let codes: String =
        (0..signs.len()).map(|number| format!("{:04X}", number + 3)).collect();
    let content = zlib(&shown(format!("<{codes}> Tj").as_bytes()));
    let mut table = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n".to_owned();
    for (part, signs) in signs.chunks(100).enumerate() {
        let _ = writeln!(table, "{} beginbfchar", signs.len());
        for (number, sign) in signs.iter().enumerate() {
            let mut units = [0; 2];
            let units: String = sign
                .encode_utf16(&mut units)
                .iter()
                .map(|unit| format!("{unit:04X}"))
                .collect();
            let _ = writeln!(table, "<{:04X}> <{units}>", part * 100 + number + 3);
        }
        table.push_str("endbfchar\n");
    }
    table.push_str("endcmap end end");
    let table = zlib(table.as_bytes());
    let stream = |bytes: &[u8]| {
        let head =
            format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", bytes.len());
        [head.as_bytes(), bytes, b"\nendstream"].concat()
    };
    file(&[
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        &stream(&content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Text /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 7 0 R >>",
        b"<< /Producer (x) >>",
        &stream(&table),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Text /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    ])
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::default();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), level);
    packed.write_all(bytes).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

fn ascii85(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for four in bytes.chunks(4) {
        let mut whole = [0; 4];
        whole[..four.len()].copy_from_slice(four);
        let mut number = u32::from_be_bytes(whole);
        if number == 0 && four.len() == 4 {
            out.push(b'z');
            continue;
        }
        let mut five = [0; 5];
        for digit in five.iter_mut().rev() {
            *digit = b'!' + u8::try_from(number % 85).expect("below 85");
            number /= 85;
        }
        out.extend(&five[..=four.len()]);
    }
    out.extend(b"~>");
    out
}

/// LZW with a table that is emptied before codes grow longer than nine bits.
fn lzw(bytes: &[u8]) -> Vec<u8> {
    let mut codes = Vec::new();
    for part in bytes.chunks(200) {
        codes.push(256_u16);
        codes.extend(part.iter().map(|byte| u16::from(*byte)));
    }
    codes.push(257);
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for code in codes {
        bits = bits << 9 | u32::from(code);
        count += 9;
        while count >= 8 {
            count -= 8;
            out.push((bits >> count).to_be_bytes()[3]);
        }
        bits &= (1 << count) - 1;
    }
    out.push((bits << (8 - count)).to_be_bytes()[3]);
    out
}

fn run_lengths(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in bytes.chunks(100) {
        out.push(u8::try_from(part.len() - 1).expect("at most a hundred"));
        out.extend(part);
    }
    out.push(128);
    out
}

/// A text in the encoding of Windows for the west of Europe; `None` if it has other signs.
pub(crate) fn win_ansi(text: &str) -> Option<Vec<u8>> {
    let byte = |sign: char| match sign {
        '\u{20}'..='\u{7e}' | '\n' | '\u{a0}'..='\u{ff}' => {
            u8::try_from(u32::from(sign)).ok()
        }
        '–' => Some(0x96),
        '’' => Some(0x92),
        _ => None,
    };
    text.chars().map(byte).collect()
}
