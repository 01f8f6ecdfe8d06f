//! Small writers of ZIP archives, and of what offices keep in them.
//!
//! In come parts, out go bytes that a reader of the format takes. Every length and sum is right,
//! unless a test asks for a broken one.

use std::fmt::Write as _;
use std::io::Write as _;

use super::outputs::escaped;

/// How a part is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Stored,
    Deflated,
    /// Deflated, with its lengths behind it, as a program writes that cannot seek.
    Streamed,
    /// Encrypted with a password.
    Locked,
    /// By a method of this number, in bytes that nobody can read.
    Other(u16),
}

/// A part of an archive.
pub(crate) struct Part<'p> {
    pub(crate) name: &'p str,
    pub(crate) bytes: Vec<u8>,
}

impl<'p> Part<'p> {
    pub(crate) fn new(name: &'p str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name, bytes: bytes.into() }
    }
}

/// A ZIP archive (APPNOTE.TXT 6.3).
pub(crate) fn zip(parts: &[Part<'_>], packing: Packing) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let at = length(out.len());
        let (method, flags) = match packing {
            Packing::Stored => (0, 0),
            Packing::Deflated => (8, 0),
            Packing::Streamed => (8, 8),
            Packing::Locked => (8, 1),
            Packing::Other(method) => (method, 0),
        };
        // Names in UTF-8.
        let flags: u16 = flags | 0x800;
        let packed = match packing {
            Packing::Stored => part.bytes.clone(),
            Packing::Deflated | Packing::Streamed => deflated(&part.bytes),
            Packing::Locked | Packing::Other(_) => unreadable(&part.bytes),
        };
        let mut crc = flate2::Crc::new();
        crc.update(&part.bytes);
        let sums: Vec<u8> = [crc.sum(), length(packed.len()), length(part.bytes.len())]
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        let streamed = packing == Packing::Streamed;
        let head = |sums: &[u8]| {
            let mut head = Vec::new();
            for number in [20_u16, flags, method, 0, 0x5B7A] {
                head.extend(number.to_le_bytes());
            }
            head.extend(sums);
            head.extend(
                u16::try_from(part.name.len()).expect("a short name").to_le_bytes(),
            );
            head.extend(0_u16.to_le_bytes());
            head
        };
        out.extend(b"PK\x03\x04");
        out.extend(head(if streamed { &[0; 12] } else { &sums }));
        out.extend(part.name.as_bytes());
        out.extend(&packed);
        if streamed {
            out.extend(b"PK\x07\x08");
            out.extend(&sums);
        }
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(head(&sums));
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(part.name.as_bytes());
    }
    let at = length(out.len());
    let count = u16::try_from(parts.len()).expect("few parts");
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length(directory.len()).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn length(length: usize) -> u32 {
    u32::try_from(length).expect("a small archive")
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::new(4);
    let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), level);
    packed.write_all(bytes).expect("memory takes it");
    packed.finish().expect("memory takes it")
}

/// Bytes that look like nothing.
fn unreadable(bytes: &[u8]) -> Vec<u8> {
    let mut state = 0x1234_5678_u32;
    let turn = |byte: &u8| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        byte ^ state.to_be_bytes()[0]
    };
    bytes.iter().map(turn).collect()
}

/// A word processor's pieces of one text: a word split over them, and a name too.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    for length in [2, 4, 1, 3, 1, 5].iter().cycle() {
        let Some((at, _)) = rest.char_indices().nth(*length) else { break };
        let (piece, after) = rest.split_at(at);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

const TYPES: &str = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";

