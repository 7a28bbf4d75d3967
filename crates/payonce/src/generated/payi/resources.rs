//! The groups of operations of Pay-i.

// Written by `cargo xtask codegen` from the declarations of the core; edit those.

use super::calls;
use super::types::*;
use crate::UntypedClient;

/// Operations under `categories`.
#[derive(Clone, Copy, Debug)]
pub struct CategoriesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> CategoriesResource<'a, C> {
    /// Operations under `categories.resources`.
    #[must_use]
    pub fn resources(&self) -> CategoriesResourcesResource<'a, C> {
        CategoriesResourcesResource { connection: self.connection }
    }

    /// Lists categories.
    ///
    /// `GET /api/v1/categories`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self) -> calls::CategoriesList<C> {
        calls::CategoriesList::new(self.connection.clone())
    }

    /// Deletes a category with its resources, and returns them.
    ///
    /// `DELETE /api/v1/categories/{category}`; a second request has the effect of one, so payonce retries it
    /// after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self, category: impl Into<String>) -> calls::CategoriesDelete<C> {
        calls::CategoriesDelete::new(self.connection.clone()).category(category)
    }

    /// Lists the resources of a category.
    ///
    /// `GET /api/v1/categories/{category}/resources`; it changes nothing, so payonce retries it after any
    /// transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list_resources(&self, category: impl Into<String>) -> calls::CategoriesListResources<C> {
        calls::CategoriesListResources::new(self.connection.clone()).category(category)
    }

    /// Deletes all versions of a resource, and returns them.
    ///
    /// `DELETE /api/v1/categories/{category}/resources/{resource}`; a second request has the effect of one,
    /// so payonce retries it after any transient failure.
    ///
    /// Required: `resource`, `category`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete_resource(&self) -> calls::CategoriesDeleteResource<C> {
        calls::CategoriesDeleteResource::new(self.connection.clone())
    }
}

/// Operations under `categories.resources`.
#[derive(Clone, Copy, Debug)]
pub struct CategoriesResourcesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> CategoriesResourcesResource<'_, C> {
    /// Creates a version of a resource with its prices.
    ///
    /// `POST /api/v1/categories/{category}/resources/{resource}`; payonce retries it only after a refusal,
    /// and returns an unknown outcome as an error.
    ///
    /// Required: `resource`, `category`, `units`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self) -> calls::CategoriesResourcesCreate<C> {
        calls::CategoriesResourcesCreate::new(self.connection.clone())
    }

    /// Reads a version of a resource.
    ///
    /// `GET /api/v1/categories/{category}/resources/{resource}/{resource_id}`; it changes nothing, so payonce
    /// retries it after any transient failure.
    ///
    /// Required: `resource_id`, `category`, `resource`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self) -> calls::CategoriesResourcesRetrieve<C> {
        calls::CategoriesResourcesRetrieve::new(self.connection.clone())
    }

    /// Lists the versions of a resource.
    ///
    /// `GET /api/v1/categories/{category}/resources/{resource}`; it changes nothing, so payonce retries it
    /// after any transient failure.
    ///
    /// Required: `resource`, `category`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self) -> calls::CategoriesResourcesList<C> {
        calls::CategoriesResourcesList::new(self.connection.clone())
    }

    /// Deletes a version of a resource.
    ///
    /// `DELETE /api/v1/categories/{category}/resources/{resource}/{resource_id}`; a second request has the
    /// effect of one, so payonce retries it after any transient failure.
    ///
    /// Required: `resource_id`, `category`, `resource`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self) -> calls::CategoriesResourcesDelete<C> {
        calls::CategoriesResourcesDelete::new(self.connection.clone())
    }
}

/// Operations under `ingest`.
#[derive(Clone, Copy, Debug)]
pub struct IngestResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> IngestResource<'_, C> {
    /// Counts what one model call used. There is no key: if the response is lost, it may have been counted,
    /// so it is not sent again. With a `provider_response_id` use `ingest.bulk_upsert`, which may be.
    ///
    /// `POST /api/v1/ingest`; payonce retries it only after a refusal, and returns an unknown outcome as an
    /// error.
    ///
    /// Required: `category`, `units`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn units(&self) -> calls::IngestUnitsCall<C> {
        calls::IngestUnitsCall::new(self.connection.clone())
    }

    /// Counts many events. Some may be refused while the others are counted: the error then says how many of
    /// each, and its details say which.
    ///
    /// `POST /api/v1/ingest/bulk`; payonce retries it only after a refusal, and returns an unknown outcome as
    /// an error.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn bulk(&self, events: impl IntoIterator<Item = BulkIngestRequest>) -> calls::IngestBulk<C> {
        calls::IngestBulk::new(self.connection.clone()).events(events)
    }

    /// Counts many events, or corrects those that were counted under the same `provider_response_id`: the
    /// only way to send an event twice and have it counted once.
    ///
    /// `POST /api/v1/ingest/bulk-upsert`; the provider recognizes a second request by its key, so payonce
    /// retries it after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again with the same `idempotency_key`;
    /// it takes effect once.
    ///
    /// Source: docs.pay-i.com/reference
    pub fn bulk_upsert(
        &self,
        events: impl IntoIterator<Item = BulkUpsertRequest>,
    ) -> calls::IngestBulkUpsert<C> {
        calls::IngestBulkUpsert::new(self.connection.clone()).events(events)
    }
}

