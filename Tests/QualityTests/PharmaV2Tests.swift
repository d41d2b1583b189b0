// The preset "pharma-v2" as a whole: what its criteria find stands in the tables.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing
import Wire

@Suite("pharma-v2")
struct PharmaV2Tests {
    static let preset = Result { try PolicyLoader.preset("pharma-v2").versions[0] }

    @Test("the weights are those of the handbook's second edition")
    func weights() throws {
        let rubric = try Self.preset.get().rubric
        #expect(rubric.dimensions.map(\.id) == ["attitude", "expertise", "communication", "efficiency-and-compliance"])
        #expect(rubric.dimensions.map(\.weight.hundredths) == [3_000, 4_000, 2_000, 1_000])
    }

    @Test("a human answers within 30 seconds, a bot's greeting counts apart")
    func clocks() throws {
        let clocks = try Self.preset.get().clocks
        #expect(clocks.map(\.kind) == [.firstResponseHuman, .firstResponseAny])
        #expect(clocks.map(\.target) == [.seconds(30), .seconds(30)])
        #expect(clocks.map(\.alerts) == [true, false])
    }

    @Test("times that were set by rule decide no clock")
    func estimatedTimes() throws {
        let transcript = Transcript("C 0 在吗\nA 300 您好", policy: try Self.preset.get(), hasEstimatedTimes: true)
        #expect(transcript.verdict(of: "prompt-response") == .doesNotApply)
        #expect(transcript.verdict(of: "replies") == .doesNotApply)
    }

    @Test("A18: spans are bytes of the original text, behind emoji, full-width letters and zero-width spaces")
    func spans() throws {
        let transcript = Transcript("C 0 在吗\nA 5 👨‍👩‍👧ＡＢＣ\u{200B}é 亲爱的", policy: try Self.preset.get())
        let lost = transcript.evaluation().deductions.filter { $0.evidence.lexicon == "intimate-address" }
        #expect(lost.map(\.evidence.message) == ["m2"])
        // 18 bytes of emoji, 9 of letters, 3 of space, 2 of é, 1 of blank.
        #expect(lost.map(\.evidence.start) == [33])
        #expect(lost.map(\.evidence.end) == [42])
    }
}
