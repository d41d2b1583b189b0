// A policy as a YAML file.
// SPDX-License-Identifier: Apache-2.0

package import Quality
import Yams

/// One version of a policy as a YAML file. All keys but `keeping`, `reviews`, `clocks`, `lexicons`, `exempt` and `receivers` are required:
/// what people are paid by has no silent default.
///
/// ```yaml
/// policy: pharma-v2                          # the policy's name, the same in all files of a directory
/// version: "2.0.0"                           # in every result
/// effective-from: 2020-01-01T00:00:00+08:00  # episodes that start at or after it are judged by this version
/// zone: Asia/Shanghai                        # IANA name, the same in all files; windows of tallies are local time
/// allowed-skew: 5s                           # lengths of time: 500ms, 30s, 2m, 2h, 1d
/// surveys: { window: 24h }                   # how long after its end answers still join an episode
/// keeping: { reviews: 7d, reopening: 7d }    # how long reviews join it, and the conversation's episodes are counted on;
///                                            # as long as surveys when left out
/// reviews:                                   # reviews by people; left out: one rater, and keeping.reviews for everything
///   window: 7d                               # how long after the end of an episode its review may begin
///   raters: 2..3                             # so many are waited for .. so many are taken; 1 to 3
///   quorum: 2                                # what fewer raters say does not count
///   combine: mean                            # mean, median (criterion by criterion), adjudicated (somebody decides)
///   disagreement: 20                         # raters whose scores are further apart need a third one or an adjudication
///   appeal: 5d                               # how long after its publication the agent may appeal
///   ruling: 3d                               # how long an appeal may wait for its ruling
/// clocks:                                    # first-response-human, first-response-any
///   first-response-human: { target: 30s, alerts: true, receivers: [leader] }
/// lexicons:                                  # at most 64
///   greeting: { phrases: [您好, hello] }
///   slang: { phrases: [歇菜], exempt: [歇菜谱] }   # exempt: longer phrases that contain one of the others and do not hit
/// rubric:                                    # dimensions in order; the weights sum to exactly 100
///   attitude:
///     weight: 100
///     criteria:                              # their points sum to exactly 100
///       greeting:
///         title: { zh: 问候, en: Greets }
///         requirements: [S0-010]             # ids of the handbook's requirements
///         points: 60
///         check: { requires: greeting, in: first 2 }
///       wording:
///         title: { zh: 用语, en: No slang }
///         requirements: [S0-013]
///         points: 40
///         check: { forbids: [slang], each: 20 }
/// ```
///
/// The checks, one a criterion; messages are those of agents that the customer sees:
///
/// ```yaml
/// { requires: greeting, in: first 2 }                     # words must occur in: first 2, last 3, anywhere
/// { forbids: [slang, rude], each: 5 }                     # each hit costs so many points
/// { follows: [anger], by: customer, with: [empathy], within: 3 }  # the next 3 messages must have other words
/// { order: [soothing], before: [solution], after: [anger] }       # once the customer was angry, soothe before solving
/// { clock: first-response-human }                         # the clock must be met
/// { replies-within: 2m }                                  # no customer waits longer
/// { structured-above: 200 }                               # messages of more characters need paragraphs or list marks
/// { hand-over-note: true }                                # hand-overs carry a note
/// ```
package enum PolicyFile {
    /// The policy of one file; `file` is its name in messages.
    ///
    /// - Throws: `PolicyError` with all mistakes of the file, each with its line and how to mend it, for the file's author.
    package static func decode(yaml: String, file: String) throws(PolicyError) -> Policy {
        try read(yaml: yaml, file: file).policy
    }

    /// A policy that was read, and the nodes of what may contradict other files.
    struct Decoded {
        var policy: Policy
        var name: Node
        var version: Node
        var effectiveFrom: Node
        var zone: Node
    }

    static func read(yaml: String, file: String) throws(PolicyError) -> Decoded {
        let root = try PolicyReader.root(of: yaml, file: file)
        var reader = PolicyReader(file: file)
        let policy = reader.policy(root)
        guard reader.issues.isEmpty, let policy else { throw PolicyError(reader.issues.inOrder) }
        return policy
    }
}

extension PolicyReader {
    fileprivate mutating func policy(_ root: Node) -> PolicyFile.Decoded? {
        let required = ["policy", "version", "effective-from", "zone", "allowed-skew", "surveys", "rubric"]
        let optional = ["keeping", "reviews", "clocks", "lexicons"]
        guard let fields = fields(root, of: "a policy", required: required, optional: optional) else { return nil }
        let name = identifier(fields["policy"], "the policy")
        let version = version(fields["version"])
        let effectiveFrom = instant(fields["effective-from"], "'effective-from'")
        let zone = zone(fields["zone"])
        let allowedSkew = duration(fields["allowed-skew"], "'allowed-skew'")
        let surveys = surveys(fields["surveys"])
        let keeping = keeping(fields["keeping"], surveys: surveys)
        let reviews = reviews(fields["reviews"])
        let clocks = clocks(fields["clocks"])
        let lexicons = lexicons(fields["lexicons"])
        let rubric = rubric(fields["rubric"])
        refuseUnusedLexicons(fields["lexicons"])
        guard issues.isEmpty, let name, let version, let effectiveFrom, let zone, let allowedSkew, let surveys,
            let rubric,
            let nameNode = fields["policy"], let versionNode = fields["version"], let zoneNode = fields["zone"],
            let instantNode = fields["effective-from"]
        else { return nil }
        let policy = Policy(
            name: name, version: version, effectiveFrom: effectiveFrom, zone: zone, rubric: rubric, lexicons: lexicons,
            clocks: clocks, surveys: surveys, keeping: keeping, reviews: reviews, allowedSkew: allowedSkew)
        return PolicyFile.Decoded(
            policy: policy, name: nameNode, version: versionNode, effectiveFrom: instantNode, zone: zoneNode)
    }

    private mutating func refuseUnusedLexicons(_ node: Node?) {
        guard hasReadAllChecks else { return }
        for (key, _) in node?.mapping ?? [:] {
            guard let name = key.scalar?.string, let index = lexicons[name], !usedLexicons.contains(index) else {
                continue
            }
            refuse(key, "no check uses the lexicon '\(name)'", "name it in a check, or drop it")
        }
    }
}

extension [PolicyError.Issue] {
    /// In the order of the lines.
    fileprivate var inOrder: [PolicyError.Issue] {
        sorted { ($0.place?.line ?? 0, $0.place?.column ?? 0) < ($1.place?.line ?? 0, $1.place?.column ?? 0) }
    }
}
