"""AgenticPencil: clients, objects and errors.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from payonce._errors import AgenticPencilError
from payonce.agenticpencil._async_client import AsyncAgenticPencil
from payonce.agenticpencil._client import AgenticPencil
from payonce.agenticpencil._models import (
    AuditedPage,
    AuditSummary,
    Cannibalization,
    CannibalizationRisk,
    Checkout,
    CompetitorGaps,
    ContentAudit,
    ContentMap,
    ContentPlan,
    Keyword,
    KeywordCluster,
    KeywordGap,
    KeywordGaps,
    KeywordResearch,
    MappedPages,
    OutlineSection,
    PlanDetails,
    Price,
    Rankings,
    RecentCall,
    Recommendation,
    Registration,
    Usage,
)

__all__ = [
    "AgenticPencil",
    "AgenticPencilError",
    "AsyncAgenticPencil",
    "AuditSummary",
    "AuditedPage",
    "Cannibalization",
    "CannibalizationRisk",
    "Checkout",
    "CompetitorGaps",
    "ContentAudit",
    "ContentMap",
    "ContentPlan",
    "Keyword",
    "KeywordCluster",
    "KeywordGap",
    "KeywordGaps",
    "KeywordResearch",
    "MappedPages",
    "OutlineSection",
    "PlanDetails",
    "Price",
    "Rankings",
    "RecentCall",
    "Recommendation",
    "Registration",
    "Usage",
]
