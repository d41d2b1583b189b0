// Reads which of the handbooks' service levels a policy has.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Yams

extension PolicyReader {
    /// The clocks of the handbook's service levels that a policy names: their nodes by name. None where it names none.
    mutating func serviceLevels(_ node: Node?) -> Entries {
        guard let node else { return [] }
        var settings: [String: Node] = [:]
        var name = node
        if let mapping = node.mapping {
            guard let preset = mapping["preset"] else {
                refuse(node, "'service-levels' names no preset", "add 'preset: \(ServiceLevelPresets.all[0].name)'")
                return []
            }
            name = preset
            for (key, value) in mapping {
                if let word = key.scalar?.string, word != "preset" { settings[word] = value }
            }
        }
        guard let word = text(name, "'service-levels'") else { return [] }
        guard let preset = ServiceLevelPresets.all.first(where: { $0.name == word }) else {
            refuse(name, unknown: "preset of service levels", word, among: ServiceLevelPresets.all.map(\.name))
            return []
        }
        guard let text = filled(preset, with: settings, at: node) else { return [] }
        if text.contains("said:"), library.isEmpty {
            refuse(node, "'\(word)' waits for words of the library", "add 'standard-lexicons: \"1\"'")
            return []
        }
        guard let root = try? PolicyReader.root(of: text, file: word) else { return [] }
        return entries(root.mapping?["clocks"], of: "clocks") ?? []
    }

    /// The text of a preset with its settings in their places.
    private mutating func filled(
        _ preset: ServiceLevelPresets.Preset, with settings: [String: Node], at node: Node
    ) -> String? {
        var text = preset.yaml
        var isWhole = true
        for (name, what) in preset.settings {
            guard let value = settings[name] else {
                refuse(node, "'\(preset.name)' needs '\(name)'", "add '\(name): …', \(what)")
                isWhole = false
                continue
            }
            guard let span = duration(value, "'\(name)' of \(preset.name)") else {
                isWhole = false
                continue
            }
            text = text.replacing("$\(name)*2", with: "\(2 * span.count)ms").replacing(
                "$\(name)", with: "\(span.count)ms")
        }
        let names = preset.settings.map(\.name)
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
            refuse(value, unknown: "setting of \(preset.name)", name, among: names)
            isWhole = false
        }
        return isWhole ? text : nil
    }
}
