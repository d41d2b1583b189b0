// What a worker tells the audit of its policies.
// SPDX-License-Identifier: Apache-2.0

import Commands
import KafkaLog
import Logging
import Quality
import Wire

/// Notes in the audit that a set of policies takes force, when the last one that was noted is another.
enum PolicyActivation {
    /// Several workers begin at the same time as a rule: one of them writes, and the others find it written.
    private static let attempts = 3

    /// Notes the policies of a worker. What goes wrong is told and hinders nobody: judging does not wait for the audit.
    static func note(_ choice: String, _ policies: PolicySet, _ settings: Settings) {
        guard settings.kafka.delivery == .exactlyOnce else { return }
        do {
            let files = try PolicyChoice.files(of: choice)
            let digest = SHA256.hash(files.flatMap { SHA256.hash(Array($0.text.utf8)) }).hexadecimal
            for attempt in 1...attempts {
                if try latest(settings) == digest { return }
                do {
                    try write(choice, policies, digest, settings)
                    return
                } catch  where attempt < attempts {
                    // Another worker may have taken over: then it has written, or the next attempt does.
                }
            }
        } catch let failure as CommandFailure {
            warn(choice, failure.message, settings)
        } catch {
            warn(choice, "\(error)", settings)
        }
    }

    private static func write(_ choice: String, _ policies: PolicySet, _ digest: String, _ settings: Settings) throws {
        let writer = try PayWriter(settings)
        defer { writer.close() }
        // Now nobody else can write; somebody may have written before.
        if try latest(settings) == digest { return }
        let details =
            [AuditEntry.Detail("sha256", digest)]
            + policies.versions.map { version in
                let from = version.effectiveFrom.written ?? "the beginning"
                return AuditEntry.Detail("version", "\(version.name)@\(version.version) from \(from)")
            }
        let note = PayWriter.Note(kind: .policyActivated, tenant: "", subject: choice, details: details)
        _ = try writer.write([], [note], settings)
        settings.logger.info("noted in the audit: policy \(choice), \(digest.prefix(16))")
    }

    private static func warn(_ choice: String, _ trouble: String, _ settings: Settings) {
        settings.logger.warning(
            "the audit does not know of policy \(choice): \(trouble) 'assay topics create' makes the topic when it is missing; the next worker tries again."
        )
    }

    /// The digest of the policies that were noted last.
    private static func latest(_ settings: Settings) throws -> String? {
        var digest: String?
        _ = try PayInput.readAudit(settings) { entry in
            if entry.kind == .policyActivated { digest = entry["sha256"] }
        }
        return digest
    }
}
