//! What each test runner says about itself, read from its own report.

/// How many tests of a suite ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Totals {
    /// A suite that could not run counts as one failure, so that it cannot pass unseen.
    pub(crate) fn broken() -> Self {
        Self { passed: 0, failed: 1, skipped: 0 }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// A runner can fail without a failed test: a test program that does not compile, a warning that is an error.
    pub(crate) fn or_broken(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, once per test program.
pub(super) fn of_cargo(lines: &[String]) -> Totals {
    let mut totals = Totals::default();
    for line in lines.iter().filter(|line| line.starts_with("test result:")) {
        totals.passed += number_before(line, "passed");
        totals.failed += number_before(line, "failed");
        totals.skipped += number_before(line, "ignored");
    }
    totals
}

/// `==== 1 failed, 12 passed, 2 skipped, 1 error in 3.21s ====`, the last line.
pub(super) fn of_pytest(lines: &[String]) -> Totals {
    let summary = lines.iter().rev().find(|line| {
        let words = [" passed", " failed", " skipped", " error"];
        line.contains(" in ") && words.iter().any(|word| line.contains(word))
    });
    summary.map_or_else(Totals::default, |line| Totals {
        // A test that fails as announced is a known gap, and one that passes unannounced is a failure under strict.
        passed: number_before(line, "passed"),
        failed: number_before(line, "failed") + number_before(line, "error") + number_before(line, "errors"),
        skipped: number_before(line, "skipped") + number_before(line, "xfailed"),
    })
}

/// The closing comments of TAP: `# pass 3`, `# fail 0`, …
pub(super) fn of_tap(text: &str) -> Totals {
    let count = |name: &str| {
        text.lines()
            .rev()
            .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.trim().parse().ok())
            .unwrap_or_default()
    };
    Totals {
        passed: count("pass "),
        failed: count("fail ") + count("cancelled "),
        skipped: count("skipped ") + count("todo "),
    }
}

fn number_before(line: &str, word: &str) -> u64 {
    let mut previous = "";
    for current in line.split_whitespace() {
        if current.trim_matches(|letter: char| !letter.is_alphabetic()) == word {
            return previous.parse().unwrap_or_default();
        }
        previous = current;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn cargo_totals_are_summed_over_programs() {
        let report = lines(
            "running 3 tests\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        assert_eq!(of_cargo(&report), Totals { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn pytest_errors_count_as_failures() {
        let report = lines("test_a.py ..F\n=== 1 failed, 12 passed, 2 skipped, 3 errors in 3.21s ===\n");
        assert_eq!(of_pytest(&report), Totals { passed: 12, failed: 4, skipped: 2 });
        assert_eq!(of_pytest(&lines("5 passed in 0.10s")), Totals { passed: 5, failed: 0, skipped: 0 });
        assert_eq!(of_pytest(&lines("no tests ran in 0.10s")), Totals::default());
    }

    #[test]
    fn tap_counts_cancelled_tests_as_failures() {
        let report =
            "ok 1 - a\n# tests 6\n# suites 2\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n";
        assert_eq!(of_tap(report), Totals { passed: 3, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_not_green() {
        assert_eq!(Totals { passed: 3, failed: 0, skipped: 0 }.or_broken(false).failed, 1);
    }
}
