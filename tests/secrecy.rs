//! Secret papers leave no byte behind.
