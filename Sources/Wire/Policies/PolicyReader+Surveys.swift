// Reads how surveys are taken.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What `surveys` says.
    mutating func surveys(_ node: Node?, preset: Entries) -> SurveyPolicy? {
        guard
            let fields = fields(
                node, of: "surveys", required: ["window"],
                optional: ["edit", "submission", "burst", "presets", "programmes"])
        else { return nil }
        let window = duration(fields["window"], "the window of surveys")
        let edit = fields["edit"].flatMap { duration($0, "'edit' of surveys") }
        let burst = fields["burst"].flatMap { duration($0, "'burst' of surveys") }
        let needsSubmission = fields["submission"].map { isRequired($0) } ?? false
        let programmes = programmes(
            fields["programmes"] ?? fields["presets"], own: fields["programmes"], preset: preset)
        return window.map {
            SurveyPolicy(
                window: $0, edit: edit, needsSubmission: needsSubmission, burst: burst, programmes: programmes)
        }
    }

    private mutating func isRequired(_ node: Node) -> Bool {
        guard let word = text(node, "'submission' of surveys") else { return false }
        if word != "required" {
            refuse(node, "'submission' of surveys is '\(word)'", "write required, or leave it out")
        }
        return word == "required"
    }

    /// - Parameter node: where what is wrong with all together is told.
    private mutating func programmes(_ node: Node?, own: Node?, preset: Entries) -> [SurveyProgramme] {
        guard let node else { return [] }
        if own == nil, preset.isEmpty {
            // What is wrong with a preset is told where it is named.
            if node.mapping?.isEmpty == true {
                refuse(node, "'presets' of surveys names none", "name one, or leave it out")
            }
            return []
        }
        var named: Entries = []
        if let own {
            guard let found = self.entries(own, of: "'programmes' of surveys") else { return [] }
            named = found
        }
        let entries = PolicyReader.merged(named, preset)
        if entries.isEmpty || entries.count > SurveyProgramme.mostProgrammes {
            refuse(
                node, "'programmes' of surveys has \(entries.count) programmes",
                "name 1 to \(SurveyProgramme.mostProgrammes), or leave it out")
        }
        let programmes = entries.compactMap { _, key, value in programme(key, value) }
        if programmes.count == entries.count, !programmes.isEmpty, !programmes.contains(where: \.isCounted) {
            refuse(
                node, "no programme of surveys counts",
                "write 'answers: counted' for the one that satisfaction is computed from")
        }
        return programmes
    }

    private mutating func programme(_ key: Node, _ value: Node) -> SurveyProgramme? {
        guard let name = identifier(key, "a survey programme") else { return nil }
        let what = "the survey programme '\(name)'"
        guard let fields = fields(value, of: what, required: ["answers"], optional: ["items", "reasons", "least"])
        else {
            return nil
        }
        let items = names(fields["items"], "'items' of \(what)", most: SurveyProgramme.mostItems)
        let reasons = names(fields["reasons"], "'reasons' of \(what)", most: SurveyProgramme.mostReasons)
        let least = fields["least"].map { count($0, "'least' of \(what)", in: 1...1_000_000_000) } ?? 1
        guard let node = fields["answers"], let word = text(node, "'answers' of \(what)") else { return nil }
        guard ["counted", "apart"].contains(word) else {
            refuse(node, "'answers' of \(what) is '\(word)'", "write counted or apart")
            return nil
        }
        return SurveyProgramme(
            name: name, isCounted: word == "counted", items: items, reasons: reasons, least: Int64(least ?? 1))
    }

    private mutating func names(_ node: Node?, _ what: String, most: Int) -> [String] {
        let names = list(node, of: what).compactMap { text($0, "a name of \(what)") }
        if let node, Set(names).count < names.count || names.count > most {
            refuse(node, "\(what) does not name at most \(most) different things", "name each of them once")
        }
        return names
    }
}
