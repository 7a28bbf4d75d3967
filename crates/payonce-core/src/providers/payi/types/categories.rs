//! Categories and the prices of their resources.

use crate::providers::payi::types::{COUNT, CURSOR, REQUEST_ID, items};
use crate::spec::types::{Field, FieldType, Model};

pub(super) static CATEGORY_RESPONSE: Model = Model::new(
    "CategoryResponse",
    "A category.",
    &[Field::new("category", FieldType::String, "The name, for instance `system.openai`.")],
);

pub(in super::super) static CATEGORY_PAGE: Model = Model::new(
    "CategoryPage",
    "One page of categories.",
    &[items(FieldType::List(&FieldType::Model(&CATEGORY_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(in super::super) static PRICE_UNITS: Model = Model::new(
    "PriceUnits",
    "The prices of one unit, in US dollars.",
    &[
        Field::optional("input_price", FieldType::AmountNumber, "The price of an input unit."),
        Field::optional("output_price", FieldType::AmountNumber, "The price of an output unit."),
    ],
);

pub(super) static MAPPED_RESOURCE: Model = Model::new(
    "MappedResource",
    "The resource that an alias represents.",
    &[
        Field::optional("category", FieldType::String, "Its category."),
        Field::optional("resource", FieldType::String, "Its name."),
        Field::optional("scope", FieldType::Enum(&["global", "datazone", "region"]), "Where it runs."),
        Field::optional("sub_scope", FieldType::String, "Where in there."),
        Field::optional("host_name", FieldType::String, "The host that serves it."),
        Field::optional("mapping_name", FieldType::String, "The name of the mapping."),
    ],
);

pub(in super::super) static CATEGORY_RESOURCE_RESPONSE: Model = Model::new(
    "CategoryResourceResponse",
    "One version of a resource with its prices.",
    &[
        Field::new("category", FieldType::String, "The category."),
        Field::new("resource", FieldType::String, "The name of the resource."),
        Field::new("resource_id", FieldType::String, "The id of this version."),
        Field::optional("start_timestamp", FieldType::Time, "When its prices take effect."),
        Field::optional("active", FieldType::Bool, "Whether it is in use."),
        Field::optional("proxy_allowed", FieldType::Bool, "Whether the proxy can call it."),
        Field::optional(
            "units",
            FieldType::Map(&FieldType::Model(&PRICE_UNITS)),
            "The prices, by the name of the unit.",
        ),
        Field::optional("aliased_resource", FieldType::String, "The resource of which this is an alias."),
        Field::optional(
            "mapped_resource",
            FieldType::Model(&MAPPED_RESOURCE),
            "The resource that it represents.",
        ),
        Field::optional("max_input_units", COUNT, "The maximum number of input units."),
        Field::optional("max_output_units", COUNT, "The maximum number of output units."),
        Field::optional("max_total_units", COUNT, "The most units in all."),
        Field::optional("cost_per_hour", FieldType::AmountNumber, "The price of an hour, in US dollars."),
        Field::optional(
            "character_billing",
            FieldType::Bool,
            "Whether characters are counted instead of tokens.",
        ),
        Field::optional("large_context_threshold", COUNT, "The units from which a context is large."),
        Field::optional("description", FieldType::String, "What it is."),
        Field::optional("end_timestamp", FieldType::Time, "When its prices end."),
        Field::optional("deprecated_timestamp", FieldType::Time, "When it was given up."),
        Field::optional("reservation_id", FieldType::String, "The reservation that it belongs to."),
        Field::optional("azure_resource", FieldType::Json, "Its provisioned units at Azure: `ptus`."),
        Field::optional(
            "aws_bedrock_resource",
            FieldType::Json,
            "Its provisioned units at AWS: `model_units`.",
        ),
        Field::optional(
            "google_vertex_resource",
            FieldType::Json,
            "Its provisioned units at Google: `gsus`.",
        ),
        REQUEST_ID,
    ],
);

pub(in super::super) static CATEGORY_RESOURCE_PAGE: Model = Model::new(
    "CategoryResourcePage",
    "One page of versions of resources.",
    &[items(FieldType::List(&FieldType::Model(&CATEGORY_RESOURCE_RESPONSE))), CURSOR, REQUEST_ID],
);
