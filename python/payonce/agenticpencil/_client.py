"""The blocking clients of AgenticPencil.

Written by `cargo xtask codegen` from the declarations of the core; edit those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NoReturn

from payonce._client import SyncClient, SyncResource
from payonce._listeners import Listener
from payonce._options import CallOptions, ClientOptions, UnkeyedOptions
from payonce._sealing import Request
from payonce._typing import Unpack
from payonce.agenticpencil._models import (
    Checkout,
    ContentAudit,
    ContentMap,
    ContentPlan,
    KeywordGaps,
    KeywordResearch,
    Registration,
    Usage,
)


class AuthResource(SyncResource):
    """The methods `auth.…` of AgenticPencil, reached through a client."""

    def register(self, email: str, *, name: str | None = None, **options: Unpack[UnkeyedOptions]) -> Registration:
        """Opens an account with the free plan.

        It needs no key; the response holds the new one, which is not shown again.

        Args:
            email: The e-mail address of the new account.
            name: A name for the key; `Default` by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A new account with its key.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/auth-register
        """
        request = Request("auth.register", {"email": email, "name": name}, options)
        del email, name, options
        return self._call(request, Registration)


class BillingResource(SyncResource):
    """The methods `billing.…` of AgenticPencil, reached through a client."""

    def checkout(
        self,
        plan: Literal["pro", "scale"] | str,
        success_url: str,
        cancel_url: str,
        *,
        billing_cycle: Literal["monthly", "annual"] | str | None = None,
        promo_code: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> Checkout:
        """Opens a page on which a person can buy a plan.

        Nothing is charged until that person pays.

        Args:
            plan: The plan to buy.
            success_url: The URL that the buyer opens after paying.
            cancel_url: The URL that the buyer opens after canceling.
            billing_cycle: The billing period; `monthly` by default.
            promo_code: A code for a discount.
            metadata: Data of your own.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            A page on which a plan can be bought.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/billing-checkout
        """
        request = Request(
            "billing.checkout",
            {
                "plan": plan,
                "success_url": success_url,
                "cancel_url": cancel_url,
                "billing_cycle": billing_cycle,
                "promo_code": promo_code,
                "metadata": metadata,
            },
            options,
        )
        del plan, success_url, cancel_url, billing_cycle, promo_code, metadata, options
        return self._call(request, Checkout)


class ContentResource(SyncResource):
    """The methods `content.…` of AgenticPencil, reached through a client."""

    def audit(
        self,
        domain: str,
        *,
        sitemap_url: str | None = None,
        max_pages: int | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> ContentAudit:
        """Reads the pages of a site and reports what is thin and what competes with itself.

        It takes 15 credits, nothing when it fails, and up to a minute.

        Args:
            domain: The domain without protocol, path and `www.`, for instance `example.com`.
            sitemap_url: The URL of the sitemap if it is not at the usual place.
            max_pages: The maximum number of pages to read, 1 to 500; 100 by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            The problems of the pages of a site.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/content-audit
        """
        request = Request(
            "content.audit", {"domain": domain, "sitemap_url": sitemap_url, "max_pages": max_pages}, options
        )
        del domain, sitemap_url, max_pages, options
        return self._call(request, ContentAudit)

    def recommend(
        self,
        domain: str,
        *,
        focus_topics: Sequence[str] | None = None,
        brand_context: str | None = None,
        competitors: Sequence[str] | None = None,
        country: str | None = None,
        limit: int | None = None,
        language: Literal["en", "de", "fr", "es", "it", "pt", "nl", "tr"] | str | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> ContentPlan:
        """Recommends what to write next.

        It takes 15 credits as documented (10 in an older server); nothing when it fails.

        Args:
            domain: The domain without protocol, path and `www.`, for instance `example.com`.
            focus_topics: The topics to write about.
            brand_context: Facts about the brand for the texts.
            competitors: The domains of up to 3 competitors.
            country: The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
                default.
            limit: The maximum number of recommendations, 1 to 50.
            language: The language; `en` by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            What to write next.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/content-recommend
        """
        request = Request(
            "content.recommend",
            {
                "domain": domain,
                "focus_topics": focus_topics,
                "brand_context": brand_context,
                "competitors": competitors,
                "country": country,
                "limit": limit,
                "language": language,
            },
            options,
        )
        del domain, focus_topics, brand_context, competitors, country, limit, language, options
        return self._call(request, ContentPlan)


class ContentMapResource(SyncResource):
    """The methods `content_map.…` of AgenticPencil, reached through a client."""

    def generate(
        self,
        domain: str,
        *,
        focus_topics: Sequence[str] | None = None,
        competitors: Sequence[str] | None = None,
        brand_context: str | None = None,
        country: str | None = None,
        limit: int | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> ContentMap:
        """Audit, rankings, gaps and recommendations in one.

        It takes 25 credits, nothing when it fails, and a paid plan.

        Args:
            domain: The domain without protocol, path and `www.`, for instance `example.com`.
            focus_topics: The topics to write about.
            competitors: The domains of up to 3 competitors.
            brand_context: Facts about the brand for the texts.
            country: The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
                default.
            limit: The maximum number of recommendations; 20 by default.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            Audit, rankings, gaps and recommendations in one.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/content-map
        """
        request = Request(
            "content_map.generate",
            {
                "domain": domain,
                "focus_topics": focus_topics,
                "competitors": competitors,
                "brand_context": brand_context,
                "country": country,
                "limit": limit,
            },
            options,
        )
        del domain, focus_topics, competitors, brand_context, country, limit, options
        return self._call(request, ContentMap)


class KeywordsResource(SyncResource):
    """The methods `keywords.…` of AgenticPencil, reached through a client."""

    def research(
        self,
        domain: str,
        *,
        topic: str | None = None,
        keywords: Sequence[str] | None = None,
        country: str | None = None,
        language: Literal["en", "de", "fr", "es", "it", "pt", "nl", "tr"] | str | None = None,
        limit: int | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> KeywordResearch:
        """Finds keywords for a domain, in clusters.

        It takes 5 credits, also if the result comes from the cache; nothing when it fails.

        Args:
            domain: The domain without protocol, path and `www.`, for instance `example.com`.
            topic: The topic; give this or `keywords`.
            keywords: Keywords to start from, instead of a topic.
            country: The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
                default.
            language: The language; `en` by default.
            limit: The most keywords; 50 by default. The plan limits it further.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            Keywords for a domain.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/keywords-research
        """
        request = Request(
            "keywords.research",
            {
                "domain": domain,
                "topic": topic,
                "keywords": keywords,
                "country": country,
                "language": language,
                "limit": limit,
            },
            options,
        )
        del domain, topic, keywords, country, language, limit, options
        return self._call(request, KeywordResearch)

    def gaps(
        self,
        domain: str,
        *,
        competitors: Sequence[str] | None = None,
        country: str | None = None,
        language: Literal["en", "de", "fr", "es", "it", "pt", "nl", "tr"] | str | None = None,
        limit: int | None = None,
        **options: Unpack[UnkeyedOptions],
    ) -> KeywordGaps:
        """Finds keywords that competitors rank for and the domain does not.

        It takes 10 credits; nothing when it fails.

        Args:
            domain: The domain without protocol, path and `www.`, for instance `example.com`.
            competitors: The domains of up to 3 competitors.
            country: The country: `us`, `uk`, `ca`, `au`, `de`, `fr`, `es`, `it`, `br`, `pt`, `nl` or `in`; `us` by
                default.
            language: The language; `en` by default.
            limit: The most keywords; 50 by default. The plan limits it further.
            **options: For this call only: `timeout`, `max_retries` and more, see `UnkeyedOptions`.

        Returns:
            Keywords that competitors rank for and the domain does not.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.
            OutcomeUnknownError: It may have taken effect: do not call it again before you have checked with the
                provider, which cannot recognize it.

        Source: docs.agenticpencil.com/api-reference/keywords-gaps
        """
        request = Request(
            "keywords.gaps",
            {"domain": domain, "competitors": competitors, "country": country, "language": language, "limit": limit},
            options,
        )
        del domain, competitors, country, language, limit, options
        return self._call(request, KeywordGaps)


class UsageResource(SyncResource):
    """The methods `usage.…` of AgenticPencil, reached through a client."""

    def get(self, **options: Unpack[CallOptions]) -> Usage:
        """Reads the plan, its credits and the last calls.

        It takes no credits.

        Args:
            **options: For this call only: `timeout`, `max_retries` and more, see `CallOptions`.

        Returns:
            A plan and its remaining credits.

        Raises:
            AgenticPencilError: The call failed. The exception also inherits from its kind and outcome classes.

        Source: docs.agenticpencil.com/api-reference/usage
        """
        request = Request("usage.get", {}, options)
        del options
        return self._call(request, Usage)


class AgenticPencil(SyncClient[NoReturn]):
    """Keyword and content research of AgenticPencil, paid in credits."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        on_event: Listener | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Checks the options. The connection is opened by the first call.

        Args:
            api_key: The API key, which starts with `ap_`, sent as `Authorization: Bearer`; only `auth.register`
                needs none. By default from the environment: `AGENTICPENCIL_API_KEY`.
            on_event: A function, called for every step. The request is not sent until it returns from
                `about_to_send`.
            **options: The options of every client, see `ClientOptions`. If `base_url` is omitted, the environment
                variable `AGENTICPENCIL_BASE_URL` is read.

        Raises:
            InvalidArgumentError: An option is invalid, or a key is missing.
        """
        super().__init__("agenticpencil", {"api_key": api_key, **options}, on_event)

    @cached_property
    def auth(self) -> AuthResource:
        """The methods `auth.…`."""
        return AuthResource(self._call)

    @cached_property
    def billing(self) -> BillingResource:
        """The methods `billing.…`."""
        return BillingResource(self._call)

    @cached_property
    def content(self) -> ContentResource:
        """The methods `content.…`."""
        return ContentResource(self._call)

    @cached_property
    def content_map(self) -> ContentMapResource:
        """The methods `content_map.…`."""
        return ContentMapResource(self._call)

    @cached_property
    def keywords(self) -> KeywordsResource:
        """The methods `keywords.…`."""
        return KeywordsResource(self._call)

    @cached_property
    def usage(self) -> UsageResource:
        """The methods `usage.…`."""
        return UsageResource(self._call)
