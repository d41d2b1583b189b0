// The policies that are built in.
// SPDX-License-Identifier: Apache-2.0

/// The policies that are built in: the rubrics of the five handbooks (requirements §7), and one that tells how a conversation
/// came out for the customer.
enum Presets {
    /// Their names and texts.
    static let all: [(name: String, yaml: String)] = [
        ("ecommerce", ecommerce), ("internet", internet), ("outcome", outcome), ("pharma-v1", pharmaV1),
        ("pharma-v2", pharmaV2),
        ("platform", platform), ("process", process),
    ]
}
