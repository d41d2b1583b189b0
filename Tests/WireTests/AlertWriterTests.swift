// Alerts as they are written.
// SPDX-License-Identifier: Apache-2.0
import Quality
import SwiftProtobuf
import Testing
import Wire

@Suite("alert writing")
struct AlertWriterTests {
    @Test("alerts about clocks are written as the generated code writes them")
    func alertsAreAsGenerated() throws {
        let start = Instant(milliseconds: 1_800_000_000_000)
        let policy = ClockPolicy(
            kind: .firstResponseHuman, target: .seconds(60), alerts: true, receivers: ["leader", "desk"],
            approaching: .seconds(10), ladder: [LadderStep(delay: .seconds(30), receivers: ["head"])])
        var clocks = EpisodeClocks(episode: 1, at: start, [policy], .unknown)
        var announcements = clocks.decide(at: start + .seconds(100), [policy])
        announcements += clocks.take(
            EpisodeClocks.Occurrence(.agent, at: start + .seconds(120)), [policy], .unknown, episode: 1)
        #expect(announcements.count == 4)
        for (index, announcement) in announcements.enumerated() {
            var alert = ClockAlert(
                tenant: "t", conversation: "c", episode: 1, announcement: announcement, kind: policy.kind,
                policyVersion: "1", channel: "chat", agent: index == 0 ? "" : "A1", team: "T",
                receivers: policy.receivers(of: announcement.step), lateBy: .seconds(60))
            alert.revision = UInt32(index / 3)
            let written = alert.bytes
            let again: [UInt8] = try ProtoAlert(serializedBytes: written).serializedBytes()
            #expect(again == written)
        }
    }
}
