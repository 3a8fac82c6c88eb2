//! In which encoding are these bytes?
