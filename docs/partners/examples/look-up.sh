#!/bin/sh
# Asks over FHIR what one person decided, for one case: STAFF_TOKEN=… BASE=… sh look-up.sh NUMBER NAME [MINUTES_MATTER]. The last word breaks
# the glass: the answer comes at once, with an alarm. Name and number go by the body, from files that only
# you can read: never by an address, which ends up in logs, nor on a command line of curl, which others on the machine can see.
set -eu
BASE=${BASE:-http://127.0.0.1:4000/fhir}
(umask 077 && printf '%s' "$BASE/identifier/resident-id-card|$1" > identifier.txt && printf '%s' "$2" > name.txt)

curl --silent --show-error --include "$BASE/Consent/_search" \
  --header "authorization: Bearer $STAFF_TOKEN" \
  --header 'accept: application/fhir+json' \
  --header 'accept-language: en' \
  --header "idempotency-key: $(openssl rand -hex 16)" \
  --data-urlencode patient.identifier@identifier.txt \
  --data-urlencode patient.name@name.txt \
  --data-urlencode 'category=http://loinc.org|64300-7' \
  --data -hospital=demo-hospital-xihu \
  --data -area=330106 \
  --data -case=CASE-2026-1 \
  --data -occasion=DEATH_EXPECTED \
  --data -purpose=CLARIFY_WILL \
  ${3:+--data "-break-glass=$3"} | grep -i -E '^(HTTP|content-location|retry-after|[{])'
rm identifier.txt name.txt
