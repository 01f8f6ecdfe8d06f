//! Unpacks what is compressed inside a file: parts of archives, documents, PDFs and pictures.
//!
//! In come the bytes of a file, out go its decompressed parts. DOCX, ODT and EPUB are ZIP
//! archives; PDF, PNG and WOFF hold zlib streams. A damaged part yields what could be unpacked.
//! Never unpacks more than a limit, so that a small file cannot exhaust memory (a zip bomb); what
//! was not unpacked is told.

use miniz_oxide::inflate::{
    decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};

/// Largest size of one decompressed part, in bytes.
pub(super) const LARGEST_PART: usize = 64 * 1024 * 1024;
/// Largest size of all decompressed parts of a file, in bytes.
const LARGEST_FILE: usize = 256 * 1024 * 1024;
/// Levels of nesting that are unpacked: a document inside an archive inside another.
const DEPTH: usize = 3;

/// Why a file could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UnreadCause {
    /// It needs a password.
    Encrypted,
    /// It is packed in a way that is not unpacked here.
    Method,
    /// It is too large, or packed too often.
    Size,
    /// It is damaged.
    Damaged,
    /// Its letters have no meaning that it tells.
    Letters,
}

impl UnreadCause {
    /// The word of the catalogues.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Encrypted => "word-unread-encrypted",
            Self::Method => "word-unread-method",
            Self::Size => "word-unread-size",
            Self::Damaged => "word-unread-damaged",
            Self::Letters => "word-unread-letters",
        }
    }
}

/// The parts of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Unpacked {
    /// Every part, including parts of parts.
    pub(super) parts: Vec<Vec<u8>>,
    /// The names of parts.
    pub(super) names: Vec<Vec<u8>>,
    /// Why there may be more.
    pub(super) unread: Option<UnreadCause>,
}

/// Unpacks a file.
pub(super) fn unpacked(bytes: &[u8]) -> Unpacked {
    let mut found = Unpacked::default();
    let mut budget = LARGEST_FILE;
    collect(bytes, DEPTH, &mut budget, &mut found);
    found
}

/// Every compressed part of a file.
pub(super) fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    unpacked(bytes).parts
}

fn collect(bytes: &[u8], depth: usize, budget: &mut usize, found: &mut Unpacked) {
    found.unread = found.unread.max(unread(bytes));
    let limit = LARGEST_PART.min(*budget);
    for (part, is_whole) in streams(bytes, limit) {
        if part.len() >= limit || depth == 1 && is_packed(&part) {
            found.unread = found.unread.max(Some(UnreadCause::Size));
        } else if !is_whole {
            found.unread = found.unread.max(Some(UnreadCause::Damaged));
        }
        // OpenDocument names in a table which parts need a password.
        if memchr::memmem::find(&part, b"manifest:encryption-data").is_some() {
            found.unread = found.unread.max(Some(UnreadCause::Encrypted));
        }
        *budget = budget.saturating_sub(part.len());
        if depth > 1 {
            collect(&part, depth - 1, budget, found);
        }
        found.parts.push(part);
        if *budget == 0 {
            return;
        }
    }
    found.names.extend(zip_entries(bytes).map(|entry| entry.name.to_vec()));
    // What is stored in an archive as it is may be packed itself.
    for part in zip_entries(bytes).filter(|entry| entry.method == 0) {
        if memchr::memmem::find(part.data, b"manifest:encryption-data").is_some() {
            found.unread = found.unread.max(Some(UnreadCause::Encrypted));
        }
        if depth > 1 {
            collect(part.data, depth - 1, budget, found);
        }
        found.parts.push(part.data.to_vec());
    }
}

/// True for a file whose parts are packed.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\x1f\x8b\x08")
}

/// Why a file cannot be read, if its first bytes or its table of contents tell.
fn unread(bytes: &[u8]) -> Option<UnreadCause> {
    const OTHERS: [&[u8]; 6] = [
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07",
        b"\xfd7zXZ\0",
        b"BZh",
        b"\x28\xb5\x2f\xfd",
        b"\x04\x22\x4d\x18",
    ];
    if OTHERS.iter().any(|start| bytes.starts_with(start)) {
        return Some(UnreadCause::Method);
    }
    // An office document with a password is one stream inside a container of another kind.
    let wide: Vec<u8> =
        "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return memchr::memmem::find(bytes, &wide).map(|_| UnreadCause::Encrypted);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let Some(entries) = zip_contents(bytes) else { return Some(UnreadCause::Damaged) };
    entries
        .into_iter()
        .filter_map(|(flags, method)| match method {
            _ if flags & 1 != 0 => Some(UnreadCause::Encrypted),
            0 | 8 => None,
            _ => Some(UnreadCause::Method),
        })
        .max()
}

