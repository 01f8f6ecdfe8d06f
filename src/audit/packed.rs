//! Unpacks what is compressed inside a file: parts of archives, documents, PDFs and pictures.
//!
//! In come the bytes of a file, out go its decompressed parts. DOCX, ODT and EPUB are ZIP
//! archives; PDF, PNG and WOFF hold zlib streams. A damaged part yields what could be unpacked.
//! Never unpacks more than a limit, so that a small file cannot exhaust memory (a zip bomb).

use miniz_oxide::inflate::{
    decompress_to_vec_with_limit, decompress_to_vec_zlib_with_limit,
};

/// Largest size of one decompressed part, in bytes.
const LARGEST_PART: usize = 16 * 1024 * 1024;
/// Largest size of all decompressed parts of a file, in bytes.
const LARGEST_FILE: usize = 128 * 1024 * 1024;
/// Levels of nesting that are unpacked: a document inside an archive, for example.
const DEPTH: usize = 2;

/// Every compressed part of a file, including parts of parts.
pub(super) fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut budget = LARGEST_FILE;
    collect(bytes, DEPTH, &mut budget, &mut found);
    found
}

fn collect(bytes: &[u8], depth: usize, budget: &mut usize, found: &mut Vec<Vec<u8>>) {
    for part in streams(bytes, *budget) {
        *budget = budget.saturating_sub(part.len());
        if depth > 1 {
            collect(&part, depth - 1, budget, found);
        }
        found.push(part);
        if *budget == 0 {
            return;
        }
    }
}

fn streams(bytes: &[u8], budget: usize) -> Vec<Vec<u8>> {
    let limit = LARGEST_PART.min(budget);
    let deflated = zip_entries(bytes).chain(gzip_members(bytes));
    let deflated = deflated.map(|part| match decompress_to_vec_with_limit(part, limit) {
        Ok(whole) => whole,
        Err(broken) => broken.output,
    });
    let zlib = pdf_streams(bytes).chain(png_chunks(bytes));
    let zlib = zlib.map(|part| match decompress_to_vec_zlib_with_limit(part, limit) {
        Ok(whole) => whole,
        Err(broken) => broken.output,
    });
    deflated.chain(zlib).filter(|part| !part.is_empty()).collect()
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes([two[0], two[1]])))
}

/// Deflated entries of a ZIP archive (APPNOTE 4.3.7), found by their local headers, since the
/// central directory of a damaged archive may be missing.
fn zip_entries(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(bytes, b"PK\x03\x04").filter_map(move |at| {
        // Method 8 is deflate; stored entries need no unpacking to be found.
        let deflated = number(bytes, at + 8)? == 8;
        let data = at + 30 + number(bytes, at + 26)? + number(bytes, at + 28)?;
        bytes.get(data..).filter(|_| deflated)
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
            assert_eq!(
                parts(&packed),
                [secret],
                "{:?}",
                String::from_utf8_lossy(&packed)
            );
        }
        let inner = parts(&zip(&zip(secret)));
        assert!(inner.iter().any(|part| part == secret));
    }

    #[test]
    fn a_bomb_and_damage_end() {
        let bomb = zip(&zip(&vec![0; 20 * 1024 * 1024]));
        assert!(parts(&bomb).iter().map(Vec::len).sum::<usize>() <= LARGEST_FILE);
        let mut cut = zip(&[b'x'; 1000]);
        cut.truncate(cut.len() - 3);
        assert!(parts(&cut).len() <= 1);
        for end in 0..40 {
            parts(&zip(b"x")[..end.min(38)]);
        }
    }
}
