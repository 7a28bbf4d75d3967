//! `payonce completions` and `payonce man`, run as a user runs them.

use crate::payonce_command::run;

#[test]
fn every_shell_has_a_completion_script_with_all_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{shell}");
        let values = if matches!(shell, "bash" | "zsh" | "fish") { "agentwallex" } else { "provider" };
        for word in ["explain", "sandbox", "transport-failure", values] {
            assert!(run.stdout.contains(word), "{shell} does not complete {word}");
        }
    }
    let wrong = run(&["completions", "cmd"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("bash"), "{}", wrong.stderr);
}

#[test]
fn every_command_has_a_manual_page() {
    let whole = run(&["man"]);
    assert_eq!((whole.code, whole.stderr.as_str()), (Some(0), ""));
    assert!(
        whole.stdout.contains(".TH payonce 1") && whole.stdout.contains("payonce\\-explain"),
        "{}",
        whole.stdout
    );
    for name in ["explain", "codes", "provider", "sandbox", "demo", "completions", "man"] {
        let page = run(&["man", name]);
        assert_eq!(page.code, Some(0), "{name}");
        assert!(page.stdout.contains(&format!(".TH payonce-{name} 1")), "{name}: {}", page.stdout);
    }
    let wrong = run(&["man", "explian"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("did you mean \"explain\""), "{}", wrong.stderr);
}
