// Reads which of the handbooks' survey programmes a policy has.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// What the survey presets that a policy names say.
    struct SurveyParts {
        var programmes: Entries = []
        var clocks: Entries = []
        var thresholds: Entries = []
    }

    /// The parts of the presets that `surveys` names. None where it names none.
    mutating func surveyPresets(_ surveys: Node?) -> SurveyParts {
        var parts = SurveyParts()
        guard let node = surveys?.mapping?["presets"] else { return parts }
        for (name, key, value) in entries(node, of: "'presets' of surveys") ?? [] {
            guard let preset = SurveyPresets.all.first(where: { $0.name == name }) else {
                refuse(key, unknown: "preset of surveys", name, among: SurveyPresets.all.map(\.name))
                continue
            }
            guard let least = least(of: preset, value),
                let root = try? PolicyReader.root(
                    of: preset.yaml.replacing("$least", with: "\(least)"), file: name)
            else { continue }
            parts.programmes += entries(root.mapping?["programmes"], of: "programmes") ?? []
            parts.clocks += entries(root.mapping?["clocks"], of: "clocks") ?? []
            parts.thresholds += entries(root.mapping?["thresholds"], of: "thresholds") ?? []
        }
        return parts
    }

    /// From where on the rate of a preset is judged; 1 where it has none.
    private mutating func least(of preset: SurveyPresets.Preset, _ node: Node) -> Int? {
        let what = "'\(preset.name)'"
        guard preset.needsLeast else {
            if node.mapping?.isEmpty != true {
                refuse(node, "\(what) has no settings", "write '\(preset.name): {}'")
                return nil
            }
            return 1
        }
        guard let fields = fields(node, of: what, required: ["least"]) else { return nil }
        return count(fields["least"], "'least' of \(what)", in: 1...1_000_000_000)
    }
}
