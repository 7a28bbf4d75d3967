//! The bytes of a body before they were coded for the way (RFC 9110 §8.4).

use std::borrow::Cow;

use crate::model::http::Response;

/// The body is larger than the limit, as it came or decoded.
#[derive(Debug)]
pub(crate) struct TooLarge;

/// The bytes of the body, decoded where they are coded. A platform that has decoded them may have left the header, so
/// that what can be read as it is stays as it is; so does what cannot be decoded.
pub(crate) fn plain(response: &Response, max: usize) -> Result<Cow<'_, [u8]>, TooLarge> {
    let bytes = response.body.as_slice();
    if bytes.len() > max {
        return Err(TooLarge);
    }
    #[cfg(feature = "decode")]
    {
        let fields = response.headers.all("content-encoding").flat_map(|field| field.split(','));
        let mut codings: Vec<String> = fields.map(|coding| coding.trim().to_ascii_lowercase()).collect();
        // A cache may have lost the field. No text begins so.
        if codings.is_empty() && bytes.starts_with(&[0x1f, 0x8b, 8]) {
            codings.push("gzip".to_owned());
        }
        if !codings.is_empty()
            && crate::model::json::read_some(&crate::model::json::text(bytes, None), 0).is_err()
        {
            return decoding::decoded(bytes, &codings, max);
        }
    }
    Ok(Cow::Borrowed(bytes))
}

#[cfg(feature = "decode")]
mod decoding {
    use std::borrow::Cow;
    use std::io::Read;

    use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

    use super::TooLarge;

    /// A body that was coded more often than this is an attack.
    const MAX_CODINGS: usize = 3;

    pub(super) fn decoded<'a>(
        coded: &'a [u8],
        codings: &[String],
        max: usize,
    ) -> Result<Cow<'a, [u8]>, TooLarge> {
        let mut bytes = Cow::Borrowed(coded);
        for coding in codings.iter().rev().take(MAX_CODINGS) {
            let next = match coding.as_str() {
                "gzip" | "x-gzip" => match read(MultiGzDecoder::new(&*bytes), max)? {
                    Some(next) => Some(next),
                    None => read(DeflateDecoder::new(inside_gzip(&bytes)), max)?,
                },
                // Many servers send deflate without the header of zlib that RFC 9110 §8.4.1.2 asks for.
                "deflate" => match read(ZlibDecoder::new(&*bytes), max)? {
                    Some(next) => Some(next),
                    None => read(DeflateDecoder::new(inside_zlib(&bytes)), max)?,
                },
                "br" => read(brotli_decompressor::Decompressor::new(&*bytes, 4096), max)?,
                _ => continue,
            };
            let Some(next) = next else { return Ok(Cow::Borrowed(coded)) };
            bytes = Cow::Owned(next);
        }
        Ok(bytes)
    }

    /// The compressed data behind the header of gzip (RFC 1952), whose checksums a decoder would refuse if they are wrong.
    fn inside_gzip(member: &[u8]) -> &[u8] {
        let [0x1f, 0x8b, 8, flags, _, _, _, _, _, _, rest @ ..] = member else { return &[] };
        let mut rest = rest;
        if flags & 4 != 0 {
            let [low, high, extra @ ..] = rest else { return &[] };
            rest = extra.get(usize::from(u16::from_le_bytes([*low, *high]))..).unwrap_or_default();
        }
        // A name and a comment, each up to a zero.
        for flag in [8, 16] {
            if flags & flag != 0 {
                let end = rest.iter().position(|byte| *byte == 0).map_or(rest.len(), |place| place + 1);
                rest = rest.get(end..).unwrap_or_default();
            }
        }
        if flags & 2 != 0 { rest.get(2..).unwrap_or_default() } else { rest }
    }

    /// The compressed data behind the header of zlib (RFC 1950), or all of it without such a header.
    fn inside_zlib(coded: &[u8]) -> &[u8] {
        match coded {
            [method, flags, rest @ ..]
                if method & 15 == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31) =>
            {
                rest
            }
            _ => coded,
        }
    }

    /// What comes out of a decoder, as far as it goes: whether that is all of the document, its reader sees.
    fn read(decoder: impl Read, max: usize) -> Result<Option<Vec<u8>>, TooLarge> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        let end = decoder.take(limit).read_to_end(&mut bytes);
        if bytes.len() > max {
            return Err(TooLarge);
        }
        Ok(if bytes.is_empty() && end.is_err() { None } else { Some(bytes) })
    }
}

