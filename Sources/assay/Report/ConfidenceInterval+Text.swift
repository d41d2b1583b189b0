// Confidence intervals as people read them.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality

extension ConfidenceInterval {
    /// "82.56 – 94.48", in percent.
    var written: String { "\(ConfidenceInterval.decimal(lower)) – \(ConfidenceInterval.decimal(upper))" }

    private static func decimal(_ value: Double) -> String { Int64((value * 100).rounded()).writtenHundredths }
}
