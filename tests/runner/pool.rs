//! Runs tests side by side; those that need the machine for themselves run one by one afterwards.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::report::{Outcome, print_failure};

/// How often a long suite says that it is alive.
const PROGRESS: Duration = Duration::from_secs(60);

/// One test to run.
pub struct Job<'a> {
    /// Its name in the report.
    pub name: String,
    /// Whether nothing else may run meanwhile.
    pub alone: bool,
    /// What it does.
    pub run: Box<dyn Fn() -> Outcome + Send + Sync + 'a>,
}

/// How a pool runs its jobs.
pub struct Pool<'a> {
    /// The suite's name, for messages.
    pub suite: &'a str,
    /// How many jobs run at once.
    pub threads: usize,
    /// Whether a failure is tried once more before it counts.
    pub retry: bool,
}

impl Pool<'_> {
    /// Runs all jobs and returns the outcomes in the order of the jobs.
    pub fn run(&self, jobs: Vec<Job<'_>>) -> Vec<(String, Outcome)> {
        let mut outcomes: Vec<Option<Outcome>> = jobs.iter().map(|_| None).collect();
        let (alone, together): (Vec<usize>, Vec<usize>) =
            (0..jobs.len()).partition(|&i| jobs[i].alone);
        self.round(&jobs, together, self.threads, &mut outcomes);
        self.round(&jobs, alone, 1, &mut outcomes);
        let failed = |outcomes: &[Option<Outcome>]| -> Vec<usize> {
            (0..outcomes.len())
                .filter(|&i| matches!(outcomes[i], Some(Outcome::Failed(_))))
                .collect()
        };
        if self.retry {
            let again = failed(&outcomes);
            // A few failures are worth a quiet machine; a whole list of them is not waited for.
            let threads = if again.len() <= 50 { 1 } else { self.threads };
            self.round(&jobs, again, threads, &mut outcomes);
        }
        for i in failed(&outcomes) {
            if let Some(Outcome::Failed(text)) = &outcomes[i] {
                print_failure(self.suite, &jobs[i].name, text);
            }
        }
        let not_run = || Outcome::Failed("was not run".to_owned());
        jobs.into_iter()
            .zip(outcomes)
            .map(|(job, o)| (job.name, o.unwrap_or_else(not_run)))
            .collect()
    }

    fn round(
        &self,
        jobs: &[Job<'_>],
        which: Vec<usize>,
        threads: usize,
        out: &mut [Option<Outcome>],
    ) {
        let total = which.len();
        let queue = Mutex::new(VecDeque::from(which));
        let done = Mutex::new((Vec::new(), Instant::now()));
        std::thread::scope(|scope| {
            for _ in 0..threads.clamp(1, total.max(1)) {
                scope.spawn(|| {
                    loop {
                        let Some(i) = lock(&queue).pop_front() else {
                            return;
                        };
                        let outcome = (jobs[i].run)();
                        let mut done = lock(&done);
                        done.0.push((i, outcome));
                        if done.1.elapsed() >= PROGRESS {
                            done.1 = Instant::now();
                            println!("{}: {} of {total}", self.suite, done.0.len());
                        }
                    }
                });
            }
        });
        let done = done
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        for (i, outcome) in done.0 {
            out[i] = Some(outcome);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
