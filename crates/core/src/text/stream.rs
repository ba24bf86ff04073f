//! Text streams: the text of a source in chunks, decompressed, for sources that are too large
//! for memory.

use std::io::{self, BufReader, Cursor, Read, copy, sink};

use super::decode::{Charset, DecodeError, Packing, allowance};
use super::utf16::Transcoded;
use super::zstd::Frames;

/// The text of a source of `size` bytes as UTF-8 without a byte order mark; whether
/// it is UTF-8, the reader of the stream has to see. What is compressed may unpack
/// to `most` bytes, or to what is usual for its size.
///
/// # Errors
/// It can't be read. Errors of the stream can carry a [`DecodeError`].
pub fn text<'r>(
    source: impl Read + 'r,
    size: u64,
    most: Option<u64>,
) -> io::Result<Box<dyn Read + 'r>> {
    let (begins, source) = peek(source)?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let most = most.unwrap_or_else(|| allowance(size));
    let unpacked: Box<dyn Read + 'r> = match Packing::of(&begins) {
        Some(Packing::Gzip) => {
            let stream = flate2::read::MultiGzDecoder::new(source);
            Box::new(Unpacked::new(stream, most, DecodeError::Gzip))
        }
        Some(Packing::Zstandard) => {
            let stream = Frames::new(BufReader::new(source));
            Box::new(Unpacked::new(stream, most, DecodeError::Zstd))
        }
        None => Box::new(source),
    };
    let (begins, mut text) = peek(unpacked)?;
    let (charset, mark) = Charset::of(&begins);
    copy(&mut (&mut text).take(mark as u64), &mut sink())?;
    Ok(match charset {
        Charset::Utf8 => Box::new(text),
        Charset::Utf16(encoding) => Box::new(Transcoded::new(encoding, text)),
    })
}

/// The first four bytes of a stream, and the whole stream.
type Peeked<R> = (Vec<u8>, io::Chain<Cursor<Vec<u8>>, R>);

fn peek<R: Read>(mut stream: R) -> io::Result<Peeked<R>> {
    let mut begins = Vec::new();
    (&mut stream).take(4).read_to_end(&mut begins)?;
    Ok((begins.clone(), Cursor::new(begins).chain(stream)))
}

/// A stream that may not unpack to more than is allowed.
struct Unpacked<R> {
    stream: R,
    damaged: fn(io::Error) -> DecodeError,
    most: u64,
    left: u64,
}

impl<R> Unpacked<R> {
    fn new(stream: R, most: u64, damaged: fn(io::Error) -> DecodeError) -> Self {
        Self {
            stream,
            damaged,
            most,
            left: most,
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self
            .stream
            .read(buffer)
            .map_err(|error| io::Error::other((self.damaged)(error)))?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other(DecodeError::TooLarge(self.most)))?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use crate::text::decode::decode_within;

    use super::*;

    fn read(bytes: &[u8], most: u64) -> Result<String, String> {
        let mut read = Vec::new();
        let told = |error: io::Error| error.to_string();
        text(bytes, bytes.len() as u64, Some(most))
            .map_err(told)?
            .read_to_end(&mut read)
            .map_err(told)?;
        String::from_utf8(read)
            .map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        ruzstd::encoding::compress_to_vec(bytes, level)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_is_decompressed_and_byte_order_marks_are_removed() {
        let text = "[\"é \u{1f980}\"]";
        let plain = [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(text, false),
            utf16(&format!("\u{feff}{text}"), false),
            utf16(&format!("\u{feff}{text}"), true),
        ];
        for bytes in plain {
            let skipped = vec![0x51, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
            let frames = [skipped, zstd(&bytes)];
            for bytes in [gzip(&bytes), zstd(&bytes), frames.concat(), bytes] {
                assert_eq!(read(&bytes, 100).as_deref(), Ok(text));
            }
        }
        assert_eq!(read(b"", 0).as_deref(), Ok(""));
    }

    /// That what a stream says is what is said of the whole.
    fn assert_same(bytes: &[u8], most: u64) {
        let whole = decode_within(bytes.to_vec(), most).map_err(|error| error.to_string());
        let stream = read(bytes, most);
        let offset = |told: &str| told.contains("is not UTF-8");
        match (&stream, &whole) {
            // Of a mark only the whole knows.
            (Err(stream), Err(whole)) if offset(stream) && offset(whole) => {}
            _ => assert_eq!(stream, whole, "{bytes:x?}"),
        }
    }

    #[test]
    fn oversized_and_damaged_streams_fail_like_complete_texts() {
        let text = "[{\"é\": 1}, {}]".repeat(70);
        let long = utf16(&text.repeat(40), true);
        for bytes in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
            let most = text.len() as u64;
            for most in [0, most - 1, most, most + 1] {
                assert_same(&bytes, most);
            }
            let error = read(&bytes, most - 1).unwrap_err();
            assert!(
                error.contains(&format!("more than {} bytes", most - 1)),
                "{error}"
            );
            let twice = [bytes.clone(), bytes.clone()].concat();
            assert_eq!(read(&twice, 2 * most).unwrap().len(), 2 * text.len());
            for end in 0..bytes.len() {
                assert_same(&bytes[..end], most);
                let mut bytes = bytes.clone();
                bytes[end] ^= 5;
                assert_same(&bytes, most);
            }
        }
        for wrong in [&[0xd8, 0x00][..], &[0xdc, 0x00], &[0]] {
            let bytes = [&[0xfe, 0xff], &long[..], wrong].concat();
            assert_same(&bytes, 0);
            let error = read(&bytes, 0).unwrap_err();
            assert!(error.contains("says that it is UTF-16"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_like_the_complete_text(
            mark in prop::sample::select(vec![&[0xff, 0xfe][..], &[0xfe, 0xff], b"{\0", &[]]),
            bytes in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            assert_same(&[mark, &bytes].concat(), 1000);
        }
    }
}
