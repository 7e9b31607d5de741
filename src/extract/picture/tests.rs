//! Picture files as the tests write them: what is read, what is refused.