/// Flags and method of every entry, as the table of contents of a ZIP archive has them (APPNOTE
/// 4.3.12 and 4.3.16); `None` if it has none that can be read.
fn zip_contents(bytes: &[u8]) -> Option<Vec<(usize, usize)>> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let count = number(bytes, end + 10)?;
    let start = number(bytes, end + 16)? + (number(bytes, end + 18)? << 16);
    let mut at = start;
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        all.push((number(bytes, at + 8)?, number(bytes, at + 10)?));
        at += 46
            + number(bytes, at + 28)?
            + number(bytes, at + 30)?
            + number(bytes, at + 32)?;
    }
    Some(all)
}

/// Every compressed stream, and whether it could be unpacked as a whole.
fn streams(bytes: &[u8], limit: usize) -> Vec<(Vec<u8>, bool)> {
    let is_archive = bytes.starts_with(b"PK\x03\x04");
    let deflated = zip_entries(bytes).filter(|entry| entry.method == 8);
    let deflated = deflated.map(|entry| (entry.data, is_archive));
    // Elsewhere the same bytes may stand by chance.
    let is_gzip = bytes.starts_with(b"\x1f\x8b\x08");
    let members = gzip_members(bytes).map(|data| (data, is_gzip));
    let deflated = deflated.chain(members).map(|(part, must)| {
        match decompress_to_vec_with_limit(part, limit) {
            Ok(whole) => (whole, true),
            Err(broken) => (broken.output, !must),
        }
    });
    let zlib = pdf_streams(bytes).chain(png_chunks(bytes));
    let zlib = zlib.map(|part| match decompress_to_vec_zlib_with_limit(part, limit) {
        Ok(whole) => whole,
        Err(broken) => broken.output,
    });
    let zlib = zlib.filter(|part| !part.is_empty()).map(|part| (part, true));
    deflated
        .chain(zlib)
        .filter(|(part, is_whole)| !part.is_empty() || !is_whole)
        .collect()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes([two[0], two[1]])))
}

/// An entry of a ZIP archive: its name, its method, and its data. What is compressed knows its end itself.
struct ZipEntry<'b> {
    name: &'b [u8],
    method: usize,
    data: &'b [u8],
}

/// Entries of a ZIP archive (APPNOTE 4.3.7), found by their local headers, since the table of
/// contents of a damaged archive may be missing, or not name them all.
fn zip_entries(bytes: &[u8]) -> impl Iterator<Item = ZipEntry<'_>> {
    memchr::memmem::find_iter(bytes, b"PK\x03\x04").filter_map(move |at| {
        let method = number(bytes, at + 8)?;
        let start = at + 30 + number(bytes, at + 26)? + number(bytes, at + 28)?;
        let length = number(bytes, at + 18)? + (number(bytes, at + 20)? << 16);
        // Unknown while the archive was written: then it goes to the end.
        let end = start.checked_add(length).filter(|_| length > 0 && method == 0);
        let data = bytes.get(start..end.unwrap_or(bytes.len()));
        let name = bytes.get(at + 30..at + 30 + number(bytes, at + 26)?)?;
        Some(ZipEntry { name, method, data: data.or_else(|| bytes.get(start..))? })
    })
}

/// Members of a gzip file (RFC 1952).
fn gzip_members(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(bytes, b"\x1f\x8b\x08").filter_map(move |at| {
        let flags = *bytes.get(at + 3)?;
        let mut data = at + 10;
        // FEXTRA, then FNAME and FCOMMENT, then FHCRC (RFC 1952, section 2.3.1).
        if flags & 4 != 0 {
            data += 2 + number(bytes, data)?;
        }
        for text in [8, 16] {
            if flags & text != 0 {
                data += bytes.get(data..)?.iter().position(|byte| *byte == 0)? + 1;
            }
        }
        if flags & 2 != 0 {
            data += 2;
        }
        bytes.get(data..)
    })
}

/// Streams of a PDF (ISO 32000, 7.3.8); streams that are not zlib decompress to nothing.
fn pdf_streams(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_pdf = bytes.starts_with(b"%PDF-");
    let places = memchr::memmem::find_iter(bytes, b"stream").filter(move |_| is_pdf);
    places.filter_map(move |at| {
        let rest = bytes.get(at + 6..)?;
        rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))
    })
}

/// Compressed texts of a PNG: `zTXt` and `iTXt` (PNG specification, 11.3.3).
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let chunks = [b"zTXt", b"iTXt"];
    chunks.into_iter().flat_map(move |name| {
        memchr::memmem::find_iter(bytes, name).filter_map(move |at| {
            let content = bytes.get(at + 4..)?;
            // A keyword has at most 79 bytes.
            let keyword = content.iter().take(80).position(|byte| *byte == 0)?;
            if name == b"zTXt" {
                return content.get(keyword + 2..);
            }
            // Compression flag, method, language tag, translated keyword.
            let mut rest = content.get(keyword + 3..)?;
            for _ in 0..2 {
                rest = &rest[rest.iter().position(|byte| *byte == 0)? + 1..];
            }
            Some(rest)
        })
    })
}