/// Operations under `limits`.
#[derive(Clone, Copy, Debug)]
pub struct LimitsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> LimitsResource<'a, C> {
    /// Operations under `limits.properties`.
    #[must_use]
    pub fn properties(&self) -> LimitsPropertiesResource<'a, C> {
        LimitsPropertiesResource { connection: self.connection }
    }

    /// Creates a limit. With a `limit_id` of your own a second one is refused with `duplicate_limit_id`.
    ///
    /// `POST /api/v1/limits`; payonce retries it only after a refusal, and returns an unknown outcome as an
    /// error.
    ///
    /// Required: `limit_name`, `max`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self) -> calls::LimitsCreate<C> {
        calls::LimitsCreate::new(self.connection.clone())
    }

    /// Reads a limit and what was spent against it.
    ///
    /// `GET /api/v1/limits/{limit_id}`; it changes nothing, so payonce retries it after any transient
    /// failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self, limit_id: impl Into<String>) -> calls::LimitsRetrieve<C> {
        calls::LimitsRetrieve::new(self.connection.clone()).limit_id(limit_id)
    }

    /// Changes the name or the amount of a limit.
    ///
    /// `PUT /api/v1/limits/{limit_id}`; a second request has the effect of one, so payonce retries it after
    /// any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self, limit_id: impl Into<String>) -> calls::LimitsUpdate<C> {
        calls::LimitsUpdate::new(self.connection.clone()).limit_id(limit_id)
    }

    /// Lists limits.
    ///
    /// `GET /api/v1/limits`; it changes nothing, so payonce retries it after any transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self) -> calls::LimitsList<C> {
        calls::LimitsList::new(self.connection.clone())
    }

    /// Deletes a limit.
    ///
    /// `DELETE /api/v1/limits/{limit_id}`; a second request has the effect of one, so payonce retries it
    /// after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self, limit_id: impl Into<String>) -> calls::LimitsDelete<C> {
        calls::LimitsDelete::new(self.connection.clone()).limit_id(limit_id)
    }

    /// Resets a limit to zero and returns the amount that was spent.
    ///
    /// `POST /api/v1/limits/{limit_id}/reset`; payonce retries it only after a refusal, and returns an
    /// unknown outcome as an error.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn reset(&self, limit_id: impl Into<String>) -> calls::LimitsReset<C> {
        calls::LimitsReset::new(self.connection.clone()).limit_id(limit_id)
    }
}

/// Operations under `limits.properties`.
#[derive(Clone, Copy, Debug)]
pub struct LimitsPropertiesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> LimitsPropertiesResource<'_, C> {
    /// Sets properties of a limit.
    ///
    /// `PUT /api/v1/limits/{limit_id}/properties`; a second request has the effect of one, so payonce retries
    /// it after any transient failure.
    ///
    /// Required: `properties`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self, limit_id: impl Into<String>) -> calls::LimitsPropertiesUpdate<C> {
        calls::LimitsPropertiesUpdate::new(self.connection.clone()).limit_id(limit_id)
    }
}

/// Operations under `reports`.
#[derive(Clone, Copy, Debug)]
pub struct ReportsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> ReportsResource<'_, C> {
    /// Reads a report; its form is not public. 424 is documented for this operation only.
    ///
    /// `GET /api/v1/reports/{report_id}`; it changes nothing, so payonce retries it after any transient
    /// failure.
    ///
    /// Source: docs.pay-i.com/reference
    pub fn retrieve(&self, report_id: impl Into<String>) -> calls::ReportsRetrieve<C> {
        calls::ReportsRetrieve::new(self.connection.clone()).report_id(report_id)
    }
}