/// Documents of offices with a text in the body, in split pieces, in properties, in comments.
pub(crate) fn documents(text: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let html = escaped(text);
    let runs = |open: &str, close: &str| {
        pieces(text).iter().fold(String::new(), |mut all, piece| {
            let _ = write!(all, "{open}{}{close}", escaped(piece));
            all
        })
    };
    let docx = |name: &'static str, xml: String| {
        zip(
            &[
                Part::new("[Content_Types].xml", TYPES),
                Part::new(
                    "word/document.xml",
                    "<w:document><w:body><w:p/></w:body></w:document>",
                ),
                Part::new(
                    name,
                    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}"),
                ),
            ],
            Packing::Deflated,
        )
    };
    let word = |inside: String| {
        format!(
            "<w:document xmlns:w=\"w\"><w:body><w:p>{inside}</w:p></w:body></w:document>"
        )
    };
    let split = runs(
        "<w:r><w:rPr><w:lang w:val=\"de-DE\"/></w:rPr><w:t xml:space=\"preserve\">",
        "</w:t></w:r>",
    );
    let spelled = runs(
        "<w:proofErr w:type=\"spellStart\"/><w:r w:rsidR=\"00A1\"><w:t xml:space=\"preserve\">",
        "</w:t></w:r><w:proofErr w:type=\"spellEnd\"/>",
    );
    let sheet = |name: &'static str, xml: String| {
        zip(
            &[Part::new("[Content_Types].xml", TYPES), Part::new(name, xml)],
            Packing::Deflated,
        )
    };
    let odt = |name: &'static str, xml: String| {
        let mime = Part::new("mimetype", "application/vnd.oasis.opendocument.text");
        zip(&[mime, Part::new(name, xml)], Packing::Deflated)
    };
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:p><w:r><w:t>{html}</w:t></w:r></w:p>").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    vec![
        (
            "DOCX",
            "x.docx",
            docx("word/document2.xml", word(format!("<w:r><w:t>{html}</w:t></w:r>"))),
        ),
        ("DOCX, split over runs", "x.docx", docx("word/document2.xml", word(split))),
        (
            "DOCX, split by the spelling",
            "x.docx",
            docx("word/document2.xml", word(spelled)),
        ),
        (
            "DOCX, author",
            "x.docx",
            docx(
                "docProps/core.xml",
                format!(
                    "<cp:coreProperties><dc:creator>{html}</dc:creator></cp:coreProperties>"
                ),
            ),
        ),
        (
            "DOCX, comment",
            "x.docx",
            docx(
                "word/comments.xml",
                format!("<w:comments><w:comment w:author=\"{html}\"/></w:comments>"),
            ),
        ),
        (
            "DOCX, a part in UTF-16",
            "x.docx",
            zip(&[Part::new("word/header1.xml", wide)], Packing::Deflated),
        ),
        (
            "ODT",
            "x.odt",
            odt(
                "content.xml",
                format!("<office:text><text:p>Mit {html}.</text:p></office:text>"),
            ),
        ),
        (
            "ODT, split over spans",
            "x.odt",
            odt(
                "content.xml",
                format!(
                    "<office:text><text:p>{}</text:p></office:text>",
                    runs("<text:span text:style-name=\"T1\">", "</text:span>")
                ),
            ),
        ),
        (
            "ODT, author",
            "x.odt",
            odt(
                "meta.xml",
                format!(
                    "<office:meta><meta:initial-creator>{html}</meta:initial-creator></office:meta>"
                ),
            ),
        ),
        (
            "ODT, flat spaces",
            "x.odt",
            odt(
                "content.xml",
                format!("<text:p>{}</text:p>", html.replace(' ', "<text:s/>")),
            ),
        ),
        (
            "ODS",
            "x.ods",
            odt(
                "content.xml",
                format!("<table:table-cell><text:p>{html}</text:p></table:table-cell>"),
            ),
        ),
        (
            "XLSX, shared texts",
            "x.xlsx",
            sheet(
                "xl/sharedStrings.xml",
                format!("<sst><si><t>Eins</t></si><si><t>{html}</t></si></sst>"),
            ),
        ),
        (
            "XLSX, rich text",
            "x.xlsx",
            sheet(
                "xl/sharedStrings.xml",
                format!(
                    "<sst><si>{}</si></sst>",
                    runs("<r><rPr><b/></rPr><t xml:space=\"preserve\">", "</t></r>")
                ),
            ),
        ),
        (
            "XLSX, in the cell",
            "x.xlsx",
            sheet(
                "xl/worksheets/sheet1.xml",
                format!("<row><c t=\"inlineStr\"><is><t>{html}</t></is></c></row>"),
            ),
        ),
        (
            "PPTX",
            "x.pptx",
            sheet(
                "ppt/slides/slide1.xml",
                format!("<a:p>{}</a:p>", runs("<a:r><a:t>", "</a:t></a:r>")),
            ),
        ),
        (
            "EPUB",
            "x.epub",
            sheet(
                "OEBPS/text.xhtml",
                format!("<html><body><p>Mit {html}.</p></body></html>"),
            ),
        ),
    ]
}

/// Archives with a text inside.
pub(crate) fn archives(text: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let plain = || Part::new("liste.txt", format!("Es war {text} dabei.\n"));
    let inner = zip(&[plain()], Packing::Deflated);
    let twice = zip(&[Part::new("innen.zip", inner.clone())], Packing::Deflated);
    let packed = super::outputs::gzip(format!("Es war {text} dabei.\n").as_bytes());
    let mut all = vec![
        ("ZIP", "x.zip", inner),
        ("ZIP, stored", "x.zip", zip(&[plain()], Packing::Stored)),
        ("ZIP, streamed", "x.zip", zip(&[plain()], Packing::Streamed)),
        ("ZIP in a ZIP", "x.zip", twice),
        ("ZIP with gzip", "x.zip", zip(&[Part::new("x.gz", packed)], Packing::Stored)),
        (
            "ZIP with a document",
            "x.zip",
            zip(
                &[Part::new("x.docx", documents(text).swap_remove(1).2)],
                Packing::Stored,
            ),
        ),
    ];
    if !text.contains(['/', '\n']) {
        let name = format!("Lebenslauf {text}.txt");
        all.push((
            "name of a part",
            "x.zip",
            zip(&[Part::new(&name, "leer")], Packing::Deflated),
        ));
    }
    all
}

