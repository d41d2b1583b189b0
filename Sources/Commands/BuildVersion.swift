// Which Assay this is.
// SPDX-License-Identifier: Apache-2.0

/// The version of the executables, for metrics and messages.
package enum BuildVersion {
    /// "major.minor.patch".
    package static let text = "0.1.0"
}
