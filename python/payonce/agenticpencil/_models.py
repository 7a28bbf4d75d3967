"""The objects of AgenticPencil.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from payonce._model import Model, decimal, list_of, one


class Keyword(Model):
    """A keyword with its figures."""

    keyword: str
    """The keyword."""
    search_volume: int | None
    """Searches in a month."""
    keyword_difficulty: float | Decimal | None
    """How hard it is to rank for it, 0 to 100."""
    cpc: float | Decimal | None
    """The cost of an advertising click, in US dollars."""
    competition_level: Literal["LOW", "MEDIUM", "HIGH"] | str | None
    """The number of advertisers."""
    search_intent: Literal["informational", "commercial", "transactional", "navigational"] | str | None
    """The intent of people who search for it."""

    _fields = ("keyword", "search_volume", "keyword_difficulty", "cpc", "competition_level", "search_intent")


class KeywordCluster(Model):
    """A cluster of related keywords."""

    cluster_name: str | None
    """The name."""
    primary_keyword: Keyword | None
    """The first of them, as the server sends it."""
    related: list[Keyword] | None
    """The others, as the server sends them."""
    keywords: list[Keyword] | None
    """All of them, as the documentation has it."""
    total_volume: int | None
    """The searches in a month for all of them."""
    avg_difficulty: float | Decimal | None
    """How hard it is to rank for them, 0 to 100."""
    opportunity_score: float | Decimal | None
    """How much it promises."""
    count: int | None
    """The number of keywords."""

    _fields = (
        "cluster_name",
        "primary_keyword",
        "related",
        "keywords",
        "total_volume",
        "avg_difficulty",
        "opportunity_score",
        "count",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "primary_keyword": one(Keyword),
        "related": list_of(one(Keyword)),
        "keywords": list_of(one(Keyword)),
    }


class KeywordResearch(Model):
    """Keywords for a domain."""

    domain: str
    """The domain."""
    topic: str | None
    """The topic."""
    country: str | None
    """The country of the figures."""
    clusters: list[KeywordCluster] | None
    """The keywords in clusters."""
    total_keywords: int | None
    """The number of keywords."""

    _fields = ("domain", "topic", "country", "clusters", "total_keywords")
    _readers: ClassVar[Mapping[str, Any]] = {"clusters": list_of(one(KeywordCluster))}


class KeywordGap(Model):
    """A keyword that competitors rank for."""

    keyword: str
    """The keyword."""
    search_volume: int | None
    """Searches in a month."""
    keyword_difficulty: float | Decimal | None
    """How hard it is to rank for it, 0 to 100."""
    cpc: float | Decimal | None
    """The cost of an advertising click, in US dollars."""
    search_intent: Literal["informational", "commercial", "transactional", "navigational"] | str | None
    """The intent of people who search for it."""
    competitor_positions: dict[str, Any] | None
    """The rank of each competitor, by domain."""

    _fields = ("keyword", "search_volume", "keyword_difficulty", "cpc", "search_intent", "competitor_positions")


class KeywordGaps(Model):
    """Keywords that competitors rank for and the domain does not."""

    domain: str
    """The domain."""
    competitors_analyzed: list[str] | None
    """The competitors, as the server sends them."""
    competitors: list[str] | None
    """The competitors, as the documentation has it."""
    gaps: list[KeywordGap] | None
    """The keywords."""
    total: int | None
    """Their number, as the server sends it."""
    total_gaps: int | None
    """Their number, as the documentation has it."""
    message: str | None
    """Why the list is empty."""

    _fields = ("domain", "competitors_analyzed", "competitors", "gaps", "total", "total_gaps", "message")
    _readers: ClassVar[Mapping[str, Any]] = {"gaps": list_of(one(KeywordGap))}


class AuditedPage(Model):
    """A page that was read."""

    url: str
    """The address."""
    title: str | None
    """The title."""
    meta_description: str | None
    """The description for search engines."""
    h1: str | None
    """The first heading."""
    word_count: int | None
    """The number of words."""
    status: Any
    """The HTTP status."""

    _fields = ("url", "title", "meta_description", "h1", "word_count", "status")


class CannibalizationRisk(Model):
    """A keyword that several pages compete for."""

    keyword: str | None
    """The keyword."""
    pages: list[str] | None
    """The pages, as the server sends them."""
    urls: list[str] | None
    """The pages, as the documentation has it."""
    severity: Literal["low", "medium", "high"] | str | None
    """How much it matters."""

    _fields = ("keyword", "pages", "urls", "severity")


class AuditSummary(Model):
    """An audit in figures."""

    total: int | None
    """Pages that were read."""
    thin: int | None
    """Pages with too little content."""
    cannibalization_issues: int | None
    """Keywords that several pages compete for."""
    avg_words: float | Decimal | None
    """Words on a page."""

    _fields = ("total", "thin", "cannibalization_issues", "avg_words")


class ContentAudit(Model):
    """The problems of the pages of a site."""

    domain: str
    """The domain."""
    pages_crawled: int | None
    """The number of pages that were read."""
    pages: list[AuditedPage] | None
    """The pages."""
    thin_content: list[Any] | None
    """Pages with too little content."""
    cannibalization_risks: list[CannibalizationRisk] | None
    """Keywords that several pages compete for."""
    summary: AuditSummary | None
    """The figures."""

    _fields = ("domain", "pages_crawled", "pages", "thin_content", "cannibalization_risks", "summary")
    _readers: ClassVar[Mapping[str, Any]] = {
        "pages": list_of(one(AuditedPage)),
        "cannibalization_risks": list_of(one(CannibalizationRisk)),
        "summary": one(AuditSummary),
    }


class OutlineSection(Model):
    """A section of a text to write."""

    h2: str | None
    """Its heading."""
    talking_points: list[str] | None
    """What it should say."""
    target_keywords: list[str] | None
    """The keywords that it should contain."""

    _fields = ("h2", "talking_points", "target_keywords")


class Recommendation(Model):
    """A text to write."""

    priority: Any
    """How urgent it is."""
    title: str | None
    """A title."""
    suggested_title: str | None
    """A title, as an older server sends it."""
    target_keyword: str | None
    """The keyword to rank for."""
    search_volume: int | None
    """Searches in a month."""
    keyword_difficulty: float | Decimal | None
    """How hard it is to rank for it, 0 to 100."""
    weighted_difficulty: float | Decimal | None
    """How hard it is for this domain."""
    cpc: float | Decimal | None
    """The cost of an advertising click, in US dollars."""
    opportunity_score: float | Decimal | None
    """How much it promises."""
    search_intent: Literal["informational", "commercial", "transactional", "navigational"] | str | None
    """The intent of people who search for it."""
    concept: str | None
    """The idea of the text."""
    content_type: str | None
    """The form of the text, for instance a guide."""
    outline: list[OutlineSection] | None
    """Its sections."""
    related_keywords: list[str] | None
    """Keywords that belong to it."""
    brief: Any
    """What to write, as an older server sends it."""

    _fields = (
        "priority",
        "title",
        "suggested_title",
        "target_keyword",
        "search_volume",
        "keyword_difficulty",
        "weighted_difficulty",
        "cpc",
        "opportunity_score",
        "search_intent",
        "concept",
        "content_type",
        "outline",
        "related_keywords",
        "brief",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"outline": list_of(one(OutlineSection))}


class Cannibalization(Model):
    """Pages that compete with each other, and what to do about it."""

    keyword: str | None
    """The keyword."""
    urls: list[str] | None
    """The pages."""
    recommendation: str | None
    """What to do."""

    _fields = ("keyword", "urls", "recommendation")


class ContentPlan(Model):
    """What to write next."""

    plan_id: str | None
    """The id of the plan."""
    domain: str
    """The domain."""
    existing_keywords: Any
    """Keywords that the domain ranks for already."""
    sitemap_pages: Any
    """Pages of the sitemap."""
    recommendations: list[Recommendation] | None
    """The texts to write."""
    cannibalization: list[Cannibalization] | None
    """Pages that compete with each other."""
    total_recommendations: int | None
    """The number of texts."""
    total: int | None
    """The number of texts, as an older server sends it."""

    _fields = (
        "plan_id",
        "domain",
        "existing_keywords",
        "sitemap_pages",
        "recommendations",
        "cannibalization",
        "total_recommendations",
        "total",
    )
    _readers: ClassVar[Mapping[str, Any]] = {
        "recommendations": list_of(one(Recommendation)),
        "cannibalization": list_of(one(Cannibalization)),
    }


class MappedPages(Model):
    """The pages of a site."""

    pages_found: int | None
    """Their number."""
    pages: list[Any] | None
    """The pages."""

    _fields = ("pages_found", "pages")


class Rankings(Model):
    """What a domain ranks for."""

    count: int | None
    """The number of keywords."""
    keywords: list[Any] | None
    """The keywords."""

    _fields = ("count", "keywords")


class CompetitorGaps(Model):
    """What competitors rank for."""

    count: int | None
    """The number of keywords."""
    gaps: list[Any] | None
    """The keywords."""

    _fields = ("count", "gaps")


class ContentMap(Model):
    """Audit, rankings, gaps and recommendations in one."""

    domain: str
    """The domain."""
    generated_at: str | None
    """When it was made."""
    audit: MappedPages | None
    """The pages of the site."""
    current_rankings: Rankings | None
    """What the domain ranks for."""
    competitor_gaps: CompetitorGaps | None
    """What competitors rank for."""
    recommendations: list[Recommendation] | None
    """The texts to write."""
    summary: Any
    """The figures."""

    _fields = ("domain", "generated_at", "audit", "current_rankings", "competitor_gaps", "recommendations", "summary")
    _readers: ClassVar[Mapping[str, Any]] = {
        "audit": one(MappedPages),
        "current_rankings": one(Rankings),
        "competitor_gaps": one(CompetitorGaps),
        "recommendations": list_of(one(Recommendation)),
    }


class RecentCall(Model):
    """A call that used credits."""

    endpoint: str | None
    """The path."""
    credits_used: int | None
    """The credits that the call used."""
    created_at: str | None
    """When it was made."""

    _fields = ("endpoint", "credits_used", "created_at")


class Usage(Model):
    """A plan and its remaining credits."""

    plan: Literal["free", "pro", "scale", "enterprise"] | str | None
    """The plan."""
    credits_used: int | None
    """Credits that are gone."""
    credits_limit: int | None
    """The credits of the plan; empty if there is no limit."""
    credits_remaining: int | None
    """The remaining credits; empty if there is no limit."""
    rate_limit: Any
    """The maximum number of requests in a minute."""
    recent_calls: list[RecentCall] | None
    """The last calls, at most 20."""
    upgrade_url: str | None
    """The URL where a larger plan can be bought."""
    requests_today: int | None
    """Requests of the day, as an older server sends it."""
    billing_period_end: str | None
    """When the credits are reset, as an older server sends it."""

    _fields = (
        "plan",
        "credits_used",
        "credits_limit",
        "credits_remaining",
        "rate_limit",
        "recent_calls",
        "upgrade_url",
        "requests_today",
        "billing_period_end",
    )
    _readers: ClassVar[Mapping[str, Any]] = {"recent_calls": list_of(one(RecentCall))}


class Registration(Model):
    """A new account with its key."""

    api_key: str
    """The key; it is not shown again."""
    key_prefix: str | None
    """The first characters of the key, which identify it in lists."""
    plan: str | None
    """The plan: `free`."""
    credits: int | None
    """The credits of the plan."""
    rate_limit: str | None
    """The maximum number of requests in a minute."""
    warning: str | None
    """A note that the key is not shown again."""

    _fields = ("api_key", "key_prefix", "plan", "credits", "rate_limit", "warning")
    _hidden = frozenset({"api_key"})


class Price(Model):
    """What a plan costs."""

    amount: Decimal | None
    """The amount, in the unit in which the provider sends it."""
    currency: str | None
    """The currency."""
    formatted: str | None
    """Both as a text to display."""

    _fields = ("amount", "currency", "formatted")
    _readers: ClassVar[Mapping[str, Any]] = {"amount": decimal}


class PlanDetails(Model):
    """A plan."""

    plan_name: str | None
    """The name."""
    credits_monthly: int | None
    """Credits of a month."""
    rate_limit: Any
    """The maximum number of requests in a minute."""
    price: Price | None
    """What it costs."""
    billing_cycle: Literal["monthly", "annual"] | str | None
    """How often it is paid."""
    discount: Any
    """What is taken off."""

    _fields = ("plan_name", "credits_monthly", "rate_limit", "price", "billing_cycle", "discount")
    _readers: ClassVar[Mapping[str, Any]] = {"price": one(Price)}


class Checkout(Model):
    """A page on which a plan can be bought."""

    checkout_url: str
    """Its address."""
    session_id: str | None
    """The id of the page."""
    plan_details: PlanDetails | None
    """The plan, as the documentation has it."""
    expiry_time: str | None
    """When the page ends."""
    plan: str | None
    """The plan, as the server sends it."""
    price: Any
    """The price, as the server sends it."""

    _fields = ("checkout_url", "session_id", "plan_details", "expiry_time", "plan", "price")
    _readers: ClassVar[Mapping[str, Any]] = {"plan_details": one(PlanDetails)}
