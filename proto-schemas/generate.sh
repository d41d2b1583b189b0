#!/usr/bin/env bash
# Generates Swift from proto-schemas: records into Sources/Wire/Generated, the gateway's calls into Sources/Services/Generated. With a
# folder as argument it writes to Wire and Services below it instead (make check compares).
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/.."
wire=${1:+$1/Wire}
services=${1:+$1/Services}
wire=${wire:-Sources/Wire/Generated}
services=${services:-Sources/Services/Generated}
swift build --product protoc-gen-swift >&2
swift build --product protoc-gen-grpc-swift-2 >&2
bin=$(swift build --show-bin-path)
mkdir -p "$wire" "$services"
rm -f "$wire"/*.pb.swift "$services"/*.swift

records=()
for schema in proto-schemas/assay/v1/*.proto; do
    [ "$schema" = proto-schemas/assay/v1/gateway.proto ] || records+=("$schema")
done
protoc -I proto-schemas --plugin=protoc-gen-swift="$bin/protoc-gen-swift" \
    --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true --swift_opt=FileNaming=DropPath \
    --swift_out="$wire" "${records[@]}"

# The gateway's messages contain records, whose Swift is in Wire.
mappings=$(mktemp)
trap 'rm -f "$mappings"' EXIT
{
    echo 'mapping { module_name: "Wire"'
    for schema in "${records[@]}"; do echo "  proto_file_path: \"${schema#proto-schemas/}\""; done
    echo '}'
} >"$mappings"
protoc -I proto-schemas --plugin=protoc-gen-swift="$bin/protoc-gen-swift" \
    --plugin=protoc-gen-grpc-swift="$bin/protoc-gen-grpc-swift-2" \
    --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true --swift_opt=FileNaming=DropPath \
    --swift_opt=ProtoPathModuleMappings="$mappings" --swift_out="$services" \
    --grpc-swift_opt=Visibility=Package --grpc-swift_opt=UseAccessLevelOnImports=true \
    --grpc-swift_opt=FileNaming=DropPath --grpc-swift_opt=ProtoPathModuleMappings="$mappings" \
    --grpc-swift_out="$services" proto-schemas/assay/v1/gateway.proto proto-schemas/grpc/health/v1/health.proto
# The calls name no type of Wire themselves, and an import that is wider than needed is an error.
sed -i 's/^package import Wire$/import Wire/' "$services/gateway.grpc.swift"
