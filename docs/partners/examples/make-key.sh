#!/bin/sh
# Makes your pair of keys with openssl alone: sh make-key.sh. private.pem stays with you, jwks.json goes to the operator.
set -eu
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

(umask 077 && openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out private.pem 2>/dev/null)
# In the DER form of a public key of 3,072 bits the modulus is 384 bytes from the 34th on; the exponent is 65537 (AQAB).
n=$(openssl pkey -in private.pem -pubout -outform DER | tail -c +34 | head -c 384 | base64url)
printf '{"keys":[{"kty":"RSA","n":"%s","e":"AQAB"}]}' "$n" > jwks.json
# A key is named by its thumbprint (RFC 7638), here as at the register.
printf '{"e":"AQAB","kty":"RSA","n":"%s"}' "$n" | openssl dgst -sha256 -binary | base64url > kid.txt
echo "kid $(cat kid.txt)"