/// Operations under `requests`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> RequestsResource<'a, C> {
    /// Operations under `requests.request_id`.
    #[must_use]
    pub fn request_id(&self) -> RequestsRequestIdResource<'a, C> {
        RequestsRequestIdResource { connection: self.connection }
    }

    /// Operations under `requests.response_id`.
    #[must_use]
    pub fn response_id(&self) -> RequestsResponseIdResource<'a, C> {
        RequestsResponseIdResource { connection: self.connection }
    }
}

/// Operations under `requests.request_id`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsRequestIdResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> RequestsRequestIdResource<'a, C> {
    /// Operations under `requests.request_id.properties`.
    #[must_use]
    pub fn properties(&self) -> RequestsRequestIdPropertiesResource<'a, C> {
        RequestsRequestIdPropertiesResource { connection: self.connection }
    }

    /// Operations under `requests.request_id.result`.
    #[must_use]
    pub fn result(&self) -> RequestsRequestIdResultResource<'a, C> {
        RequestsRequestIdResultResource { connection: self.connection }
    }
}

/// Operations under `requests.request_id.properties`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsRequestIdPropertiesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> RequestsRequestIdPropertiesResource<'_, C> {
    /// Sets properties of a request.
    ///
    /// `PUT /api/v1/requests/{request_id}/properties`; a second request has the effect of one, so payonce
    /// retries it after any transient failure.
    ///
    /// Required: `properties`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self, request_id: impl Into<String>) -> calls::RequestsRequestIdPropertiesUpdate<C> {
        calls::RequestsRequestIdPropertiesUpdate::new(self.connection.clone()).request_id(request_id)
    }
}

/// Operations under `requests.request_id.result`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsRequestIdResultResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> RequestsRequestIdResultResource<'_, C> {
    /// Reads the cost of a request and its effect on its limits.
    ///
    /// `GET /api/v1/requests/{request_id}/result`; it changes nothing, so payonce retries it after any
    /// transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self, request_id: impl Into<String>) -> calls::RequestsRequestIdResultRetrieve<C> {
        calls::RequestsRequestIdResultRetrieve::new(self.connection.clone()).request_id(request_id)
    }
}

/// Operations under `requests.response_id`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsResponseIdResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> RequestsResponseIdResource<'a, C> {
    /// Operations under `requests.response_id.properties`.
    #[must_use]
    pub fn properties(&self) -> RequestsResponseIdPropertiesResource<'a, C> {
        RequestsResponseIdPropertiesResource { connection: self.connection }
    }

    /// Operations under `requests.response_id.result`.
    #[must_use]
    pub fn result(&self) -> RequestsResponseIdResultResource<'a, C> {
        RequestsResponseIdResultResource { connection: self.connection }
    }
}

/// Operations under `requests.response_id.properties`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsResponseIdPropertiesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> RequestsResponseIdPropertiesResource<'_, C> {
    /// Sets properties of a request by the id that the model provider gave it.
    ///
    /// `PUT /api/v1/requests/provider/{category}/{provider_response_id}/properties`; a second request has the
    /// effect of one, so payonce retries it after any transient failure.
    ///
    /// Required: `provider_response_id`, `category`, `properties`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self) -> calls::RequestsResponseIdPropertiesUpdate<C> {
        calls::RequestsResponseIdPropertiesUpdate::new(self.connection.clone())
    }
}

/// Operations under `requests.response_id.result`.
#[derive(Clone, Copy, Debug)]
pub struct RequestsResponseIdResultResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> RequestsResponseIdResultResource<'_, C> {
    /// Reads the cost of a request by the id that the model provider gave it.
    ///
    /// `GET /api/v1/requests/provider/{category}/{provider_response_id}/result`; it changes nothing, so
    /// payonce retries it after any transient failure.
    ///
    /// Required: `provider_response_id`, `category`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self) -> calls::RequestsResponseIdResultRetrieve<C> {
        calls::RequestsResponseIdResultRetrieve::new(self.connection.clone())
    }
}

