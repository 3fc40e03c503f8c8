#!/bin/sh
# Prints a token: CLIENT_ID=… ISSUER=… sh token.sh 'directory:read policy:read'. Needs private.pem and kid.txt of make-key.sh.
set -eu
ISSUER=${ISSUER:-http://127.0.0.1:4000/oauth}
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

now=$(date +%s)
head=$(printf '{"alg":"PS256","kid":"%s"}' "$(cat kid.txt)" | base64url)
body=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%d,"exp":%d}' "$CLIENT_ID" "$CLIENT_ID" "$ISSUER" "$(openssl rand -hex 16)" "$now" "$((now + 60))" | base64url)
signature=$(printf '%s.%s' "$head" "$body" | openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 -sign private.pem | base64url)

answer=$(curl --silent --show-error "$ISSUER/token" \
  --data grant_type=client_credentials \
  --data-urlencode "scope=$1" \
  --data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
  --data "client_assertion=$head.$body.$signature")
token=$(printf '%s' "$answer" | sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
if [ -z "$token" ]; then
  echo "no token: $answer" >&2
  exit 1
fi
echo "$token"
