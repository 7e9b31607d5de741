//! Letters as programs write them.
