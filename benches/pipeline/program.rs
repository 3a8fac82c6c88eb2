//! What the program itself takes: time of the processor, time of the clock, memory.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(1);

/// Units of time in `/proc`, in a second.
const TICKS: f64 = 100.0;

/// What a run took; processor and memory are known on Linux alone.
#[derive(Clone, Copy)]
pub struct Taken {
    /// Seconds of the clock.
    pub wall: f64,
    /// Seconds of the processor, on all threads.
    pub cpu: Option<f64>,
    /// Most bytes in memory.
    pub peak: Option<f64>,
}

/// Converts a folder or file into a new folder.
///
/// # Errors
///
/// When the program fails.
pub fn convert(input: &Path, threads: usize, formats: &str) -> io::Result<Taken> {
    let root = tempfile::tempdir()?;
    let out = root.path().join("out");
    let threads = threads.to_string();
    let before = children();
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_litopys"))
        // Not where a litopys.toml may lie.
        .current_dir(root.path())
        .args([OsStr::new("convert"), input.as_ref(), "-o".as_ref(), out.as_ref()])
        .args(["-q", "--to", formats, "-j", &threads])
        .stdin(Stdio::null())
        .spawn()?;
    let mut peak = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = memory(child.id()).or(peak);
        thread::sleep(LOOK);
    };
    let wall = started.elapsed().as_secs_f64();
    match status.success() {
        true => Ok(Taken { wall, cpu: children().zip(before).map(|(a, b)| a - b), peak }),
        false => Err(io::Error::other(format!("the program gave up: {status}"))),
    }
}

/// Seconds that the children which ended took of the processor.
fn children() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything: the state, and 12 fields further these two.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / TICKS)
}

/// The most bytes that a process has had in memory.
fn memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kilobytes| kilobytes * 1024.0)
}
