"""The token endpoint a service account's key file points at: the real flow, on loopback."""

from __future__ import annotations

import base64
import json
import time
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.google.errors import ApiError, Json
from tests.google.world import ROBOT

# google-auth names this audience whatever the key file's token address is.
GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"

JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@cache
def _key() -> rsa.RSAPrivateKey:
    """Made anew in each test process: no key lies in the repository. Half as long as Google's,
    as it is read for each connection, and that takes an eighth of the time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


class Tokens:
    """Keys of robots, the tokens given out for them, and their end."""

    def __init__(self) -> None:
        self._key = _key()
        self._users: dict[str, str] = {}
        self.known_robots = {ROBOT}

    def write_key_file(self, path: Path, token_url: str, address: str = ROBOT) -> Path:
        """A service-account file, readable by its owner only."""
        self.known_robots.add(address)
        pem = self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.touch(mode=0o600)
        path.write_text(json.dumps(_key_file(pem.decode(), token_url, address)), encoding="utf-8")
        return path

    def give(self, form: dict[str, str], token_url: str) -> Json:
        """A token for a signed assertion, or the error Google gives for a bad one."""
        if form.get("grant_type") != JWT_GRANT:
            raise _refused("unsupported_grant_type", "Invalid grant_type")
        claims = self._read_assertion(form.get("assertion", ""))
        if (
            claims.get("aud") not in (GOOGLE_AUDIENCE, token_url)
            or claims.get("iss") not in self.known_robots
        ):
            raise _refused("invalid_grant", "Invalid grant: account not found")
        if not claims.get("scope"):
            raise _refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        if claims["exp"] < time.time():
            raise _refused("invalid_grant", "Invalid JWT: Token must be a short-lived token")
        return self.new_token(claims["iss"])

    def new_token(self, user: str, lives: int = 3599) -> Json:
        token = f"ya29.emulated-{len(self._users) + 1}"
        self._users[token] = user
        return {"access_token": token, "expires_in": lives, "token_type": "Bearer"}

    def user_of(self, header: str) -> str:
        kind, _, token = header.partition(" ")
        if kind != "Bearer" or token not in self._users:
            raise ApiError(
                401,
                "Request had invalid authentication credentials. Expected OAuth 2 access token, "
                "login cookie or other valid authentication credential. See "
                "https://developers.google.com/identity/sign-in/web/devconsole-project.",
            )
        return self._users[token]

    def expire_all(self) -> None:
        """From now on every token given so far gets a 401."""
        self._users.clear()

    def _read_assertion(self, assertion: str) -> dict[str, Any]:
        signed, _, signature = assertion.rpartition(".")
        try:
            self._key.public_key().verify(
                _decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
            )
            claims: dict[str, Any] = json.loads(_decoded(signed.split(".")[1]))
        except (InvalidSignature, ValueError, IndexError) as problem:
            raise _refused("invalid_grant", "Invalid JWT Signature.") from problem
        return claims


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _key_file(pem: str, token_url: str, address: str) -> Json:
    return {
        "type": "service_account",
        "project_id": "example-project",
        "private_key_id": "emulated",
        "private_key": pem,
        "client_email": address,
        "client_id": "100000000000000000000",
        "token_uri": token_url,
    }


class TokenRefused(ApiError):
    """The token endpoint's errors have a shape of their own."""

    def __init__(self, word: str, description: str) -> None:
        super().__init__(400, description)
        self.word = word

    def body(self) -> Json:
        return {"error": self.word, "error_description": self.message}


def _refused(word: str, description: str) -> TokenRefused:
    return TokenRefused(word, description)
