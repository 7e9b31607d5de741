//! Times of interleaved rounds: median, p99 and their ratios, as a table and as a JSON record.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use rustix::time::ClockId;
use rustix::time::clock_gettime;
use serde_json::Value;
use serde_json::json;

/// Where records and what references need are kept.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// All files below a folder.
pub fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => walk(&path, paths),
            false => paths.push(path),
        }
    }
}

/// Median and p99 of one round, and the median of the processor's time, which others on the machine
/// do not stretch.
#[derive(Clone, Copy)]
pub struct Round {
    pub median: Duration,
    pub p99: Duration,
    pub cpu: Duration,
}

impl Round {
    /// Of times by the clock, each with the processor's.
    fn of(times: Vec<(Duration, Duration)>) -> Self {
        let (mut clock, mut cpu): (Vec<_>, Vec<_>) = times.into_iter().unzip();
        clock.sort_unstable();
        cpu.sort_unstable();
        let at = |times: &[Duration], share: usize| times[(times.len() - 1) * share / 100];
        Self {
            median: at(&clock, 50),
            p99: at(&clock, 99),
            cpu: at(&cpu, 50),
        }
    }
}

/// The processor's time of this thread.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap()
}

/// Asks everything once, `clients` at a time, and gives back how long each answer took.
pub fn ask_all<T: Sync>(things: &[T], clients: usize, ask: impl Fn(&T) + Sync) -> Round {
    let ask = &ask;
    let part = move |client: usize| {
        let mut times = Vec::new();
        for thing in things.iter().skip(client).step_by(clients) {
            let (started, busy) = (Instant::now(), cpu());
            ask(thing);
            times.push((started.elapsed(), cpu().saturating_sub(busy)));
        }
        times
    };
    let times = std::thread::scope(|threads| {
        let clients: Vec<_> = (0..clients)
            .map(|client| threads.spawn(move || part(client)))
            .collect();
        let parts = clients.into_iter().map(|client| client.join().unwrap());
        parts.flatten().collect()
    });
    Round::of(times)
}

/// One line of the table: ours and the reference's rounds, each pair run side by side.
pub struct Row {
    pub what: String,
    pub ours: Vec<Round>,
    pub theirs: Vec<Round>,
    /// What is asked for: ours ÷ theirs at most, of the medians and of the p99.
    pub goal: (Option<f64>, Option<f64>),
}

impl Row {
    /// The median over the rounds of ours ÷ theirs.
    fn ratio(&self, of: fn(&Round) -> Duration) -> f64 {
        let pairs = self.ours.iter().zip(&self.theirs);
        middle(pairs.map(|(ours, theirs)| of(ours).as_secs_f64() / of(theirs).as_secs_f64()))
    }

    fn milliseconds(rounds: &[Round], of: fn(&Round) -> Duration) -> f64 {
        middle(rounds.iter().map(|round| of(round).as_secs_f64() * 1000.0))
    }

    pub fn print(&self) {
        let of = [|round: &Round| round.median, |round: &Round| round.p99];
        let [median, p99] = of.map(|of| {
            let ours = Self::milliseconds(&self.ours, of);
            let theirs = Self::milliseconds(&self.theirs, of);
            (ours, theirs, self.ratio(of))
        });
        let goal = |goal: Option<f64>, ratio: f64| match goal {
            Some(goal) if ratio <= goal => format!("≤ {goal}"),
            Some(goal) => format!("≤ {goal} MISSED"),
            None => String::new(),
        };
        println!(
            "{:8} p50 {:8.3} / {:8.3} ms = {:6.2} {:14} p99 {:8.3} / {:8.3} ms = {:6.2} {:14} cpu {:6.2}",
            self.what,
            median.0,
            median.1,
            median.2,
            goal(self.goal.0, median.2),
            p99.0,
            p99.1,
            p99.2,
            goal(self.goal.1, p99.2),
            self.ratio(|round| round.cpu),
        );
    }

    pub fn json(&self) -> Value {
        let rounds = |rounds: &[Round]| -> Vec<Value> {
            let each = rounds.iter().map(|round| {
                let micros = [round.median, round.p99, round.cpu].map(|time| time.as_micros());
                json!({"p50_us": micros[0], "p99_us": micros[1], "cpu_p50_us": micros[2]})
            });
            each.collect()
        };
        json!({
            "what": self.what,
            "ours": rounds(&self.ours),
            "theirs": rounds(&self.theirs),
            "p50_ratio": self.ratio(|round| round.median),
            "p99_ratio": self.ratio(|round| round.p99),
            "cpu_ratio": self.ratio(|round| round.cpu),
            "goal": {"p50_ratio": self.goal.0, "p99_ratio": self.goal.1},
        })
    }
}

pub fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Writes a record beside the others and says where.
pub fn write(name: &str, record: &Value) {
    let path = folder().join(format!("{name}.json"));
    fs::write(&path, format!("{record:#}\n")).unwrap();
    println!("record: {}", path.display());
}
