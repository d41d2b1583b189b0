// The reviews of a policy file: read, left out, and what can be wrong with them.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Testing

@testable import Wire

@Suite("reviews of a policy file")
struct PolicyReviewsTests {
    private static let line = "surveys: { window: 24h }"

    private static func text(_ reviews: String) -> String {
        PolicySample.with(line, as: "\(line)\nreviews: \(reviews)")
    }

    private static let right =
        "{ window: 7d, raters: 2..3, quorum: 2, combine: median, disagreement: 20, appeal: 5d, ruling: 3d }"

    @Test("they are read, and an episode is kept for as long as they may begin")
    func read() throws {
        let policy = try PolicyFile.decode(yaml: Self.text(Self.right), file: "sample.yaml")
        #expect(
            policy.reviews
                == ReviewPolicy(
                    window: .hours(168), raters: 2...3, quorum: 2, combination: .median,
                    disagreement: Points(hundredths: 2_000), appeal: .hours(120), ruling: .hours(72)))
        #expect(policy.episodeWindow == .hours(168))
        let two = Self.right.replacing("raters: 2..3", with: "raters: 2")
        #expect(try PolicyFile.decode(yaml: Self.text(two), file: "sample.yaml").reviews.raters == 2...2)
    }

    @Test("left out, there is one rater, and as much time as reviews are kept for")
    func leftOut() throws {
        let policy = try PolicyFile.decode(yaml: PolicySample.text, file: "sample.yaml")
        #expect(policy.reviews == .oneRater(window: .hours(24)))
    }

    @Test(
        "every mistake is named",
        arguments: [
            ("raters: 2..3", "raters: 2-3", "'raters' of reviews is '2-3'", "2..3, or 2 for exactly two"),
            ("raters: 2..3", "raters: 3..2", "'raters' of reviews is '3..2'", "1 to 3"),
            ("raters: 2..3", "raters: 2..4", "'raters' of reviews is '2..4'", "1 to 3"),
            ("quorum: 2", "quorum: 4", "'quorum' of reviews is '4'", "from 1 to 3"),
            ("combine: median", "combine: meam", "unknown combination 'meam'", "did you mean 'mean'?"),
            ("disagreement: 20", "disagreement: 0", "'disagreement' of reviews '0' is not a number", "above 0"),
            ("appeal: 5d", "appeal: soon", "'appeal' of reviews 'soon'", "write a whole number and its unit"),
            (", ruling: 3d", "", "reviews has no 'ruling'", "add 'ruling: …'"),
            ("quorum: 2", "qorum: 2", "unknown key 'qorum'", "did you mean 'quorum'?"),
        ])
    func mistakes(part: String, spoilt: String, problem: String, remedy: String) {
        do throws(PolicyError) {
            _ = try PolicyFile.decode(yaml: Self.text(Self.right.replacing(part, with: spoilt)), file: "sample.yaml")
            Issue.record("it was read")
        } catch {
            #expect(error.issues.count == 1 && error.issues[0].problem.contains(problem), "\(error)")
            #expect(error.issues[0].remedy.contains(remedy), "\(error)")
        }
    }
}

@Suite("review events")
struct ReviewReaderTests {
    @Test("a review event is read with everything that counts")
    func read() throws {
        var proto = ProtoReviewEvent()
        proto.tenant = "acme"
        proto.conversationID = "c1"
        proto.eventID = "r1"
        proto.atMs = 5
        proto.episode = 2
        proto.reviewID = "R1"
        proto.raterID = "Q1"
        proto.kind = .expert
        proto.step = .corrected
        proto.policyVersion = "1"
        proto.correctsReviewID = "R0"
        var (lost, absent) = (ProtoItemScore(), ProtoItemScore())
        lost.criterion = "greeting"
        lost.pointsLostHundredths = 250
        absent.criterion = "closing"
        absent.notApplicable = true
        proto.items = [lost, absent]
        let bytes = proto.protobuf
        let review = try ReviewReader.read(bytes, ByteRange(0..<bytes.count))
        #expect(review.tenant == "acme" && review.conversation == "c1")
        #expect(
            review.event
                == ReviewEvent(
                    id: "r1", at: Instant(milliseconds: 5), episode: 2, review: "R1", rater: "Q1", kind: .expert,
                    step: .corrected, policyVersion: "1",
                    items: [
                        ReviewEvent.Item(criterion: "greeting", lost: Points(hundredths: 250)),
                        ReviewEvent.Item(criterion: "closing", lost: nil),
                    ], corrects: "R0"))
    }

    @Test("any bytes are a review or a clear error, never a trap")
    func damaged() {
        var random = RandomMessages(seed: 9)
        for _ in 0..<2_000 {
            var proto = ProtoReviewEvent()
            proto.tenant = random.identifier()
            proto.conversationID = random.text(0...5)
            proto.eventID = random.identifier()
            proto.atMs = random.signed()
            proto.episode = UInt32(random.number(below: 3))
            proto.reviewID = "R"
            proto.raterID = random.text(0...3)
            proto.step = ProtoReviewEvent.Step(rawValue: random.number(below: 300)) ?? .scored
            proto.kind = ProtoReviewEvent.Kind(rawValue: random.number(below: 300)) ?? .sample
            proto.policyVersion = "1"
            var item = ProtoItemScore()
            item.criterion = random.text(0...4)
            item.pointsLostHundredths = UInt32(truncatingIfNeeded: random.number())
            if random.flag() { proto.items = [item] }
            var bytes = proto.protobuf
            if random.flag() { bytes[random.number(below: bytes.count)] = UInt8(truncatingIfNeeded: random.number()) }
            _ = try? ReviewReader.read(bytes, ByteRange(0..<bytes.count))
        }
    }
}
