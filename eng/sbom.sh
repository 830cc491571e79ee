#!/usr/bin/env bash
# Prints the software bill of materials as CycloneDX 1.6: every package that the two programs are shipped with, as a restore resolves
# them. Nothing but the SDK and jq is needed. The same packages give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
artifacts=$(mktemp -d)
trap 'rm -rf "$artifacts"' EXIT
for project in src/Api src/Ingest; do dotnet restore --artifacts-path "$artifacts" "$project" >&2; done
version=$(sed -n 's/.*Version = "\([0-9.]*\)";.*/\1/p' src/Api/Program.cs)
find "$artifacts/obj" -name project.assets.json -print0 | xargs -0 jq --slurp --arg version "$version" '
  {
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    metadata: { component: { type: "application", name: "Matching", version: $version, licenses: [{ license: { id: "MIT" } }] } },
    components: [
      [.[].libraries | to_entries[] | select(.value.type == "package").key] | unique[]
      | split("/") as [$name, $release] | "pkg:nuget/\($name)@\($release)" as $purl
      | { type: "library", name: $name, version: $release, purl: $purl, "bom-ref": $purl }
    ]
  }'
