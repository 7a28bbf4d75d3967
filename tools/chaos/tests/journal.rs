//! A short run of worker processes that are killed and paused, with every test run. `cargo xtask test` names a PostgreSQL and
//! a Redis as well. The workers are Rust; `tests/chaos` adds those of Python and Node.

use std::path::PathBuf;

use chaos::journal::{Plan, Report, Worker, run};

async fn play(jobs: usize, store: Option<String>) -> anyhow::Result<Report> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_chaos"));
    let workers = vec![Worker::rust(program.clone())];
    let plan = Plan { jobs, seed: 2026, store, program, workers };
    run(plan, |_| {}).await
}

fn assert_right(report: &Report) {
    let journal = report.journal;
    assert!(journal.is_right(), "{report}");
    // A run that kills, pauses and breaks nothing would prove nothing.
    assert!(journal.deliveries >= 2 * journal.jobs, "{report}");
    assert!(journal.killed > 0 && journal.paused > 0 && journal.failures > 0, "{report}");
    assert!(journal.paid * 2 > journal.jobs, "{report}");
    assert!(report.ttl.jobs > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_with_a_journal_charge_once_and_lose_nothing() {
    let report = play(200, None).await.unwrap();
    assert_right(&report);
    // The judge has to see what it is there for: the same jobs with a claim that ends after a time.
    assert!(report.ttl.charged_twice > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_with_a_journal_in_postgres_charge_once_and_lose_nothing() {
    let Ok(url) = std::env::var("PAYONCE_TEST_POSTGRES") else {
        println!("skipped: PAYONCE_TEST_POSTGRES names no server; `cargo xtask test rust` starts one");
        return;
    };
    assert_right(&play(100, Some(url)).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_with_a_journal_in_redis_charge_once_and_lose_nothing() {
    let Ok(url) = std::env::var("PAYONCE_TEST_REDIS") else {
        println!("skipped: PAYONCE_TEST_REDIS names no server; `cargo xtask test rust` starts one");
        return;
    };
    assert_right(&play(100, Some(url)).await.unwrap());
}
