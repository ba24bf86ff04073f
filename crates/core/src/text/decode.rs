//! The decoder from bytes to text: gzip and Zstandard by their magic bytes, byte order marks,
//! UTF-16.

use std::io::{self, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;

use super::zstd::Frames;

/// Why bytes could not be read as text.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The gzip stream is damaged.
    #[error("this gzip stream is damaged: {0}")]
    Gzip(#[source] io::Error),
    /// The Zstandard stream is damaged.
    #[error("this Zstandard stream is damaged: {0}")]
    Zstd(#[source] io::Error),
    /// The unpacked text would be larger than is allowed.
    #[error("it unpacks to more than {0} bytes")]
    TooLarge(u64),
    /// It has more bytes than are allowed, compressed or not.
    #[error("it has more than {0} bytes")]
    TooLong(u64),
    /// A NUL character, which no text has.
    #[error("byte {0} is NUL")]
    Binary(usize),
    /// Not UTF-8, and without a byte order mark.
    #[error("byte {offset} is not UTF-8")]
    NotUtf8 {
        /// Offset of the first byte that is not.
        offset: usize,
        /// All the text before it.
        before: String,
    },
    /// A UTF-16 text with an unpaired surrogate or an odd number of bytes.
    #[error("this text says that it is UTF-16, but is not")]
    NotUtf16,
}

/// How bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// With gzip.
    Gzip,
    /// With Zstandard.
    Zstandard,
}

/// How a text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// In UTF-8.
    Utf8,
    /// In one of the two kinds of UTF-16.
    Utf16(&'static Encoding),
}

impl Packing {
    /// How bytes are compressed that begin so; none when they are not.
    pub fn of(begins: &[u8]) -> Option<Self> {
        match begins {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            // A frame, or one to skip.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => {
                Some(Self::Zstandard)
            }
            _ => None,
        }
    }
}

impl Charset {
    /// How a text is encoded that begins so, and the length of the mark that says it.
    pub fn of(begins: &[u8]) -> (Self, usize) {
        match begins {
            [0xff, 0xfe, ..] => (Self::Utf16(UTF_16LE), 2),
            [0xfe, 0xff, ..] => (Self::Utf16(UTF_16BE), 2),
            // PowerShell 5 writes UTF-16 without a mark when it appends.
            [b'{' | b'[', 0, ..] => (Self::Utf16(UTF_16LE), 0),
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            _ => (Self::Utf8, 0),
        }
    }
}

/// The most that a compressed file may unpack to, and that a pipe may give, in bytes,
/// unless told.
pub const MOST_UNPACKED: u64 = 8 << 30;
/// What every compressed file may unpack to, however small it is.
const ALWAYS_UNPACKED: u64 = 64 << 20;
/// How many times its size a larger one may unpack to. Exports come to ten or
/// twenty times; a bomb, to a thousand.
const MOST_GROWTH: u64 = 250;

/// The most that a compressed file of this size may unpack to, in bytes: a bomb
/// must not take the machine down.
pub fn allowance(packed: usize) -> u64 {
    (packed as u64)
        .saturating_mul(MOST_GROWTH)
        .clamp(ALWAYS_UNPACKED, MOST_UNPACKED)
}

/// Looks at what a stream begins with, before more of it is read: one that is no text may
/// never end.
///
/// # Errors
/// See [`DecodeError`].
pub fn check_start(begins: &[u8]) -> Result<(), DecodeError> {
    let (charset, mark) = Charset::of(begins);
    if Packing::of(begins).is_some() || charset != Charset::Utf8 {
        return Ok(());
    }
    if let Some(at) = begins.iter().position(|byte| *byte == 0) {
        return Err(DecodeError::Binary(at));
    }
    let text = begins.get(mark..).unwrap_or_default();
    match std::str::from_utf8(text) {
        // A character may be cut off.
        Err(error) if error.error_len().is_some() => utf8(text.to_vec(), mark).map(drop),
        _ => Ok(()),
    }
}

/// Decodes the bytes of a file.
///
/// # Errors
/// See [`DecodeError`].
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    let most = allowance(bytes.len());
    decode_within(bytes, most)
}

/// Decodes the bytes of a file that may unpack to `most` bytes, if it is
/// compressed.
///
/// # Errors
/// See [`DecodeError`].
pub fn decode_within(bytes: Vec<u8>, most: u64) -> Result<String, DecodeError> {
    let bytes = match Packing::of(&bytes) {
        Some(Packing::Gzip) => unpacked(
            MultiGzDecoder::new(bytes.as_slice()),
            most,
            DecodeError::Gzip,
        )?,
        Some(Packing::Zstandard) => {
            unpacked(Frames::new(bytes.as_slice()), most, DecodeError::Zstd)?
        }
        None => bytes,
    };
    let (charset, mark) = Charset::of(&bytes);
    let rest = bytes.get(mark..).unwrap_or_default();
    match charset {
        Charset::Utf16(encoding) => utf16(encoding, rest),
        Charset::Utf8 if mark > 0 => utf8(rest.to_vec(), mark),
        Charset::Utf8 => utf8(bytes, mark),
    }
}

