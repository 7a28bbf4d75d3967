//! The client of Pay-i.

// Written by `cargo xtask codegen` from payonce-core's operations; changes belong there.

use std::sync::Arc;

use payonce_core::{ErrorPayload, Provider};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Error;
use crate::Event;
use crate::Response;
use crate::connection::UntypedClient;
use crate::engine::{Listener, ListenerAnswer};
use crate::options::CallOptions;
use crate::options::{ClientOptions, shared_options};

/// Limits and accounting for model calls through Pay-i. As Pay-i's own package does, it also takes its base
/// URL from the environment, `PAYI_BASE_URL`, and header fields for every request, `PAYI_CUSTOM_HEADERS`: a
/// `Name: value` a line.
///
/// Clones share connections, retry budget and lookups.
#[derive(Clone, Debug)]
pub struct Client {
    connection: UntypedClient,
}

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the options from the environment: `PAYI_API_KEY`.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Calls an operation by its name, with its arguments as JSON. The names of the REST API are accepted too.
    ///
    /// # Errors
    /// Every kind of the [error model](crate::Error).
    pub async fn call(
        &self,
        operation: &str,
        arguments: &Map<String, Value>,
        options: CallOptions,
    ) -> Result<Response<Value>, Error> {
        self.connection.call(operation, arguments, options).await
    }

    /// Searches for the result of an earlier call with an unknown outcome, also of another process, by its reference.
    /// It only reads. It returns what that call would have returned.
    ///
    /// # Errors
    /// The same error again, still with an unknown outcome, if the provider does not list it; `invalid_argument` if the
    /// error has no reference or its operation cannot be searched for; the error of a failed search.
    pub async fn reconcile<T: DeserializeOwned>(
        &self,
        unsettled: &ErrorPayload,
    ) -> Result<Response<T>, Error> {
        self.connection.reconcile(unsettled, CallOptions::new()).await
    }

    /// Operations under `categories`.
    #[must_use]
    pub fn categories(&self) -> resources::CategoriesResource<'_> {
        resources::CategoriesResource { connection: &self.connection }
    }

    /// Operations under `ingest`.
    #[must_use]
    pub fn ingest(&self) -> resources::IngestResource<'_> {
        resources::IngestResource { connection: &self.connection }
    }

    /// Operations under `limits`.
    #[must_use]
    pub fn limits(&self) -> resources::LimitsResource<'_> {
        resources::LimitsResource { connection: &self.connection }
    }

    /// Operations under `reports`.
    #[must_use]
    pub fn reports(&self) -> resources::ReportsResource<'_> {
        resources::ReportsResource { connection: &self.connection }
    }

    /// Operations under `requests`.
    #[must_use]
    pub fn requests(&self) -> resources::RequestsResource<'_> {
        resources::RequestsResource { connection: &self.connection }
    }

    /// Operations under `use_cases`.
    #[must_use]
    pub fn use_cases(&self) -> resources::UseCasesResource<'_> {
        resources::UseCasesResource { connection: &self.connection }
    }
}

/// The options of a [`Client`].
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    options: ClientOptions,
    listener: Option<Arc<dyn Listener>>,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The settings hold keys.
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// The API key, sent as `xProxy-api-key`; by default from the environment variable `PAYI_API_KEY`.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.options.set("api_key", api_key.into());
        self
    }

    shared_options!("If `base_url` is omitted, the environment variable `PAYI_BASE_URL` is read.");

    /// Called and awaited for each event of each call, so that a reference can be stored before money moves.
    /// Return `()` or a `Result`: an error at `about_to_send` ends the call before the first byte. The deadline of
    /// the call limits the listener.
    pub fn on_event<F, Fut>(mut self, listener: F) -> Self
    where
        F: Fn(Event) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: ListenerAnswer> + Send + 'static,
    {
        self.listener = Some(Arc::new(crate::connection::Hearing(listener)));
        self
    }

    /// Checks the options. The first call opens the connection.
    ///
    /// # Errors
    /// `invalid_argument`, which names the missing or invalid option.
    pub fn build(self) -> Result<Client, Error> {
        let connection = UntypedClient::new(Provider::Payi, self.options, self.listener)?;
        Ok(Client { connection })
    }
}

