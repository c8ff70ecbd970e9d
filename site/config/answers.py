"""Headers of every answer that are not one setting of a library."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

DESK = "/admin/"
HEADER = "Content-Security-Policy"
# Who may load an answer into a page of another host; files for readers say it themselves.
RESOURCE_POLICY = "Cross-Origin-Resource-Policy"


class ContentPolicyMiddleware(CSPMiddleware):
    """The desk's policy for the desk, the readers' for everything else."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(DESK) and parts.config is None and not report_only:
            parts.config = settings.DESK_CONTENT_SECURITY_POLICY
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say the directives in one order: the library's changes with each answer.

        An answer that has a policy of its own keeps it as it is.
        """
        is_its_own = HEADER in response
        answer = super().process_response(request, response)
        if not is_its_own and (policy := answer.headers.get(HEADER)):
            answer.headers[HEADER] = "; ".join(sorted(policy.split("; ")))
        return answer


class ResourcePolicyMiddleware:
    """Only pages of this host may load our answers, unless an answer says otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(RESOURCE_POLICY, "same-origin")
        return response


class DeskIsNotKeptMiddleware:
    """No cache keeps an answer of the desk, whichever view or refusal it comes from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(DESK):
            add_never_cache_headers(response)
        return response
