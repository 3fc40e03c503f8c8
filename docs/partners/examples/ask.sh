#!/bin/sh
# Asks: TOKEN=… ISSUER=… sh ask.sh '{"query":"{ donationPolicy { minimumAge } }"}'. Prints the answer as it came.
set -eu
ISSUER=${ISSUER:-http://127.0.0.1:4000/oauth}

curl --silent --show-error "${ISSUER%/oauth}/graphql" \
  --header "authorization: Bearer $TOKEN" \
  --header 'content-type: application/json' \
  --header 'accept-language: en' \
  --data-binary "$1"
echo
