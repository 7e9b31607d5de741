//! What is sent to a server, by browsers and by programs.

/// A form.
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// Files by parts, as [`parts`] makes them.
pub const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=b");
/// What who chose English sends.
pub const ENGLISH: (&str, &str) = ("cookie", "ngon-ngu=en");

/// Files by their names and content, in parts.
pub fn parts(files: &[(&str, &str)]) -> Vec<u8> {
    let part = |(name, content): &(&str, &str)| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n"
        )
    };
    let parts: String = files.iter().map(part).collect();
    format!("{parts}--b--\r\n").into_bytes()
}
