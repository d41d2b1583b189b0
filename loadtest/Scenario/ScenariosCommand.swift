// `loadtest scenarios`: what is built in.
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Quality
import Wire

/// Lists the built-in scenarios, or prints one to be copied and changed.
struct ScenariosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios", abstract: "List the built-in scenarios, or print one of them to be changed.")

    @Argument(help: "The scenario to print.") var name: String?

    func run() throws {
        guard let name else {
            for (name, yaml) in ScenarioPresets.all {
                let scenario = try ScenarioFile.decode(yaml: yaml, file: name)
                print("\(name): \(scenario.length.count / 1000) s, \(scenario.peak) events a second at the peak")
            }
            return
        }
        guard let preset = ScenarioPresets.all.first(where: { $0.name == name }) else {
            let names = ScenarioPresets.all.map(\.name)
            let nearest = NearestName.of(name, among: names).map { "did you mean '\($0)'? " } ?? ""
            throw ValidationError(
                "there is no scenario '\(name)'; \(nearest)built in: \(names.joined(separator: ", "))")
        }
        print(preset.yaml, terminator: "")
    }
}