/// Operations under `use_cases`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> UseCasesResource<'a, C> {
    /// Operations under `use_cases.definitions`.
    #[must_use]
    pub fn definitions(&self) -> UseCasesDefinitionsResource<'a, C> {
        UseCasesDefinitionsResource { connection: self.connection }
    }

    /// Operations under `use_cases.kpis`.
    #[must_use]
    pub fn kpis(&self) -> UseCasesKpisResource<'a, C> {
        UseCasesKpisResource { connection: self.connection }
    }

    /// Operations under `use_cases.properties`.
    #[must_use]
    pub fn properties(&self) -> UseCasesPropertiesResource<'a, C> {
        UseCasesPropertiesResource { connection: self.connection }
    }

    /// Creates an instance of a use case; the response names its id.
    ///
    /// `POST /api/v1/use_cases/instances/{use_case_name}`; payonce retries it only after a refusal, and
    /// returns an unknown outcome as an error.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self, use_case_name: impl Into<String>) -> calls::UseCasesCreate<C> {
        calls::UseCasesCreate::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Reads an instance.
    ///
    /// `GET /api/v1/use_cases/instances/{use_case_name}/{use_case_id}`; it changes nothing, so payonce
    /// retries it after any transient failure.
    ///
    /// Required: `use_case_id`, `use_case_name`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self) -> calls::UseCasesRetrieve<C> {
        calls::UseCasesRetrieve::new(self.connection.clone())
    }

    /// Deletes an instance.
    ///
    /// `DELETE /api/v1/use_cases/instances/{use_case_name}/{use_case_id}`; a second request has the effect of
    /// one, so payonce retries it after any transient failure.
    ///
    /// Required: `use_case_id`, `use_case_name`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self) -> calls::UseCasesDelete<C> {
        calls::UseCasesDelete::new(self.connection.clone())
    }
}

/// Operations under `use_cases.definitions`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesDefinitionsResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<'a, C: Clone> UseCasesDefinitionsResource<'a, C> {
    /// Operations under `use_cases.definitions.kpis`.
    #[must_use]
    pub fn kpis(&self) -> UseCasesDefinitionsKpisResource<'a, C> {
        UseCasesDefinitionsKpisResource { connection: self.connection }
    }

    /// Operations under `use_cases.definitions.limit_config`.
    #[must_use]
    pub fn limit_config(&self) -> UseCasesDefinitionsLimitConfigResource<'a, C> {
        UseCasesDefinitionsLimitConfigResource { connection: self.connection }
    }

    /// Operations under `use_cases.definitions.version`.
    #[must_use]
    pub fn version(&self) -> UseCasesDefinitionsVersionResource<'a, C> {
        UseCasesDefinitionsVersionResource { connection: self.connection }
    }

    /// Defines a use case.
    ///
    /// `POST /api/v1/use_cases/definitions`; payonce retries it only after a refusal, and returns an unknown
    /// outcome as an error.
    ///
    /// Required: `name`, `description`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self) -> calls::UseCasesDefinitionsCreate<C> {
        calls::UseCasesDefinitionsCreate::new(self.connection.clone())
    }

    /// Reads a definition.
    ///
    /// `GET /api/v1/use_cases/definitions/{use_case_name}`; it changes nothing, so payonce retries it after
    /// any transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsRetrieve<C> {
        calls::UseCasesDefinitionsRetrieve::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Changes a definition. The provider may respond without a body.
    ///
    /// `PUT /api/v1/use_cases/definitions/{use_case_name}`; a second request has the effect of one, so
    /// payonce retries it after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsUpdate<C> {
        calls::UseCasesDefinitionsUpdate::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Lists definitions.
    ///
    /// `GET /api/v1/use_cases/definitions`; it changes nothing, so payonce retries it after any transient
    /// failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self) -> calls::UseCasesDefinitionsList<C> {
        calls::UseCasesDefinitionsList::new(self.connection.clone())
    }

    /// Deletes a definition.
    ///
    /// `DELETE /api/v1/use_cases/definitions/{use_case_name}`; a second request has the effect of one, so
    /// payonce retries it after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsDelete<C> {
        calls::UseCasesDefinitionsDelete::new(self.connection.clone()).use_case_name(use_case_name)
    }
}

/// Operations under `use_cases.definitions.kpis`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesDefinitionsKpisResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UseCasesDefinitionsKpisResource<'_, C> {
    /// Defines a KPI of a use case.
    ///
    /// `POST /api/v1/use_cases/definitions/{use_case_name}/kpis`; payonce retries it only after a refusal,
    /// and returns an unknown outcome as an error.
    ///
    /// Required: `name`, `description`, `kpi_type`, `goal`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsKpisCreate<C> {
        calls::UseCasesDefinitionsKpisCreate::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Reads a KPI.
    ///
    /// `GET /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; it changes nothing, so payonce
    /// retries it after any transient failure.
    ///
    /// Required: `kpi_name`, `use_case_name`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn retrieve(&self) -> calls::UseCasesDefinitionsKpisRetrieve<C> {
        calls::UseCasesDefinitionsKpisRetrieve::new(self.connection.clone())
    }

    /// Changes a KPI.
    ///
    /// `PUT /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; a second request has the effect
    /// of one, so payonce retries it after any transient failure.
    ///
    /// Required: `kpi_name`, `use_case_name`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self) -> calls::UseCasesDefinitionsKpisUpdate<C> {
        calls::UseCasesDefinitionsKpisUpdate::new(self.connection.clone())
    }

    /// Lists the KPIs of a use case.
    ///
    /// `GET /api/v1/use_cases/definitions/{use_case_name}/kpis`; it changes nothing, so payonce retries it
    /// after any transient failure.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsKpisList<C> {
        calls::UseCasesDefinitionsKpisList::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Deletes a KPI.
    ///
    /// `DELETE /api/v1/use_cases/definitions/{use_case_name}/kpis/{kpi_name}`; a second request has the
    /// effect of one, so payonce retries it after any transient failure.
    ///
    /// Required: `kpi_name`, `use_case_name`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self) -> calls::UseCasesDefinitionsKpisDelete<C> {
        calls::UseCasesDefinitionsKpisDelete::new(self.connection.clone())
    }
}

