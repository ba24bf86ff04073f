//! Bytes to text: gzip by its magic bytes, byte order marks, UTF-16.

use std::io::Read as _;

use encoding_rs::{UTF_16BE, UTF_16LE};

/// Why bytes could not be read as text.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The gzip stream is damaged.
    #[error("this gzip stream is damaged: {0}")]
    Gzip(#[source] std::io::Error),
    /// The unpacked text would be larger than is allowed.
    #[error("this gzip stream unpacks to more than {0} bytes")]
    TooLarge(u64),
    /// Not UTF-8 (and no byte order mark says otherwise).
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

/// The most that a gzip stream may unpack to, in bytes: a bomb must not take the
/// machine down.
const MOST_UNPACKED: u64 = 8 << 30;

/// Decodes the bytes of a file.
///
/// # Errors
/// See [`DecodeError`].
pub fn decode(bytes: Vec<u8>) -> Result<String, DecodeError> {
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        gunzip(&bytes)?
    } else {
        bytes
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => utf16(UTF_16BE, rest),
        // PowerShell 5 writes UTF-16 without a mark when it appends.
        [b'{' | b'[', 0, ..] => utf16(UTF_16LE, &bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec(), 3),
        _ => utf8(bytes, 0),
    }
}

fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut unpacked = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(MOST_UNPACKED + 1)
        .read_to_end(&mut unpacked)
        .map_err(DecodeError::Gzip)?;
    if unpacked.len() as u64 > MOST_UNPACKED {
        return Err(DecodeError::TooLarge(MOST_UNPACKED));
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

fn utf16(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, DecodeError> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or(DecodeError::NotUtf16)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_damaged_gzip_stream_is_refused() {
        assert!(matches!(
            decode(vec![0x1f, 0x8b, 8, 0, 1]),
            Err(DecodeError::Gzip(_))
        ));
    }
}