/// Files that cannot be read, or not to their end. Nobody is named in them where it could be seen.
pub(crate) fn closed() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let part = || {
        Part::new(
            "liste.txt",
            "Eine Liste ohne Namen, aber mit vielen Wörtern darin.\n".repeat(20),
        )
    };
    let mut all = vec![
        ("ZIP with a password", "x.zip", zip(&[part()], Packing::Locked)),
        ("ZIP by AES", "x.zip", zip(&[part()], Packing::Other(99))),
        ("ZIP by Deflate64", "x.zip", zip(&[part()], Packing::Other(9))),
        ("ZIP by bzip2", "x.zip", zip(&[part()], Packing::Other(12))),
        ("ZIP by LZMA", "x.zip", zip(&[part()], Packing::Other(14))),
        ("ZIP by Zstandard", "x.zip", zip(&[part()], Packing::Other(93))),
        (
            "DOCX by LZMA",
            "x.docx",
            zip(
                &[Part::new("word/document.xml", "<w:p/>".repeat(50))],
                Packing::Other(14),
            ),
        ),
    ];
    let whole = zip(&[part()], Packing::Deflated);
    all.push(("ZIP that is cut", "x.zip", whole[..whole.len() / 3].to_vec()));
    let mut spoilt = whole;
    // A kind of block that there is not (RFC 1951, section 3.2.3): whoever packed it, nobody can
    // go on from here.
    let data = 30 + usize::from(spoilt[26]) + usize::from(spoilt[28]);
    spoilt[data] = 0xFF;
    all.push(("ZIP that is spoilt", "x.zip", spoilt));
    let mut seven = b"7z\xBC\xAF\x27\x1C\0\x04".to_vec();
    seven.extend(unreadable(&[7; 400]));
    all.push((
        "ZIP with a 7z inside",
        "x.zip",
        zip(&[Part::new("x.7z", seven)], Packing::Stored),
    ));
    let mut rar = b"Rar!\x1a\x07\x01\0".to_vec();
    rar.extend(unreadable(&[9; 400]));
    all.push((
        "ZIP with a RAR inside",
        "x.zip",
        zip(&[Part::new("x.rar", rar)], Packing::Stored),
    ));
    // What an office writes when a document is to have a password.
    let mut ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    ole.extend([0; 504]);
    ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    ole.extend(unreadable(&[3; 900]));
    all.push(("DOCX with a password", "x.docx", ole.clone()));
    all.push(("XLSX with a password", "x.xlsx", ole));
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = zip(
        &[
            Part::new("META-INF/manifest.xml", manifest),
            Part::new("content.xml", unreadable(&[5; 600])),
        ],
        Packing::Stored,
    );
    all.push(("ODT with a password", "x.odt", locked));
    let packed = super::outputs::gzip("Eine Liste.\n".repeat(90).as_bytes());
    let cut = packed[..packed.len() / 2].to_vec();
    all.push((
        "ZIP with gzip that is cut",
        "x.zip",
        zip(&[Part::new("x.gz", cut)], Packing::Stored),
    ));
    all
}

/// A text behind so many bytes that somebody may tire of reading, and inside so many archives.
pub(crate) fn deep(text: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let mut long = vec![b'\n'; 17 * 1024 * 1024];
    long.extend(text.as_bytes());
    let mut inside = zip(&[Part::new("x.txt", text)], Packing::Deflated);
    for _ in 0..12 {
        inside = zip(&[Part::new("x.zip", inside)], Packing::Stored);
    }
    let few: Vec<Part<'_>> =
        (0..3).map(|_| Part::new("x.txt", "a".repeat(9_000_000))).collect();
    let last = [few, vec![Part::new("y.txt", text)]];
    let last: Vec<Part<'_>> = last.into_iter().flatten().collect();
    vec![
        (
            "17 MiB into a ZIP",
            "x.zip",
            zip(&[Part::new("x.txt", long.clone())], Packing::Deflated),
        ),
        (
            "17 MiB into a DOCX",
            "x.docx",
            zip(&[Part::new("word/document.xml", long)], Packing::Deflated),
        ),
        ("thirteen ZIPs deep", "x.zip", inside),
        ("behind three long parts", "x.zip", zip(&last, Packing::Deflated)),
    ]
}
