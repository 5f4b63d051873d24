#!/bin/sh
# JupyterHub's configurable-http-proxy in front of two cohorts, each under a host name of its own.
#
# Change the two names. Each number is what `kit host` says of that cohort ("leads people here"). CERTIFICATE and KEY are
# files for both names; CONFIGPROXY_AUTH_TOKEN is a secret of your own, as for the Hub.
# A Hub that runs with `subdomain_host` has such a proxy already: then only the two calls of `lead` are needed.
set -eu
: "${CONFIGPROXY_AUTH_TOKEN:?set it to a long secret}" "${CERTIFICATE:?}" "${KEY:?}"
export CONFIGPROXY_AUTH_TOKEN
api="http://127.0.0.1:${API_PORT:-8001}"

"${CONFIGURABLE_HTTP_PROXY:-configurable-http-proxy}" --host-routing \
  --ip "${LISTEN:-0.0.0.0}" --port "${HTTPS_PORT:-443}" --ssl-cert "$CERTIFICATE" --ssl-key "$KEY" \
  --api-ip 127.0.0.1 --api-port "${API_PORT:-8001}" --log-level "${LOG_LEVEL:-warn}" &
proxy=$!
trap 'kill "$proxy" 2>/dev/null' EXIT INT TERM

# What comes for a name goes to that cohort's port, and nowhere else.
lead() {
  curl --silent --show-error --fail --retry 20 --retry-delay 1 --retry-connrefused \
    --header "Authorization: token $CONFIGPROXY_AUTH_TOKEN" \
    --request POST --data "{\"target\": \"http://$2\"}" "$api/api/routes/$1"
}
lead spring.workshop.example.org "${SPRING:-127.0.0.1:8770}"
lead autumn.workshop.example.org "${AUTUMN:-127.0.0.1:8771}"
echo "The proxy leads to both cohorts."
wait "$proxy"