/// A chunk of a PNG (PNG specification, 5.3).
struct PngPiece<'b> {
    kind: &'b [u8],
    content: &'b [u8],
}

/// The chunks of a PNG, and true if nothing follows the last one.
fn png_pieces(bytes: &[u8]) -> (Vec<PngPiece<'_>>, bool) {
    let mut found = Vec::new();
    let mut at = 8;
    while bytes.starts_with(b"\x89PNG") {
        let Some(head) = bytes.get(at..at + 8) else { break };
        let size = head[..4].iter().fold(0, |size, byte| size << 8 | usize::from(*byte));
        let Some(content) = bytes.get(at + 8..at + 8 + size) else { break };
        found.push(PngPiece { kind: &head[4..], content });
        at += 12 + size;
    }
    (found, at == bytes.len())
}

/// True for a PNG in which nothing but pixels is packed, as in every picture that a build makes.
pub(super) fn is_only_pixels(bytes: &[u8]) -> bool {
    const PIXELS: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];
    let (pieces, is_whole) = png_pieces(bytes);
    is_whole && !pieces.is_empty() && pieces.iter().all(|one| PIXELS.contains(&one.kind))
}

/// Texts of a PNG that are not compressed (PNG specification, 11.3.3), each by itself.
pub(super) fn png_texts(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for PngPiece { kind, content } in png_pieces(bytes).0 {
        match kind {
            b"tEXt" => {
                found.push(super::decode::windows_1252(content));
                found.push(String::from_utf8_lossy(content).into_owned());
            }
            b"iTXt" => found.push(String::from_utf8_lossy(content).into_owned()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    use super::*;

    fn zip(content: &[u8]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        bytes.extend([0; 16]);
        bytes.extend([4, 0, 2, 0]);
        bytes.extend(b"namexx");
        bytes.extend(compress_to_vec(content, 6));
        bytes
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let secret = b"Jana was here".as_slice();
        let mut gzip = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03name\0".to_vec();
        gzip.extend(compress_to_vec(secret, 6));
        let mut pdf = b"%PDF-1.7\n<< /Filter /FlateDecode >>\nstream\r\n".to_vec();
        pdf.extend(compress_to_vec_zlib(secret, 6));
        pdf.extend(b"\nendstream");
        let mut png = b"\x89PNG....zTXtAuthor\0\0".to_vec();
        png.extend(compress_to_vec_zlib(secret, 6));
        let mut text = b"\x89PNG....iTXtAuthor\0\x01\0de\0Autor\0".to_vec();
        text.extend(compress_to_vec_zlib(secret, 6));
        for packed in [zip(secret), gzip, pdf, png, text] {
            let found = parts(&packed);
            assert!(found.iter().any(|part| part == secret), "{found:?}");
        }
        let inner = parts(&zip(&zip(secret)));
        assert!(inner.iter().any(|part| part == secret));
    }

    #[test]
    fn a_picture_with_a_text_or_something_behind_it_is_more_than_pixels() {
        let chunk = |kind: &str, content: &[u8]| {
            let size = u32::try_from(content.len()).unwrap().to_be_bytes();
            [&size[..], kind.as_bytes(), content, &[0; 4]].concat()
        };
        let png = |more: &[u8]| {
            let (head, pixels) = (chunk("IHDR", &[0; 13]), chunk("IDAT", b"x"));
            [b"\x89PNG\r\n\x1a\n", &head[..], &pixels, more, &chunk("IEND", b"")].concat()
        };
        assert!(is_only_pixels(&png(b"")));
        assert!(!is_only_pixels(&png(&chunk("tEXt", b"Author\0Jana"))));
        assert!(!is_only_pixels(&png(&chunk("zTXt", b"Author\0\0x"))));
        assert!(!is_only_pixels(&[&png(b"")[..], b"PK"].concat()));
        assert!(!is_only_pixels(&png(b"")[..40]));
        assert!(!is_only_pixels(b""));
    }

    #[test]
    fn a_bomb_and_damage_end() {
        let bomb = unpacked(&zip(&zip(&vec![0; LARGEST_PART + 1])));
        assert!(bomb.parts.iter().map(Vec::len).sum::<usize>() <= LARGEST_FILE);
        assert!(bomb.unread.is_some());
        let mut cut = zip(&[b'x'; 1000]);
        cut.truncate(cut.len() - 3);
        assert!(unpacked(&cut).unread.is_some());
        for end in 0..40 {
            parts(&zip(b"x")[..end.min(38)]);
        }
    }
}
