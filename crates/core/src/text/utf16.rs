//! UTF-16 to UTF-8, in chunks.

use std::io::{self, Read, Write as _};

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::decode::DecodeError;

/// What is read at a time.
const CHUNK: u64 = 64 << 10;

/// A stream of UTF-16 without a byte order mark, as UTF-8.
pub struct Transcoded<R> {
    source: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: String,
    /// How much of the text has been handed out.
    given: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    /// A stream in this encoding.
    pub fn new(encoding: &'static Encoding, source: R) -> Self {
        Self {
            source,
            decoder: encoding.new_decoder_without_bom_handling(),
            bytes: Vec::new(),
            text: String::new(),
            given: 0,
            ended: false,
        }
    }

    fn decode_more(&mut self) -> io::Result<()> {
        let wrong = || io::Error::other(DecodeError::NotUtf16);
        self.bytes.clear();
        let read = (&mut self.source)
            .take(CHUNK)
            .read_to_end(&mut self.bytes)?;
        self.ended = read == 0;
        self.text.clear();
        self.given = 0;
        let most = self
            .decoder
            .max_utf8_buffer_length_without_replacement(read)
            .ok_or_else(wrong)?;
        self.text.reserve(most);
        let (result, _) = self.decoder.decode_to_string_without_replacement(
            &self.bytes,
            &mut self.text,
            self.ended,
        );
        match result {
            DecoderResult::InputEmpty => Ok(()),
            // There is room for all of it.
            DecoderResult::Malformed(..) | DecoderResult::OutputFull => Err(wrong()),
        }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.decode_more()?;
        }
        let rest = self.text.as_bytes().get(self.given..).unwrap_or_default();
        let written = buffer.write(rest)?;
        self.given += written;
        Ok(written)
    }
}
