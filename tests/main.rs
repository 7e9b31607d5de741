//! The tests that need no private item, as one binary: what each module is about stands beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    reason = "a test fails loudly and reads what it wrote itself"
)]

mod harness; // an archive in a temporary folder, the real program, a server to ask
mod tidy; // house rules: layers, size, headings, spelling
mod samples; // every sample is read as a person says
mod ocr; // scans: deferred, resumed, refused, read when tesseract appears
mod finding; // what people type finds the paper they mean
mod engines; // one archive with its index here and in a cluster; machines that are killed
mod catalogue; // the catalogue on a server of PostgreSQL: the same archive; restarts, moves, several machines
mod bucket; // originals in an object store, which refuses, breaks off, is away
mod workers; // files read by other machines; machines that die; a server that restarts
mod queries; // the sixty search tasks, from papers on disk to answers over HTTP
mod cli; // help, exit codes, output
mod api; // shapes, caching, errors, uploads
mod originals; // texts with places; originals: names, ranges, media types
mod web; // pages and where their links lead
mod crowded; // numbers that many papers bear, lists longer than a page
mod browse; // by body, kind, year, folder; from paper to paper; nothing found; English
mod pictures; // what pages look like, places on them, hostile pages
mod desk; // what clerks do on pages: papers sent in, imports taken back, drafts
mod office; // registers sent in, held against the archive
mod help; // examples of the archive's own papers
mod english; // pages in English say nothing in Vietnamese of their own
mod browser; // the pages in Chromium: tasks, keyboard, widths, axe-core
mod review; // the queue and the places on pages in Chromium, by keyboard alone
mod surroundings; // time zones, clocks, two at once, a read-only medium
mod special; // links, pipes, holes, odd names, files that change
mod register; // registers held against the archive, and written from it
mod corrections; // people put right what was read: line, API, pages, CSV, registers
mod draft; // a draft held against the archive
mod access; // what somebody may not see is not there; accounts, sessions, tokens, headers
mod secrecy; // forty secret papers leave no byte, two hundred that talk of secrecy stay
mod containers; // archives of files and letters: members, sums, kills, secrets
mod backup; // bags: valid, incremental, killed, during an import; restore
mod bags; // bags that are damaged, or written by an enemy
mod upkeep; // verify by entry, resumed; an index that is due; good copies named
mod running; // settings, log, measures, limits, a graceful stop, the unit
mod durability; // kills, reimports, rebuilds, damage
mod archives; // frozen archives of every format there was
mod deletion; // deleted papers: nowhere, brought back, removed to the last byte
mod doctor; // what is wrong with an archive, and what is repaired
mod log; // what happened, in order, and the proof that nothing of it was changed
mod proofs; // crashes, faults, flips, power cuts, few handles: short forms of proofs/
mod jobs; // imports handed to a server, cancelled, watched, undone; moved and half-written files
mod changes; // files moved, copied, half written, gone; imports taken back
mod misnamed; // formats under the names of others
mod hostile; // what a hostile file may cost
mod fuzz_short; // damage to every format, a little and always the same
