#!/usr/bin/env bash
# Generates Sources/Wire/Generated from proto-schemas. With a folder as argument it writes there instead (make check compares).
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-Sources/Wire/Generated}
swift build --product protoc-gen-swift >&2
plugin=$(swift build --show-bin-path)/protoc-gen-swift
mkdir -p "$out"
rm -f "$out"/*.pb.swift
protoc -I proto-schemas --plugin=protoc-gen-swift="$plugin" \
    --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true --swift_opt=FileNaming=DropPath \
    --swift_out="$out" proto-schemas/assay/v1/*.proto
