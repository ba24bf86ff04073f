//! The text of files: character sets, compression, and streams.

mod decode;
mod stream;
mod utf16;
mod zstd;

pub use decode::*;
pub use stream::text as stream_text;
