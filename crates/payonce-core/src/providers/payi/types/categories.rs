//! Categories and the prices of their resources.

use crate::providers::payi::types::{COUNT, CURSOR, REQUEST_ID, items};
use crate::spec::types::{Field, Model, Ty};

pub(super) static CATEGORY_RESPONSE: Model = Model::new(
    "CategoryResponse",
    "A category.",
    &[Field::new("category", Ty::Text, "The name, for instance `system.openai`.")],
);

pub(in super::super) static CATEGORY_PAGE: Model = Model::new(
    "CategoryPage",
    "One page of categories.",
    &[items(Ty::List(&Ty::Model(&CATEGORY_RESPONSE))), CURSOR, REQUEST_ID],
);

pub(in super::super) static PRICE_UNITS: Model = Model::new(
    "PriceUnits",
    "The prices of one unit, in US dollars.",
    &[
        Field::maybe("input_price", Ty::AmountNumber, "For a unit that goes in."),
        Field::maybe("output_price", Ty::AmountNumber, "For a unit that comes out."),
    ],
);

pub(super) static MAPPED_RESOURCE: Model = Model::new(
    "MappedResource",
    "The resource that an alias represents.",
    &[
        Field::maybe("category", Ty::Text, "Its category."),
        Field::maybe("resource", Ty::Text, "Its name."),
        Field::maybe("scope", Ty::Choice(&["global", "datazone", "region"]), "Where it runs."),
        Field::maybe("sub_scope", Ty::Text, "Where in there."),
        Field::maybe("host_name", Ty::Text, "The host that serves it."),
        Field::maybe("mapping_name", Ty::Text, "The name of the mapping."),
    ],
);

pub(in super::super) static CATEGORY_RESOURCE_RESPONSE: Model = Model::new(
    "CategoryResourceResponse",
    "One version of a resource with its prices.",
    &[
        Field::new("category", Ty::Text, "The category."),
        Field::new("resource", Ty::Text, "The name of the resource."),
        Field::new("resource_id", Ty::Text, "The id of this version."),
        Field::maybe("start_timestamp", Ty::Time, "From when its prices hold."),
        Field::maybe("active", Ty::Flag, "Whether it is in use."),
        Field::maybe("proxy_allowed", Ty::Flag, "Whether the proxy may call it."),
        Field::maybe("units", Ty::Map(&Ty::Model(&PRICE_UNITS)), "The prices, by the name of the unit."),
        Field::maybe("aliased_resource", Ty::Text, "The resource that it is another name of."),
        Field::maybe("mapped_resource", Ty::Model(&MAPPED_RESOURCE), "The resource that it represents."),
        Field::maybe("max_input_units", COUNT, "The most units that may go in."),
        Field::maybe("max_output_units", COUNT, "The most units that may come out."),
        Field::maybe("max_total_units", COUNT, "The most units in all."),
        Field::maybe("cost_per_hour", Ty::AmountNumber, "What an hour costs, in US dollars."),
        Field::maybe("character_billing", Ty::Flag, "Whether characters are counted instead of tokens."),
        Field::maybe("large_context_threshold", COUNT, "The units from which a context is large."),
        Field::maybe("description", Ty::Text, "What it is."),
        Field::maybe("end_timestamp", Ty::Time, "Until when its prices hold."),
        Field::maybe("deprecated_timestamp", Ty::Time, "When it was given up."),
        Field::maybe("reservation_id", Ty::Text, "The reservation that it belongs to."),
        Field::maybe("azure_resource", Ty::Json, "Its provisioned units at Azure: `ptus`."),
        Field::maybe("aws_bedrock_resource", Ty::Json, "Its provisioned units at AWS: `model_units`."),
        Field::maybe("google_vertex_resource", Ty::Json, "Its provisioned units at Google: `gsus`."),
        REQUEST_ID,
    ],
);

pub(in super::super) static CATEGORY_RESOURCE_PAGE: Model = Model::new(
    "CategoryResourcePage",
    "One page of versions of resources.",
    &[items(Ty::List(&Ty::Model(&CATEGORY_RESOURCE_RESPONSE))), CURSOR, REQUEST_ID],
);