/// Operations under `use_cases.definitions.limit_config`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesDefinitionsLimitConfigResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UseCasesDefinitionsLimitConfigResource<'_, C> {
    /// Gives each further instance a limit.
    ///
    /// `POST /api/v1/use_cases/definitions/{use_case_name}/limit_config`; payonce retries it only after a
    /// refusal, and returns an unknown outcome as an error.
    ///
    /// Required: `max`.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn create(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsLimitConfigCreate<C> {
        calls::UseCasesDefinitionsLimitConfigCreate::new(self.connection.clone()).use_case_name(use_case_name)
    }

    /// Gives further instances no limit.
    ///
    /// `DELETE /api/v1/use_cases/definitions/{use_case_name}/limit_config`; a second request has the effect
    /// of one, so payonce retries it after any transient failure.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn delete(&self, use_case_name: impl Into<String>) -> calls::UseCasesDefinitionsLimitConfigDelete<C> {
        calls::UseCasesDefinitionsLimitConfigDelete::new(self.connection.clone()).use_case_name(use_case_name)
    }
}

/// Operations under `use_cases.definitions.version`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesDefinitionsVersionResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UseCasesDefinitionsVersionResource<'_, C> {
    /// Increases the version of a definition by one.
    ///
    /// `POST /api/v1/use_cases/definitions/{use_case_name}/increment_version`; payonce retries it only after
    /// a refusal, and returns an unknown outcome as an error.
    ///
    /// With the outcome `unknown`: It may have taken effect: do not call it again before you have checked
    /// with the provider, which cannot recognize it.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn increment(
        &self,
        use_case_name: impl Into<String>,
    ) -> calls::UseCasesDefinitionsVersionIncrement<C> {
        calls::UseCasesDefinitionsVersionIncrement::new(self.connection.clone()).use_case_name(use_case_name)
    }
}

/// Operations under `use_cases.kpis`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesKpisResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UseCasesKpisResource<'_, C> {
    /// Scores an instance.
    ///
    /// `PUT /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis/{kpi_name}`; a second request has
    /// the effect of one, so payonce retries it after any transient failure.
    ///
    /// Required: `kpi_name`, `use_case_name`, `use_case_id`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self) -> calls::UseCasesKpisUpdate<C> {
        calls::UseCasesKpisUpdate::new(self.connection.clone())
    }

    /// Lists the scores of an instance.
    ///
    /// `GET /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/kpis`; it changes nothing, so payonce
    /// retries it after any transient failure.
    ///
    /// Required: `use_case_id`, `use_case_name`.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn list(&self) -> calls::UseCasesKpisList<C> {
        calls::UseCasesKpisList::new(self.connection.clone())
    }
}

/// Operations under `use_cases.properties`.
#[derive(Clone, Copy, Debug)]
pub struct UseCasesPropertiesResource<'a, C = UntypedClient> {
    pub(super) connection: &'a C,
}

impl<C: Clone> UseCasesPropertiesResource<'_, C> {
    /// Sets properties of an instance.
    ///
    /// `PUT /api/v1/use_cases/instances/{use_case_name}/{use_case_id}/properties`; a second request has the
    /// effect of one, so payonce retries it after any transient failure.
    ///
    /// Required: `use_case_id`, `use_case_name`, `properties`.
    ///
    /// With the outcome `unknown`: It may have taken effect: call it again; it has the effect of one call.
    ///
    /// Source: the Python package payi 0.1.0a183
    pub fn update(&self) -> calls::UseCasesPropertiesUpdate<C> {
        calls::UseCasesPropertiesUpdate::new(self.connection.clone())
    }
}