#[cfg(test)]
#[cfg(feature = "decode")]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;
    use crate::model::headers::Headers;

    const TEXT: &[u8] = br#"{"code":"policy_violation"}"#;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut coder = GzEncoder::new(Vec::new(), Compression::fast());
        coder.write_all(text).unwrap();
        coder.finish().unwrap()
    }

    fn zlib(text: &[u8]) -> Vec<u8> {
        let mut coder = ZlibEncoder::new(Vec::new(), Compression::fast());
        coder.write_all(text).unwrap();
        coder.finish().unwrap()
    }

    fn raw(text: &[u8]) -> Vec<u8> {
        let mut coder = DeflateEncoder::new(Vec::new(), Compression::fast());
        coder.write_all(text).unwrap();
        coder.finish().unwrap()
    }

    fn respond(codings: &[&str], body: Vec<u8>) -> Response {
        let headers: Headers = codings.iter().map(|coding| ("Content-Encoding", *coding)).collect();
        Response { status: 400, headers, body }
    }

    #[test]
    fn every_coding_is_decoded_and_a_decoded_body_is_not_changed() {
        for (codings, body) in [
            (&["gzip"][..], gzip(TEXT)),
            (&["X-GZip"], gzip(TEXT)),
            (&["deflate"], zlib(TEXT)),
            (&["deflate"], raw(TEXT)),
            (&["deflate, gzip"], gzip(&zlib(TEXT))),
            (&["deflate", "gzip"], gzip(&zlib(TEXT))),
            (&["identity"], TEXT.to_vec()),
            (&["gzip"], TEXT.to_vec()),
            (&["gzip"], [&gzip(TEXT[..9].as_ref())[..], &gzip(&TEXT[9..])].concat()),
            (&[], TEXT.to_vec()),
            (&[], gzip(TEXT)),
        ] {
            assert_eq!(&*plain(&respond(codings, body), 100).unwrap(), TEXT, "{codings:?}");
        }
    }

    #[test]
    fn a_wrong_checksum_does_not_hide_the_document() {
        let damaged = |mut bytes: Vec<u8>, from_end: usize| {
            let place = bytes.len() - from_end;
            bytes[place] ^= 1;
            bytes
        };
        let member = gzip(TEXT);
        let mut with_fields = member[..10].to_vec();
        with_fields[3] = 4 | 8 | 16 | 2;
        with_fields.extend(b"\x02\x00abname\0note\0zz");
        with_fields.extend(&member[10..]);
        for (coding, body) in [
            ("gzip", damaged(member, 6)),
            ("gzip", with_fields.clone()),
            ("gzip", damaged(with_fields, 6)),
            ("deflate", damaged(zlib(TEXT), 1)),
        ] {
            assert_eq!(&*plain(&respond(&[coding], body), 100).unwrap(), TEXT, "{coding}");
        }
    }

    #[test]
    fn a_damaged_header_of_gzip_is_not_decoded() {
        let member = gzip(TEXT);
        for length in 0..12 {
            for flags in [0, 2, 4, 8, 16, 30] {
                let mut cut = member[..length].to_vec();
                if let Some(flag) = cut.get_mut(3) {
                    *flag = flags;
                }
                assert_eq!(
                    &*plain(&respond(&["gzip"], cut.clone()), 100).unwrap(),
                    &*cut,
                    "{length} {flags}"
                );
            }
        }
    }

    #[test]
    fn an_undecodable_body_is_not_changed() {
        for coding in ["gzip", "deflate", "br", "zstd"] {
            assert_eq!(
                &*plain(&respond(&[coding], b"\xff\xfe\x00no".to_vec()), 100).unwrap(),
                b"\xff\xfe\x00no"
            );
        }
    }

    #[test]
    fn a_decompression_bomb_is_not_decompressed() {
        let bomb = gzip(&vec![b' '; 50_000_000]);
        assert!(bomb.len() < 1_000_000);
        assert!(plain(&respond(&["gzip"], bomb.clone()), 1_000_000).is_err());
        assert!(plain(&respond(&["gzip, gzip"], gzip(&bomb)), 1_000_000).is_err());
        assert!(plain(&respond(&[], bomb), 1_000_000).is_err());
        assert!(plain(&respond(&[], vec![b' '; 11]), 10).is_err());
    }

    #[test]
    fn a_document_without_the_last_bytes_of_its_coding_is_whole() {
        let mut cut = gzip(TEXT);
        cut.truncate(cut.len() - 4);
        assert_eq!(&*plain(&respond(&["gzip"], cut), 100).unwrap(), TEXT);
    }
}
