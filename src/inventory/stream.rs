//! The text of a source bit by bit, unpacked, for what is too large to be held in
//! memory.

use std::io::{self, Cursor, Read};

use super::decode::{DecodeError, allowance};

/// The text of a source of `size` bytes as UTF-8 without a byte order mark; whether
/// it is UTF-8, the reader of the stream has to see. What is compressed may unpack
/// to `most` bytes, or to what is usual for its size. None when only the whole can
/// be decoded: UTF-16 and Zstandard.
///
/// # Errors
/// It can't be read. Errors of the stream can carry a [`DecodeError`].
pub fn text<'r>(
    source: impl Read + 'r,
    size: u64,
    most: Option<u64>,
) -> io::Result<Option<Box<dyn Read + 'r>>> {
    let (begins, source) = peek(source)?;
    let unpacked: Box<dyn Read + 'r> = match begins.as_slice() {
        [0x1f, 0x8b, ..] => {
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            let most = most.unwrap_or_else(|| allowance(size));
            Box::new(Unpacked {
                stream: flate2::read::MultiGzDecoder::new(source),
                most,
                left: most,
            })
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => return Ok(None),
        _ => Box::new(source),
    };
    let (begins, mut text) = peek(unpacked)?;
    Ok(match begins.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{' | b'[', 0, ..] => None,
        [0xef, 0xbb, 0xbf, ..] => {
            text.read_exact(&mut [0; 3])?;
            Some(Box::new(text))
        }
        _ => Some(Box::new(text)),
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
    most: u64,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self
            .stream
            .read(buffer)
            .map_err(|error| io::Error::other(DecodeError::Gzip(error)))?;
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

    use super::*;

    fn read(bytes: &[u8], most: Option<u64>) -> io::Result<Option<String>> {
        let Some(mut stream) = text(bytes, bytes.len() as u64, most)? else {
            return Ok(None);
        };
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(Some(text))
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn text_is_unpacked_and_marks_are_taken_off() {
        for bytes in [
            b"[1]".to_vec(),
            b"\xef\xbb\xbf[1]".to_vec(),
            packed(b"[1]"),
            packed(b"\xef\xbb\xbf[1]"),
        ] {
            assert_eq!(read(&bytes, None).unwrap().as_deref(), Some("[1]"));
        }
        assert_eq!(read(b"", None).unwrap().as_deref(), Some(""));
        for bytes in [&b"\xff\xfe[\0"[..], b"[\0", b"\x28\xb5\x2f\xfd\0"] {
            assert_eq!(read(bytes, None).unwrap(), None);
        }
    }

    #[test]
    fn what_unpacks_to_too_much_or_is_damaged_fails() {
        let bytes = packed(&[b' '; 1000]);
        let error = read(&bytes, Some(999)).unwrap_err();
        assert!(error.to_string().contains("more than 999 bytes"), "{error}");
        assert!(read(&bytes, Some(1000)).is_ok());
        let damaged = &bytes[..bytes.len() - 6];
        let error = read(damaged, None).unwrap_err();
        assert!(
            error.to_string().contains("gzip stream is damaged"),
            "{error}"
        );
    }
}