/// Reads a stream to its end, unless there is more than is allowed.
fn unpacked(
    stream: impl Read,
    most: u64,
    damaged: fn(io::Error) -> DecodeError,
) -> Result<Vec<u8>, DecodeError> {
    let mut unpacked = Vec::new();
    stream
        .take(most.saturating_add(1))
        .read_to_end(&mut unpacked)
        .map_err(damaged)?;
    if unpacked.len() as u64 > most {
        return Err(DecodeError::TooLarge(most));
    }
    Ok(unpacked)
}

fn utf8(bytes: Vec<u8>, skipped: usize) -> Result<String, DecodeError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let mut bytes = error.into_bytes();
        bytes.truncate(valid);
        DecodeError::NotUtf8 {
            offset: valid + skipped,
            before: String::from_utf8(bytes).unwrap_or_default(),
        }
    })
}

fn utf16(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, DecodeError> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or(DecodeError::NotUtf16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_by_its_growth() {
        use std::io::Write as _;
        let level = flate2::Compression::best();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..80 {
            packer.write_all(&blanks).unwrap();
        }
        let bomb = packer.finish().unwrap();
        assert!(bomb.len() < 200 << 10, "{}", bomb.len());
        assert_eq!(allowance(bomb.len()), ALWAYS_UNPACKED);
        assert!(
            matches!(decode(bomb.clone()), Err(DecodeError::TooLarge(most)) if most == ALWAYS_UNPACKED)
        );
        assert!(decode_within(bomb, 100 << 20).is_ok());
        assert_eq!(allowance(1 << 20), 250 << 20);
        assert_eq!(allowance(1 << 30), MOST_UNPACKED);
    }

    #[test]
    fn marks_are_taken_off_and_utf16_is_read() {
        for bytes in [
            b"\xef\xbb\xbf{}".to_vec(),
            b"\xff\xfe{\0}\0".to_vec(),
            b"\xfe\xff\0{\0}".to_vec(),
            b"{\0}\0".to_vec(),
            b"{}".to_vec(),
        ] {
            assert_eq!(decode(bytes.clone()).unwrap(), "{}", "{bytes:?}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_say_where() {
        let error = decode(b"{\"a\": \"\xff\"}".to_vec()).unwrap_err();
        assert!(
            matches!(error, DecodeError::NotUtf8 { offset: 7, .. }),
            "{error}"
        );
    }

    fn packed(text: &str) -> [Vec<u8>; 2] {
        use std::io::Write as _;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text.as_bytes()).unwrap();
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        [
            gzip.finish().unwrap(),
            ruzstd::encoding::compress_to_vec(text.as_bytes(), level),
        ]
    }

    #[test]
    fn compressed_text_is_unpacked_up_to_a_limit() {
        let text = "{\"a\": 1}".repeat(1000);
        for bytes in packed(&text) {
            assert_eq!(decode(bytes.clone()).unwrap(), text);
            let twice = [bytes.clone(), bytes.clone()].concat();
            assert_eq!(decode(twice.clone()).unwrap().len(), 2 * text.len());
            let most = text.len() as u64;
            assert!(decode_within(bytes.clone(), most).is_ok());
            for bytes in [twice, packed(&(text.clone() + " "))[0].clone()] {
                let error = decode_within(bytes, most).unwrap_err();
                assert!(matches!(error, DecodeError::TooLarge(_)), "{error}");
            }
            // Cut off anywhere, it is damaged or not what it was, and no panic.
            for end in 2..bytes.len() {
                assert_ne!(decode(bytes[..end].to_vec()).ok(), Some(text.clone()));
            }
        }
    }

    #[test]
    fn frames_to_skip_are_skipped() {
        let [_, frame] = packed("{}");
        let mut bytes = vec![0x51, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        bytes.extend(frame);
        assert_eq!(decode(bytes.clone()).unwrap(), "{}");
        bytes.truncate(9);
        assert!(matches!(decode(bytes), Err(DecodeError::Zstd(_))));
    }

    #[test]
    fn a_damaged_gzip_stream_is_refused() {
        assert!(matches!(
            decode(vec![0x1f, 0x8b, 8, 0, 1]),
            Err(DecodeError::Gzip(_))
        ));
    }
}
