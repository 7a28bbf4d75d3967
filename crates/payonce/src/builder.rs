//! What every typed client and its builder have.

/// Declares a typed client and its builder. `provider` is a result, because a provider from a file can be refused; `class` is
/// the name of the client in the declaration of the provider.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_client {
    ($(#[$doc:meta])* $client:ident, $builder:ident of $provider:expr, $class:literal, $base_url:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $client<C = $crate::UntypedClient> {
            connection: C,
        }

        impl $client {
            /// Starts to build a client.
            pub fn builder() -> $builder {
                $builder::default()
            }

            /// Calls an operation by its name, with its arguments as JSON. The names of the REST API are accepted too.
            ///
            /// # Errors
            /// Every kind of the [error model](payonce::Error).
            pub async fn call(
                &self,
                operation: &str,
                arguments: &$crate::typed::serde_json::Map<String, $crate::typed::serde_json::Value>,
                options: $crate::CallOptions,
            ) -> Result<$crate::Response<$crate::typed::serde_json::Value>, $crate::Error> {
                self.connection.call(operation, arguments, options).await
            }

            /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its
            /// reference. It only reads. It returns what that call would have returned.
            ///
            /// # Errors
            /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument`
            /// if the error has no reference or its operation cannot be searched for; the error of a failed search.
            pub async fn reconcile<T: $crate::typed::serde::de::DeserializeOwned>(
                &self,
                unsettled: &$crate::ErrorPayload,
            ) -> Result<$crate::Response<T>, $crate::Error> {
                self.connection.reconcile(unsettled, $crate::CallOptions::new()).await
            }

            /// The [journal](payonce::journal) of this client.
            ///
            /// # Errors
            /// `invalid_argument` if the client has none.
            pub fn journal(&self) -> Result<$crate::journal::Journal, $crate::Error> {
                self.connection.journal()
            }
        }

        $crate::typed::if_blocking! {
            impl $client<$crate::blocking::UntypedClient> {
                /// Calls an operation by its name, with its arguments as JSON, and blocks until it is over. The names of the
                /// REST API are accepted too.
                ///
                /// # Errors
                /// Every kind of the [error model](payonce::Error); `invalid_argument` inside async code.
                pub fn call(
                    &self,
                    operation: &str,
                    arguments: &$crate::typed::serde_json::Map<String, $crate::typed::serde_json::Value>,
                    options: $crate::CallOptions,
                ) -> Result<$crate::blocking::Response<$crate::typed::serde_json::Value>, $crate::Error> {
                    self.connection.call(operation, arguments, options)
                }

                /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its
                /// reference. It only reads. It returns what that call would have returned.
                ///
                /// # Errors
                /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument`
                /// if the error has no reference or its operation cannot be searched for; the error of a failed search.
                pub fn reconcile<T: $crate::typed::serde::de::DeserializeOwned>(
                    &self,
                    unsettled: &$crate::ErrorPayload,
                ) -> Result<$crate::blocking::Response<T>, $crate::Error> {
                    self.connection.reconcile(unsettled, $crate::CallOptions::new())
                }

                /// The [journal](payonce::journal) of this client.
                ///
                /// # Errors
                /// `invalid_argument` if the client has none.
                pub fn journal(&self) -> Result<$crate::blocking::Journal, $crate::Error> {
                    self.connection.journal()
                }
            }
        }

        #[doc = concat!("The options of a [`", stringify!($client), "`].")]
        #[derive(Clone, Default)]
        #[must_use]
        pub struct $builder {
            options: $crate::typed::ClientOptions,
            listener: Option<std::sync::Arc<dyn $crate::Listener>>,
        }

        impl std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                // The settings hold keys.
                f.debug_struct(stringify!($builder)).finish_non_exhaustive()
            }
        }

        impl $builder {
            $crate::typed::shared_options!($base_url);

            /// Called and awaited for each event of each call, so that a reference can be stored before money moves.
            /// Return `()` or a `Result`: an error at `about_to_send` ends the call before the first byte. The deadline
            /// of the call limits the listener.
            pub fn on_event<F, Fut>(mut self, listener: F) -> Self
            where
                F: Fn($crate::Event) -> Fut + Send + Sync + 'static,
                Fut: std::future::Future<Output: $crate::ListenerResult> + Send + 'static,
            {
                self.listener = Some(std::sync::Arc::new($crate::typed::Hearing(listener)));
                self
            }

            /// Like [`on_event`](Self::on_event), with a listener that blocks: it runs on a thread of its own, and the
            /// call continues when it returns.
            pub fn on_event_blocking<F, A>(mut self, listener: F) -> Self
            where
                F: Fn($crate::Event) -> A + Send + Sync + 'static,
                A: $crate::ListenerResult + 'static,
            {
                let listener = std::sync::Arc::new(listener);
                self.listener = Some(std::sync::Arc::new($crate::typed::HearingBlocked(listener)));
                self
            }

            /// Checks the options. The first call opens the connection.
            ///
            /// # Errors
            /// `invalid_argument`, which names the missing or invalid option.
            pub fn build(self) -> Result<$client, $crate::Error> {
                let provider: Result<$crate::Provider, $crate::Error> = $provider;
                let provider = provider?;
                let connection = $crate::UntypedClient::of_class(provider, $class, self.options, self.listener)?;
                Ok($client { connection })
            }
        }

        $crate::typed::if_blocking! {
            impl $builder {
                /// Like [`build`](Self::build), for a program without async: each call blocks until it is over.
                ///
                /// # Errors
                /// The same.
                pub fn build_blocking(self) -> Result<$client<$crate::blocking::UntypedClient>, $crate::Error> {
                        let provider: Result<$crate::Provider, $crate::Error> = $provider;
                    let provider = provider?;
                    let Self { options, listener } = self;
                    let connection =
                        $crate::blocking::UntypedClient::of_class(provider, $class, options, listener)?;
                    Ok($client { connection })
                }
            }
        }
    };
}
