//! What the builder of an operation collects, and how it is sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use payonce_core::Error;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::connection::UntypedClient;
use crate::items::Items;
use crate::options::CallOptions;
use crate::response::Response;

/// The future of a call: what `.await` on a builder runs.
pub type CallFuture<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

/// The arguments and options of one call, and the client that makes it.
#[must_use]
pub struct PreparedCall<C> {
    connection: C,
    operation: &'static str,
    arguments: Arguments,
    options: CallOptions,
}

impl<C> PreparedCall<C> {
    /// A call without arguments.
    pub fn new(connection: C, operation: &'static str) -> Self {
        Self { connection, operation, arguments: Arguments::default(), options: CallOptions::new() }
    }

    /// Sets an argument.
    pub fn set(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.set(name, value);
        self
    }

    /// Sets an argument that debug output must not contain.
    pub fn set_secret(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.set_secret(name, value);
        self
    }

    /// Sets a number.
    pub fn set_number(mut self, name: &'static str, value: f64) -> Self {
        self.arguments.set_number(name, value);
        self
    }

    /// Changes the options.
    pub fn with(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// The items of all pages.
    pub fn items<T>(self) -> Items<T, C> {
        Items::new(self.connection, self.operation, self.arguments.into_values(), self.options)
    }
}

impl PreparedCall<UntypedClient> {
    /// What sends the call.
    pub fn future<T: DeserializeOwned + Send + 'static>(self) -> CallFuture<T> {
        let Self { connection, operation, arguments, options } = self;
        Box::pin(async move { connection.call(operation, &arguments.into_values(), options).await })
    }
}

#[cfg(feature = "blocking")]
impl PreparedCall<crate::blocking::UntypedClient> {
    /// Sends the call, and blocks until it is over.
    ///
    /// # Errors
    /// Every kind of the [error model](Error).
    pub fn call<T: DeserializeOwned>(self) -> Result<crate::blocking::Response<T>, Error> {
        self.connection.call(self.operation, &self.arguments.into_values(), self.options)
    }
}

impl<C> fmt::Debug for PreparedCall<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(self.operation)
            .field("arguments", &self.arguments)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Declares the builder of an operation: its type, how it is sent, and the options that mean something for it.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_operation {
    ($(#[$doc:meta])* $call:ident($name:literal) -> $output:ty, $options:ident $(, items: $item:ty)?) => {
        $(#[$doc])*
        #[must_use = "nothing is sent before `.await`, or `.call()` with a blocking client"]
        pub struct $call<C = $crate::UntypedClient>($crate::typed::PreparedCall<C>);

        impl<C> $call<C> {
            pub(super) fn new(connection: C) -> Self {
                Self($crate::typed::PreparedCall::new(connection, $name))
            }

            $(
                /// The items of all pages, requested when they are needed.
                pub fn items(self) -> $crate::Items<$item, C> {
                    self.0.items()
                }
            )?

            $crate::typed::call_options!($options);
        }

        /// Sends the call. The future can be awaited in another task.
        impl std::future::IntoFuture for $call {
            type Output = Result<$crate::Response<$output>, $crate::Error>;
            type IntoFuture = $crate::CallFuture<$output>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.future()
            }
        }

        $crate::typed::if_blocking! {
            impl $call<$crate::blocking::UntypedClient> {
                /// Sends the call, and blocks until it is over.
                ///
                /// # Errors
                /// Every kind of the [error model](payonce::Error); `invalid_argument` inside async code.
                pub fn call(self) -> Result<$crate::blocking::Response<$output>, $crate::Error> {
                    self.0.call()
                }
            }
        }

        impl<C> std::fmt::Debug for $call<C> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

/// The options of a call, as setters of its builder.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_call_options {
    (all) => {
        /// The time for one attempt, until the last byte of its response.
        pub fn timeout(self, timeout: std::time::Duration) -> Self {
            Self(self.0.with(|options| options.timeout(timeout)))
        }

        /// The most retries after the first request.
        pub fn max_retries(self, retries: u32) -> Self {
            Self(self.0.with(|options| options.max_retries(retries)))
        }

        /// The whole retry policy, with the deadline of the call. The budget remains that of the client.
        pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
            Self(self.0.with(|options| options.retry(policy)))
        }

        /// A header field of this call.
        pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
            Self(self.0.with(|options| options.header(name, value)))
        }
    };
    (keyed) => {
        $crate::typed::call_options!(all);

        /// The key that names this operation, for instance an order's id. With a [journal](payonce::journal), calls with the
        /// same key take effect once in every process. See
        /// [`CallOptions::idempotency_key`](payonce::CallOptions::idempotency_key).
        pub fn idempotency_key(self, key: impl Into<String>) -> Self {
            Self(self.0.with(|options| options.idempotency_key(key)))
        }
    };
    (unkeyed) => {
        $crate::typed::call_options!(keyed);

        /// Also retries a request that may have taken effect. It can then take effect twice.
        pub fn allow_duplicate(self, retry: bool) -> Self {
            Self(self.0.with(|options| options.allow_duplicate(retry)))
        }
    };
    (reconcilable) => {
        $crate::typed::call_options!(unkeyed);

        /// Whether payonce puts a reference into a field that the provider stores and lists. On by default. Without it,
        /// a payment with a lost response cannot be found.
        pub fn embed_reference(self, embed: bool) -> Self {
            Self(self.0.with(|options| options.embed_reference(embed)))
        }

        /// Whether the call searches for a payment with a lost response before it ends. On by default. Without it, the
        /// call ends at once with an unknown outcome.
        pub fn reconcile(self, reconcile: bool) -> Self {
            Self(self.0.with(|options| options.reconcile(reconcile)))
        }
    };
}
