"""A small provider of identity, made of Authlib's server parts, really served on loopback."""

import time
from contextlib import contextmanager
from threading import Thread

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "zhijian", "the client's secret"
SUBJECT = "gov-0001"


class Client:
    """The one client there is."""

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, address):
        return address.endswith("/sign-on/back")

    def check_client_secret(self, secret):
        return secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, _endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind == "authorization_code"


class Code:
    """An authorization code that was given out."""

    def __init__(self, code, request):
        payload = request.payload
        self.code = code
        self.redirect_uri = payload.redirect_uri
        self.scope = payload.scope
        self.user = request.user
        self.nonce = payload.data.get("nonce")
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Provider:
    """Who it vouches for, what it does wrong on purpose, and what it was asked."""

    def __init__(self):
        self.subject = SUBJECT
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.shown_key = self.key
        self.codes = {}
        self.issuer = self.claimed_issuer = ""
        self.audience = [CLIENT_ID]
        self.nonce = None
        self.lifetime = 300
        self.now = lambda: int(time.time())
        self.asked = []
        self.described = {}
        self.keys = None

    def app(self):  # noqa: C901 - Authlib asks for classes with many small methods
        app = Flask("provider")
        provider = self

        class Grant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012 - Authlib's name

            def save_authorization_code(self, code, request):
                provider.codes[code] = Code(code, request)

            def query_authorization_code(self, code, _client):
                return provider.codes.get(code)

            def delete_authorization_code(self, code):
                provider.codes.pop(code.code)

            def authenticate_user(self, code):
                return code.user

        class WithIdentity(OpenIDCode):
            def exists_nonce(self, _nonce, _request):
                return False

            def resolve_client_private_key(self, _client):
                return provider.key

            def get_client_claims(self, _client):
                return {
                    "iss": provider.claimed_issuer,
                    "aud": provider.audience,
                    "exp": provider.now() + provider.lifetime,
                    "iat": provider.now(),
                }

            def get_client_algorithm(self, _client):
                return "RS256"

            def get_encode_header(self, _client):
                return {"alg": "RS256", "kid": "1"}

            def generate_user_info(self, user, _scope):
                return UserInfo(sub=user)

        server = AuthorizationServer(
            app, query_client=lambda _id: Client(), save_token=lambda *_: None
        )
        server.register_grant(
            Grant, [WithIdentity(require_nonce=True), CodeChallenge(required=True)]
        )

        @app.get("/authorize")
        def authorize():
            provider.asked.append(request.args.to_dict())
            grant = server.get_consent_grant(end_user=provider.subject)
            return server.create_authorization_response(grant=grant, grant_user=provider.subject)

        @app.post("/token")
        def token():
            return server.create_token_response()

        @app.get("/keys")
        def keys():
            shown = {"keys": [provider.shown_key.as_dict(private=False)]}
            return jsonify(shown if provider.keys is None else provider.keys)

        @app.get("/.well-known/openid-configuration")
        def description():
            said = {
                "issuer": provider.issuer,
                "authorization_endpoint": f"{provider.issuer}/authorize",
                "token_endpoint": f"{provider.issuer}/token",
                "jwks_uri": f"{provider.issuer}/keys",
            }
            return jsonify({**said, **provider.described})

        return app


@contextmanager
def served():
    """The provider on a port of this machine."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = provider.claimed_issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
