//! Text that was decoded wrongly, and text that only looks so.
