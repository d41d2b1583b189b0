// Reads the themes of complaints of a policy file.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The themes in the order of the file, and the lines that their bursts cross.
    ///
    /// - Parameter tellsRepeats: whether customers' contacts are kept, which tells customers apart.
    mutating func themes(_ node: Node?, tellsRepeats: Bool) -> (themes: [ComplaintTheme], bursts: [Threshold]) {
        let entries = entries(node, of: "'themes'") ?? []
        guard let node else { return ([], []) }
        if entries.isEmpty { refuse(node, "'themes' is empty", "name at least one, or leave the key out") }
        if entries.count > ComplaintTheme.most {
            refuse(node, "there are \(entries.count) themes", "keep the \(ComplaintTheme.most) that matter most")
        }
        if !tellsRepeats {
            refuse(
                node, "'themes' counts customers, who are not told apart",
                "add 'repeat-contacts: …' to the policy: it keeps what each customer came with")
        }
        var themes: [ComplaintTheme] = []
        var bursts: [Threshold] = []
        for (name, key, value) in entries {
            guard let name = identifier(key, "the theme '\(name)'") else { continue }
            let what = "the theme '\(name)'"
            if name.utf8.count > PolicyReader.longestTheme {
                refuse(key, "\(what) has a long name", "use \(PolicyReader.longestTheme) characters at most")
            }
            guard let fields = fields(value, of: what, required: ["burst"], optional: ["lexicons", "reasons"]) else {
                continue
            }
            if fields["lexicons"] == nil, fields["reasons"] == nil {
                refuse(value, "\(what) is known by nothing", "add 'lexicons: […]', 'reasons: […]', or both")
            }
            let lexicons = lexiconSet(fields["lexicons"], of: "'lexicons' of \(what)") ?? LexiconSet()
            let reasons = list(fields["reasons"], of: "'reasons' of \(what)").compactMap {
                text($0, "a reason of \(what)")
            }
            let theme = ComplaintTheme(name: name, lexicons: lexicons, reasons: reasons)
            themes.append(theme)
            if let burst = burst(fields["burst"], of: theme, what) { bursts.append(burst) }
        }
        return (themes, bursts)
    }

    private static let longestTheme = 40

    private mutating func burst(_ node: Node?, of theme: ComplaintTheme, _ what: String) -> Threshold? {
        guard let fields = fields(node, of: "'burst' of \(what)", required: ["customers", "receivers"]) else {
            return nil
        }
        let customers = count(fields["customers"], "'customers' of 'burst' of \(what)", in: 2...1_000_000)
        let receivers = receivers(fields["receivers"], of: "'burst' of \(what)")
        return customers.map { theme.burst(of: Int64($0), receivers: receivers) }
    }

    /// Refuses thresholds on themes that the policy does not name.
    mutating func check(_ threshold: Threshold, at node: Node, _ themes: [ComplaintTheme]) {
        if let theme = threshold.figure.theme {
            if !themes.contains(where: { $0.name == theme }) {
                refuse(
                    node, "the threshold '\(threshold.name)' is about the theme '\(theme)', which is not named",
                    "name it in the policy: 'themes: { \(theme): … }'")
            }
            if threshold.subjects != [.all] || threshold.windows != [.month] {
                refuse(
                    node, "the threshold '\(threshold.name)' counts customers once a month",
                    "write 'of: [all]' and 'windows: [month]': no other tally has that")
            }
        }
        if themes.contains(where: { $0.burstName == threshold.name }) {
            refuse(
                node, "the threshold '\(threshold.name)' has the name of a burst of 'themes'", "give it another name")
        }
    }
}
