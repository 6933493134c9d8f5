"""A browser without a window: cookies, redirects, and the forms of a provider filled in."""

import html
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from tests.integration.api.harness import Person
from tests.services.node import serving_node

HERE = "http://localhost:8000"
CALLBACK = f"{HERE}/api/auth/oidc/work/callback"
CLIENT_ID = "rondel"
CLIENT_SECRET = "secret/of+the client:0123456789-abcdef"
_MOST_STEPS = 20


@dataclass
class Browser:
    """One browser. Rondel is asked in this process, everything else over the network."""

    client: httpx.AsyncClient
    trail: list[str] = field(default_factory=list)
    stop_at_callback: bool = False

    async def open(self, url):
        """The page that this address ends at; one of Rondel's own pages is not looked at."""
        return await self._follow("GET", urljoin(HERE, url))

    async def fill_in(self, page, **fields):
        """The page after its form was sent."""
        action = re.search(r'<form[^>]* action="([^"]+)"', page.text).group(1)
        url = urljoin(str(page.url), html.unescape(action))
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', page.text))
        return await self._follow("POST", url, data={**hidden, **fields})

    async def sign_in(self, login, *, next_path="/", start="/api/auth/oidc/work/start"):
        """Where one ends up who signs in with this login, and agrees."""
        page = await self.open(f"{start}?next={next_path}" if next_path != "/" else start)
        return await self.go_on(page, login)

    async def go_on(self, page, login):
        page = await self.fill_in(page, login=login, password="any")
        return await self.fill_in(page)

    async def session(self):
        """The tokens that the pages of Rondel get with the cookie of this browser."""
        headers = {"sec-fetch-site": "same-origin"}
        return await self.client.post(f"{HERE}/api/auth/refresh", json={}, headers=headers)

    async def person(self):
        answer = await self.session()
        assert answer.status_code == 200, answer.text
        token = answer.json()["access_token"]
        return Person(answer.json()["user"]["id"], {"authorization": f"Bearer {token}"})

    async def _follow(self, method, url, **options):
        for _ in range(_MOST_STEPS):
            self.trail.append(url)
            answer = await self.client.request(method, url, **options)
            if not answer.is_redirect:
                return answer
            url, method, options = urljoin(url, answer.headers["location"]), "GET", {}
            is_own_page = url.startswith(HERE) and not urlsplit(url).path.startswith("/api/")
            if is_own_page or (self.stop_at_callback and url.startswith(CALLBACK)):
                self.trail.append(url)
                return answer
        raise AssertionError(f"redirected without end: {self.trail}")

    @property
    def place(self):
        """Where it has ended up."""
        return self.trail[-1]


@asynccontextmanager
async def browsing(api):
    transport = httpx.ASGITransport(api.app)
    async with httpx.AsyncClient(mounts={HERE: transport}, timeout=30) as client:
        yield Browser(client)


@asynccontextmanager
async def oidc_provider(folder, **settings):
    """A provider, and what has to be set here for it."""
    given = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [CALLBACK],
        **settings,
    }
    async with serving_node(folder, given) as server:
        issuer = f"http://127.0.0.1:{server.port}"
        secret = given["client_secret"]
        yield {
            "issuer": issuer,
            "client_id": CLIENT_ID,
            **({"client_secret": secret} if secret else {}),
            "label": "Work",
        }
