//! The code that the playground and the error reference show for a verdict. The compiler reads it; nothing runs it.

#![allow(
    dead_code,
    unused_variables,
    clippy::needless_pass_by_value,
    clippy::print_stderr,
    reason = "readers put their own code in these places"
)]

use std::time::Duration;

use payonce::agentwallex::{Client, Transaction};
use payonce::{Error, ErrorPayload, Reference};
use serde_json::{Map, Value};

const SECOND: Duration = Duration::from_secs(1);

type Handled = Result<(), Box<dyn std::error::Error>>;

async fn pay() -> Result<Transaction, Error> {
    std::future::pending().await
}

fn ship(paid: Transaction) {}

fn store(error: &ErrorPayload) {}

fn check_later(reference: &Reference) {}

fn record(reference: &Reference, details: &Map<String, Value>) {}

fn retry_after(wait: Duration) {}

fn show(text: &str) {}

async fn account_blocked(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::AccountBlocked => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn account_blocked_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::AccountBlocked => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn approval_timeout(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::ApprovalTimeout => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn approval_timeout_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::ApprovalTimeout => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn authentication(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Authentication => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn authentication_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Authentication => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn cancelled(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Cancelled => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn cancelled_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Cancelled => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn conflict(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Conflict => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn conflict_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Conflict => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn connection(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Connection => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn connection_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Connection => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn decode(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Decode => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn decode_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Decode => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn failed(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Failed => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn failed_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Failed => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn insufficient_funds(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InsufficientFunds => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn insufficient_funds_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InsufficientFunds => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn invalid_argument(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InvalidArgument => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn invalid_argument_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InvalidArgument => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn invalid_request(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InvalidRequest => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn invalid_request_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::InvalidRequest => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn limit_reached(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::LimitReached => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn limit_reached_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::LimitReached => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn not_found(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::NotFound => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn not_found_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::NotFound => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn outcome_applied(wallet: Client) -> Handled {
    use payonce::Outcome;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.outcome() == Outcome::Applied => {
            // It took effect, now or earlier. Do not pay again.
            record(error.reference(), &error.payload().details);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn outcome_pending(wallet: Client) -> Handled {
    use payonce::Outcome;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.outcome() == Outcome::Pending => {
            // Accepted, not final. Do not pay again.
            store(error.payload());
            check_later(error.reference());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn outcome_unknown(wallet: Client) -> Handled {
    use payonce::{Outcome, agentwallex::Transaction};

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.outcome() == Outcome::Unknown => {
            // Money may have moved. Do not pay again.
            store(error.payload()); // another process can settle it
            let paid = wallet.reconcile::<Transaction>(error.payload()).await?; // it only reads
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn permission(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Permission => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn permission_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Permission => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn plan_limit(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::PlanLimit => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn plan_limit_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::PlanLimit => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn policy_violation(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::PolicyViolation => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn policy_violation_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::PolicyViolation => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn rate_limited(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::RateLimited => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn rate_limited_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::RateLimited => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn server(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Server => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn server_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Server => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn session_expired(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::SessionExpired => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn session_expired_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::SessionExpired => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn timeout(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Timeout => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn timeout_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Timeout => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn unavailable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Unavailable => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn unavailable_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Unavailable => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn unknown(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Unknown => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn unknown_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Unknown => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn upstream(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Upstream => {
            // Nothing took effect. The same request would fail again.
            eprintln!("{}", error.advice());
            show(&error.payload().user_message);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn upstream_retryable(wallet: Client) -> Handled {
    use payonce::Kind;

    match pay().await {
        Ok(paid) => ship(paid),
        Err(error) if error.kind() == Kind::Upstream => {
            // Nothing took effect. payonce has retried; try again later.
            retry_after(error.retry_after().unwrap_or(SECOND));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