/// The groups of operations of Pay-i.
pub mod resources {
    use serde_json::Value;

    use crate::Error;
    use crate::Items;
    use crate::Response;
    use crate::connection::UntypedClient;
    use crate::options::CallOptions;
    use crate::payi as api;

    /// Operations under `categories`.
    #[derive(Clone, Copy, Debug)]
    pub struct CategoriesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl CategoriesResource<'_> {
        /// Operations under `categories.resources`.
        #[must_use]
        pub fn resources(&self) -> CategoriesResourcesResource<'_> {
            CategoriesResourcesResource { connection: self.connection }
        }

        /// Lists categories.
        ///
        /// `GET /api/v1/categories`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::CategoriesList>,
        ) -> Result<Response<api::CategoryPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::CategoriesList>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::CategoriesList>) -> Items<api::CategoryResponse> {
            Items::new(
                self.connection.clone(),
                "categories.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes a category with its resources, and answers them.
        ///
        /// `DELETE /api/v1/categories/{category}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::CategoriesDelete>,
        ) -> Result<Response<Vec<api::CategoryResourceResponse>>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::CategoriesDelete>,
            options: CallOptions,
        ) -> Result<Response<Vec<api::CategoryResourceResponse>>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.delete", &arguments, options).await
        }

        /// Lists the resources of a category.
        ///
        /// `GET /api/v1/categories/{category}/resources`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_resources(
            &self,
            params: impl Into<api::CategoriesListResources>,
        ) -> Result<Response<api::CategoryResourcePage>, Error> {
            self.list_resources_with(params, CallOptions::new()).await
        }

        /// Like [`list_resources`](Self::list_resources), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_resources_with(
            &self,
            params: impl Into<api::CategoriesListResources>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryResourcePage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.list_resources", &arguments, options).await
        }

        /// The items of all pages of [`list_resources`](Self::list_resources), requested when they are needed.
        pub fn list_resources_all(
            &self,
            params: impl Into<api::CategoriesListResources>,
        ) -> Items<api::CategoryResourceResponse> {
            Items::new(
                self.connection.clone(),
                "categories.list_resources",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes all versions of a resource, and answers them.
        ///
        /// `DELETE /api/v1/categories/{category}/resources/{resource}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_resource(
            &self,
            params: impl Into<api::CategoriesDeleteResource>,
        ) -> Result<Response<Vec<api::CategoryResourceResponse>>, Error> {
            self.delete_resource_with(params, CallOptions::new()).await
        }

        /// Like [`delete_resource`](Self::delete_resource), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_resource_with(
            &self,
            params: impl Into<api::CategoriesDeleteResource>,
            options: CallOptions,
        ) -> Result<Response<Vec<api::CategoryResourceResponse>>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.delete_resource", &arguments, options).await
        }
    }

    /// Operations under `categories.resources`.
    #[derive(Clone, Copy, Debug)]
    pub struct CategoriesResourcesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl CategoriesResourcesResource<'_> {
        /// Creates a version of a resource with its prices.
        ///
        /// `POST /api/v1/categories/{category}/resources/{resource}`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::CategoriesResourcesCreate>,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::CategoriesResourcesCreate>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.resources.create", &arguments, options).await
        }

        /// Reads a version of a resource.
        ///
        /// `GET /api/v1/categories/{category}/resources/{resource}/{resource_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::CategoriesResourcesRetrieve>,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::CategoriesResourcesRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.resources.retrieve", &arguments, options).await
        }

        /// Lists the versions of a resource.
        ///
        /// `GET /api/v1/categories/{category}/resources/{resource}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::CategoriesResourcesList>,
        ) -> Result<Response<api::CategoryResourcePage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::CategoriesResourcesList>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryResourcePage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.resources.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(
            &self,
            params: impl Into<api::CategoriesResourcesList>,
        ) -> Items<api::CategoryResourceResponse> {
            Items::new(
                self.connection.clone(),
                "categories.resources.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes a version of a resource.
        ///
        /// `DELETE /api/v1/categories/{category}/resources/{resource}/{resource_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::CategoriesResourcesDelete>,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::CategoriesResourcesDelete>,
            options: CallOptions,
        ) -> Result<Response<api::CategoryResourceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("categories.resources.delete", &arguments, options).await
        }
    }

    /// Operations under `ingest`.
    #[derive(Clone, Copy, Debug)]
    pub struct IngestResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl IngestResource<'_> {
        /// Counts what one model call used. There is no key: after an answer that was lost it may have been
        /// counted, so it is not sent again. With a `provider_response_id` use `ingest.bulk_upsert`, which may
        /// be.
        ///
        /// `POST /api/v1/ingest`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn units(
            &self,
            params: impl Into<api::IngestUnitsParams>,
        ) -> Result<Response<api::IngestResponse>, Error> {
            self.units_with(params, CallOptions::new()).await
        }

        /// Like [`units`](Self::units), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn units_with(
            &self,
            params: impl Into<api::IngestUnitsParams>,
            options: CallOptions,
        ) -> Result<Response<api::IngestResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("ingest.units", &arguments, options).await
        }

        /// Counts many events. Some may be refused while the others are counted: the error then says how many of
        /// each, and its details say which.
        ///
        /// `POST /api/v1/ingest/bulk`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn bulk(
            &self,
            params: impl Into<api::IngestBulk>,
        ) -> Result<Response<api::BulkIngestResponse>, Error> {
            self.bulk_with(params, CallOptions::new()).await
        }

        /// Like [`bulk`](Self::bulk), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn bulk_with(
            &self,
            params: impl Into<api::IngestBulk>,
            options: CallOptions,
        ) -> Result<Response<api::BulkIngestResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("ingest.bulk", &arguments, options).await
        }

        /// Counts many events, or corrects those that were counted under the same `provider_response_id`: the
        /// only way to send an event twice and have it counted once.
        ///
        /// `POST /api/v1/ingest/bulk-upsert`; the provider recognizes a second request by its key, so payonce retries it after any transient failure.
        ///
        /// Source: docs.pay-i.com/reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again with the same `idempotency_key`;
        /// it takes effect once.
        pub async fn bulk_upsert(
            &self,
            params: impl Into<api::IngestBulkUpsert>,
        ) -> Result<Response<api::BulkIngestResponse>, Error> {
            self.bulk_upsert_with(params, CallOptions::new()).await
        }

        /// Like [`bulk_upsert`](Self::bulk_upsert), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again with the same `idempotency_key`;
        /// it takes effect once.
        pub async fn bulk_upsert_with(
            &self,
            params: impl Into<api::IngestBulkUpsert>,
            options: CallOptions,
        ) -> Result<Response<api::BulkIngestResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("ingest.bulk_upsert", &arguments, options).await
        }
    }

    /// Operations under `limits`.
    #[derive(Clone, Copy, Debug)]
    pub struct LimitsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl LimitsResource<'_> {
        /// Operations under `limits.properties`.
        #[must_use]
        pub fn properties(&self) -> LimitsPropertiesResource<'_> {
            LimitsPropertiesResource { connection: self.connection }
        }

        /// Creates a limit. With a `limit_id` of your own a second one is refused with `duplicate_limit_id`.
        ///
        /// `POST /api/v1/limits`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::LimitsCreate>,
        ) -> Result<Response<api::LimitResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::LimitsCreate>,
            options: CallOptions,
        ) -> Result<Response<api::LimitResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.create", &arguments, options).await
        }

        /// Reads a limit and what was spent against it.
        ///
        /// `GET /api/v1/limits/{limit_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::LimitsRetrieve>,
        ) -> Result<Response<api::LimitResponse>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::LimitsRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::LimitResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.retrieve", &arguments, options).await
        }

        /// Changes the name or the amount of a limit.
        ///
        /// `PUT /api/v1/limits/{limit_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::LimitsUpdate>,
        ) -> Result<Response<api::LimitResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::LimitsUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::LimitResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.update", &arguments, options).await
        }

        /// Lists limits.
        ///
        /// `GET /api/v1/limits`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::LimitsList>,
        ) -> Result<Response<api::LimitPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::LimitsList>,
            options: CallOptions,
        ) -> Result<Response<api::LimitPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::LimitsList>) -> Items<api::Limit> {
            Items::new(
                self.connection.clone(),
                "limits.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes a limit.
        ///
        /// `DELETE /api/v1/limits/{limit_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::LimitsDelete>,
        ) -> Result<Response<api::DefaultResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::LimitsDelete>,
            options: CallOptions,
        ) -> Result<Response<api::DefaultResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.delete", &arguments, options).await
        }

        /// Counts against a limit from zero, and answers what had been spent.
        ///
        /// `POST /api/v1/limits/{limit_id}/reset`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn reset(
            &self,
            params: impl Into<api::LimitsReset>,
        ) -> Result<Response<api::LimitHistoryResponse>, Error> {
            self.reset_with(params, CallOptions::new()).await
        }

        /// Like [`reset`](Self::reset), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn reset_with(
            &self,
            params: impl Into<api::LimitsReset>,
            options: CallOptions,
        ) -> Result<Response<api::LimitHistoryResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.reset", &arguments, options).await
        }
    }

    /// Operations under `limits.properties`.
    #[derive(Clone, Copy, Debug)]
    pub struct LimitsPropertiesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl LimitsPropertiesResource<'_> {
        /// Sets properties of a limit.
        ///
        /// `PUT /api/v1/limits/{limit_id}/properties`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::LimitsPropertiesUpdate>,
        ) -> Result<Response<Vec<api::LimitResponse>>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::LimitsPropertiesUpdate>,
            options: CallOptions,
        ) -> Result<Response<Vec<api::LimitResponse>>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("limits.properties.update", &arguments, options).await
        }
    }

    /// Operations under `reports`.
    #[derive(Clone, Copy, Debug)]
    pub struct ReportsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl ReportsResource<'_> {
        /// Reads a report; its form is not public. 424 is documented for this operation only.
        ///
        /// `GET /api/v1/reports/{report_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: docs.pay-i.com/reference
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::ReportsRetrieve>,
        ) -> Result<Response<Value>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::ReportsRetrieve>,
            options: CallOptions,
        ) -> Result<Response<Value>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("reports.retrieve", &arguments, options).await
        }
    }

    /// Operations under `requests`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsResource<'_> {
        /// Operations under `requests.request_id`.
        #[must_use]
        pub fn request_id(&self) -> RequestsRequestIdResource<'_> {
            RequestsRequestIdResource { connection: self.connection }
        }

        /// Operations under `requests.response_id`.
        #[must_use]
        pub fn response_id(&self) -> RequestsResponseIdResource<'_> {
            RequestsResponseIdResource { connection: self.connection }
        }
    }

    /// Operations under `requests.request_id`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsRequestIdResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsRequestIdResource<'_> {
        /// Operations under `requests.request_id.properties`.
        #[must_use]
        pub fn properties(&self) -> RequestsRequestIdPropertiesResource<'_> {
            RequestsRequestIdPropertiesResource { connection: self.connection }
        }

        /// Operations under `requests.request_id.result`.
        #[must_use]
        pub fn result(&self) -> RequestsRequestIdResultResource<'_> {
            RequestsRequestIdResultResource { connection: self.connection }
        }
    }

    /// Operations under `requests.request_id.properties`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsRequestIdPropertiesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsRequestIdPropertiesResource<'_> {
        /// Sets properties of a request.
        ///
        /// `PUT /api/v1/requests/{request_id}/properties`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::RequestsRequestIdPropertiesUpdate>,
        ) -> Result<Response<api::PropertiesResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::RequestsRequestIdPropertiesUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::PropertiesResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("requests.request_id.properties.update", &arguments, options).await
        }
    }

    /// Operations under `requests.request_id.result`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsRequestIdResultResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsRequestIdResultResource<'_> {
        /// Reads what a request cost and what it did to its limits.
        ///
        /// `GET /api/v1/requests/{request_id}/result`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::RequestsRequestIdResultRetrieve>,
        ) -> Result<Response<api::RequestResult>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::RequestsRequestIdResultRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::RequestResult>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("requests.request_id.result.retrieve", &arguments, options).await
        }
    }

    /// Operations under `requests.response_id`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsResponseIdResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsResponseIdResource<'_> {
        /// Operations under `requests.response_id.properties`.
        #[must_use]
        pub fn properties(&self) -> RequestsResponseIdPropertiesResource<'_> {
            RequestsResponseIdPropertiesResource { connection: self.connection }
        }

        /// Operations under `requests.response_id.result`.
        #[must_use]
        pub fn result(&self) -> RequestsResponseIdResultResource<'_> {
            RequestsResponseIdResultResource { connection: self.connection }
        }
    }

    /// Operations under `requests.response_id.properties`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsResponseIdPropertiesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsResponseIdPropertiesResource<'_> {
        /// Sets properties of a request that is known by the model provider's id.
        ///
        /// `PUT /api/v1/requests/provider/{category}/{provider_response_id}/properties`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::RequestsResponseIdPropertiesUpdate>,
        ) -> Result<Response<api::PropertiesResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::RequestsResponseIdPropertiesUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::PropertiesResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("requests.response_id.properties.update", &arguments, options).await
        }
    }

    /// Operations under `requests.response_id.result`.
    #[derive(Clone, Copy, Debug)]
    pub struct RequestsResponseIdResultResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl RequestsResponseIdResultResource<'_> {
        /// Reads what a request cost that is known by the model provider's id.
        ///
        /// `GET /api/v1/requests/provider/{category}/{provider_response_id}/result`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::RequestsResponseIdResultRetrieve>,
        ) -> Result<Response<api::RequestResult>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::RequestsResponseIdResultRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::RequestResult>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("requests.response_id.result.retrieve", &arguments, options).await
        }
    }

    /// Operations under `use_cases`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesResource<'_> {
        /// Operations under `use_cases.definitions`.
        #[must_use]
        pub fn definitions(&self) -> UseCasesDefinitionsResource<'_> {
            UseCasesDefinitionsResource { connection: self.connection }
        }

        /// Operations under `use_cases.kpis`.
        #[must_use]
        pub fn kpis(&self) -> UseCasesKpisResource<'_> {
            UseCasesKpisResource { connection: self.connection }
        }

        /// Operations under `use_cases.properties`.
        #[must_use]
        pub fn properties(&self) -> UseCasesPropertiesResource<'_> {
            UseCasesPropertiesResource { connection: self.connection }
        }

        /// Creates an instance of a use case; the answer names its id.
        ///
        /// `POST /api/v1/use_cases/instances/{use_case_name}`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::UseCasesCreate>,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::UseCasesCreate>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.create", &arguments, options).await
        }

        /// Reads an instance.
        ///
        /// `GET /api/v1/use_cases/instances/{use_case_name}/{use_case_id}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::UseCasesRetrieve>,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::UseCasesRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.retrieve", &arguments, options).await
        }

        /// Deletes an instance.
        ///
        /// `DELETE /api/v1/use_cases/instances/{use_case_name}/{use_case_id}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::UseCasesDelete>,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::UseCasesDelete>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.delete", &arguments, options).await
        }
    }

    /// Operations under `use_cases.definitions`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesDefinitionsResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesDefinitionsResource<'_> {
        /// Operations under `use_cases.definitions.kpis`.
        #[must_use]
        pub fn kpis(&self) -> UseCasesDefinitionsKpisResource<'_> {
            UseCasesDefinitionsKpisResource { connection: self.connection }
        }

        /// Operations under `use_cases.definitions.limit_config`.
        #[must_use]
        pub fn limit_config(&self) -> UseCasesDefinitionsLimitConfigResource<'_> {
            UseCasesDefinitionsLimitConfigResource { connection: self.connection }
        }

        /// Operations under `use_cases.definitions.version`.
        #[must_use]
        pub fn version(&self) -> UseCasesDefinitionsVersionResource<'_> {
            UseCasesDefinitionsVersionResource { connection: self.connection }
        }

        /// Defines a use case.
        ///
        /// `POST /api/v1/use_cases/definitions`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::UseCasesDefinitionsCreate>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsCreate>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.create", &arguments, options).await
        }

        /// Reads a definition.
        ///
        /// `GET /api/v1/use_cases/definitions/{use_case_name}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::UseCasesDefinitionsRetrieve>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.retrieve", &arguments, options).await
        }

        /// Changes a definition. The provider may answer it without a body.
        ///
        /// `PUT /api/v1/use_cases/definitions/{use_case_name}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::UseCasesDefinitionsUpdate>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.update", &arguments, options).await
        }

        /// Lists definitions.
        ///
        /// `GET /api/v1/use_cases/definitions`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::UseCasesDefinitionsList>,
        ) -> Result<Response<api::UseCaseDefinitionPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsList>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(
            &self,
            params: impl Into<api::UseCasesDefinitionsList>,
        ) -> Items<api::UseCaseDefinitionResponse> {
            Items::new(
                self.connection.clone(),
                "use_cases.definitions.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes a definition.
        ///
        /// `DELETE /api/v1/use_cases/definitions/{use_case_name}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::UseCasesDefinitionsDelete>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsDelete>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.delete", &arguments, options).await
        }
    }

    /// Operations under `use_cases.definitions.kpis`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesDefinitionsKpisResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesDefinitionsKpisResource<'_> {
        /// Defines a KPI of a use case.
        ///
        /// `POST /api/v1/use_cases/definitions/{use_case_name}/kpis`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisCreate>,
        ) -> Result<Response<api::KpiResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisCreate>,
            options: CallOptions,
        ) -> Result<Response<api::KpiResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.kpis.create", &arguments, options).await
        }

        /// Reads a KPI.
        ///
        /// `GET /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisRetrieve>,
        ) -> Result<Response<api::KpiResponse>, Error> {
            self.retrieve_with(params, CallOptions::new()).await
        }

        /// Like [`retrieve`](Self::retrieve), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn retrieve_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisRetrieve>,
            options: CallOptions,
        ) -> Result<Response<api::KpiResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.kpis.retrieve", &arguments, options).await
        }

        /// Changes a KPI.
        ///
        /// `PUT /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisUpdate>,
        ) -> Result<Response<api::KpiResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::KpiResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.kpis.update", &arguments, options).await
        }

        /// Lists the KPIs of a use case.
        ///
        /// `GET /api/v1/use_cases/definitions/{use_case_name}/kpis`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisList>,
        ) -> Result<Response<api::KpiPage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisList>,
            options: CallOptions,
        ) -> Result<Response<api::KpiPage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.kpis.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisList>,
        ) -> Items<api::KpiResponse> {
            Items::new(
                self.connection.clone(),
                "use_cases.definitions.kpis.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }

        /// Deletes a KPI.
        ///
        /// `DELETE /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisDelete>,
        ) -> Result<Response<api::KpiResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsKpisDelete>,
            options: CallOptions,
        ) -> Result<Response<api::KpiResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.kpis.delete", &arguments, options).await
        }
    }

    /// Operations under `use_cases.definitions.limit_config`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesDefinitionsLimitConfigResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesDefinitionsLimitConfigResource<'_> {
        /// Gives each further instance a limit.
        ///
        /// `POST /api/v1/use_cases/definitions/{use_case_name}/limit_config`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create(
            &self,
            params: impl Into<api::UseCasesDefinitionsLimitConfigCreate>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.create_with(params, CallOptions::new()).await
        }

        /// Like [`create`](Self::create), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn create_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsLimitConfigCreate>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.limit_config.create", &arguments, options).await
        }

        /// Gives further instances no limit.
        ///
        /// `DELETE /api/v1/use_cases/definitions/{use_case_name}/limit_config`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete(
            &self,
            params: impl Into<api::UseCasesDefinitionsLimitConfigDelete>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.delete_with(params, CallOptions::new()).await
        }

        /// Like [`delete`](Self::delete), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn delete_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsLimitConfigDelete>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.limit_config.delete", &arguments, options).await
        }
    }

    /// Operations under `use_cases.definitions.version`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesDefinitionsVersionResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesDefinitionsVersionResource<'_> {
        /// Counts the version of a definition up by one.
        ///
        /// `POST /api/v1/use_cases/definitions/{use_case_name}/increment_version`; payonce retries it only after a refusal, and returns an unknown outcome as an error.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn increment(
            &self,
            params: impl Into<api::UseCasesDefinitionsVersionIncrement>,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            self.increment_with(params, CallOptions::new()).await
        }

        /// Like [`increment`](Self::increment), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
        /// with the provider, which cannot recognize it.
        pub async fn increment_with(
            &self,
            params: impl Into<api::UseCasesDefinitionsVersionIncrement>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseDefinitionResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.definitions.version.increment", &arguments, options).await
        }
    }

    /// Operations under `use_cases.kpis`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesKpisResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesKpisResource<'_> {
        /// Scores an instance.
        ///
        /// `PUT /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis/{kpi_name}`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::UseCasesKpisUpdate>,
        ) -> Result<Response<()>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::UseCasesKpisUpdate>,
            options: CallOptions,
        ) -> Result<Response<()>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.kpis.update", &arguments, options).await
        }

        /// Lists the scores of an instance.
        ///
        /// `GET /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis`; it changes nothing, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list(
            &self,
            params: impl Into<api::UseCasesKpisList>,
        ) -> Result<Response<api::KpiScorePage>, Error> {
            self.list_with(params, CallOptions::new()).await
        }

        /// Like [`list`](Self::list), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        pub async fn list_with(
            &self,
            params: impl Into<api::UseCasesKpisList>,
            options: CallOptions,
        ) -> Result<Response<api::KpiScorePage>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.kpis.list", &arguments, options).await
        }

        /// The items of all pages of [`list`](Self::list), requested when they are needed.
        pub fn list_all(&self, params: impl Into<api::UseCasesKpisList>) -> Items<api::KpiScore> {
            Items::new(
                self.connection.clone(),
                "use_cases.kpis.list",
                params.into().into_values(),
                CallOptions::new(),
            )
        }
    }

    /// Operations under `use_cases.properties`.
    #[derive(Clone, Copy, Debug)]
    pub struct UseCasesPropertiesResource<'a> {
        pub(super) connection: &'a UntypedClient,
    }

    impl UseCasesPropertiesResource<'_> {
        /// Sets properties of an instance.
        ///
        /// `PUT /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/properties`; a second request has the effect of one, so payonce retries it after any transient failure.
        ///
        /// Source: the Python package payi 0.1.0a183
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update(
            &self,
            params: impl Into<api::UseCasesPropertiesUpdate>,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            self.update_with(params, CallOptions::new()).await
        }

        /// Like [`update`](Self::update), with options of this call.
        ///
        /// # Errors
        /// Every kind of the [error model](crate::Error); `outcome()` states whether it took effect.
        /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
        pub async fn update_with(
            &self,
            params: impl Into<api::UseCasesPropertiesUpdate>,
            options: CallOptions,
        ) -> Result<Response<api::UseCaseInstanceResponse>, Error> {
            let arguments = params.into().into_values();
            self.connection.call("use_cases.properties.update", &arguments, options).await
        }
    }
}
