// Policy sets from named texts and from the presets.
// SPDX-License-Identifier: Apache-2.0

package import Quality

/// Makes policy sets. Reading the files of a directory is the caller's: this is pure.
package enum PolicyLoader {
    /// The policies that are built in, by name.
    package static let presets = Presets.all.map(\.name)

    /// The set of the versions in the files, in any order. Names are for messages.
    ///
    /// - Throws: `PolicyError` with all mistakes of all files: a file that does not validate, none at all, versions of
    ///   different policies or in different time zones, two files of one version or of one instant.
    package static func load(files: [(name: String, text: String)]) throws(PolicyError) -> PolicySet {
        guard !files.isEmpty else {
            throw PolicyError("there is no policy", "put at least one .yaml file into the directory")
        }
        var decoded: [(file: String, read: PolicyFile.Decoded)] = []
        var issues: [PolicyError.Issue] = []
        for file in files {
            do throws(PolicyError) {
                decoded.append((file.name, try PolicyFile.read(yaml: file.text, file: file.name)))
            } catch {
                issues += error.issues
            }
        }
        issues += contradictions(of: decoded)
        guard issues.isEmpty else { throw PolicyError(issues) }
        return PolicySet(decoded.map(\.read.policy))
    }

    /// The set of a built-in policy: one version.
    ///
    /// - Throws: `PolicyError` when there is none of that name.
    package static func preset(_ name: String) throws(PolicyError) -> PolicySet {
        try load(files: [(name: "preset \(name)", text: try presetText(name))])
    }

    /// The text of a built-in policy, to be copied and changed.
    ///
    /// - Throws: `PolicyError` when there is none of that name.
    package static func presetText(_ name: String) throws(PolicyError) -> String {
        guard let preset = Presets.all.first(where: { $0.name == name }) else {
            let nearest = NearestName.of(name, among: presets).map { "did you mean '\($0)'? " } ?? ""
            throw PolicyError("there is no preset '\(name)'", "\(nearest)presets: \(presets.joined(separator: ", "))")
        }
        return preset.yaml
    }

    /// The last version says how long tallies are kept, of all windows: also of those that earlier versions still need.
    private static func tooShortRetention(
        _ files: [(file: String, read: PolicyFile.Decoded)]
    ) -> [PolicyError.Issue] {
        guard let last = files.max(by: { $0.read.policy.effectiveFrom < $1.read.policy.effectiveFrom }) else {
            return []
        }
        var reader = PolicyReader(file: last.file)
        for (_, read) in files {
            reader.refuseTooShort(last.read.policy.tallyRetention, for: read.policy, last.read.tallies)
        }
        return reader.issues
    }

    /// What is wrong between files that are right each by itself.
    private static func contradictions(of files: [(file: String, read: PolicyFile.Decoded)]) -> [PolicyError.Issue] {
        var issues: [PolicyError.Issue] = []
        for (index, (file, read)) in files.enumerated() {
            var reader = PolicyReader(file: file)
            let earlier = files[..<index]
            if let first = earlier.first, first.read.policy.name != read.policy.name {
                reader.refuse(
                    read.name,
                    "this is the policy '\(read.policy.name)', but \(first.file) has '\(first.read.policy.name)'",
                    "keep the versions of one policy in a directory, and other policies in others")
            }
            if let first = earlier.first, first.read.policy.zone != read.policy.zone {
                let zone = first.read.policy.zone.identifier
                reader.refuse(
                    read.zone, "the zone is not that of \(first.file), '\(zone)'",
                    "write '\(zone)': windows of all versions must be the same")
            }
            if let other = earlier.first(where: { $0.read.policy.version == read.policy.version }) {
                reader.refuse(
                    read.version, "\(other.file) has the version '\(read.policy.version)' too", "give each file its own"
                )
            }
            if let other = earlier.first(where: { $0.read.policy.effectiveFrom == read.policy.effectiveFrom }) {
                reader.refuse(
                    read.effectiveFrom, "\(other.file) takes force at the same instant",
                    "an episode is judged by one version: give each its own instant")
            }
            issues += reader.issues
        }
        issues += tooShortRetention(files)
        return issues
    }
}

extension PolicyError {
    /// One mistake that is in no file.
    fileprivate init(_ problem: String, _ remedy: String) {
        self.init([Issue(place: nil, problem: problem, remedy: remedy)])
    }
}
