//! Zstandard, decompressed in chunks: all frames of a stream, one after the other.

use std::io::{self, BufRead, Read, copy, sink};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// What the frames of a stream unpack to.
pub struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    within: Within,
}

/// The position in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Frame,
    /// Before a frame, or at the end.
    Nothing,
}

impl<R: BufRead> Frames<R> {
    /// A stream that begins with a frame, or one to skip, which parallel compressors
    /// put first.
    pub fn new(source: R) -> Self {
        Self {
            source,
            decoder: FrameDecoder::new(),
            within: Within::Nothing,
        }
    }

    /// Goes to the next frame; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.within = Within::Frame;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    let skipped = copy(&mut (&mut self.source).take(length), &mut sink())?;
                    if skipped < length {
                        return Err(io::Error::other(FrameDecoderError::FailedToSkipFrame));
                    }
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }

    /// The decoder reads checksums, but leaves it to others to compare them.
    fn end(&mut self) -> io::Result<()> {
        self.within = Within::Nothing;
        match self.decoder.get_checksum_from_data() {
            Some(written) if self.decoder.get_calculated_checksum() != Some(written) => {
                Err(io::Error::other("its checksum is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.within == Within::Nothing && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            if self.decoder.can_collect() > 0 || buffer.is_empty() {
                return self.decoder.read(buffer);
            }
            self.end()?;
        }
    }
}
