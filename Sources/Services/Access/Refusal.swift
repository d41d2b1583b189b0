// Why a call is not answered.
// SPDX-License-Identifier: Apache-2.0

/// A call that is not answered: what is wrong, where, and how to mend it. gRPC and HTTP each have their own words for it.
package struct Refusal: Error, Hashable, Sendable {
    /// What kind of refusal it is.
    package enum Code: Hashable, Sendable {
        /// There is no token, or it is not good.
        case unauthenticated
        /// The token does not allow it.
        case forbidden
        /// There is no such thing, or the caller may not know that there is.
        case notFound
        /// The request makes no sense.
        case invalid
        /// What is asked for is gone: it was removed by retention.
        case gone
        /// Too many do the same at the moment.
        case busy
        /// The gateway does as much as it may at a time: another one may do it.
        case full
        /// The cluster does not answer, or the view is not there yet.
        case unavailable
        /// It took longer than it may.
        case late
        /// Assay's own fault.
        case broken
    }

    package var code: Code
    /// A word in capitals for programs: "TOKEN_EXPIRED".
    package var reason: String
    /// One sentence for people.
    package var message: String
    /// The field of the request that is wrong; empty for none.
    package var field = ""
    /// What is not there: its kind and its name; empty for nothing.
    package var resource: (kind: String, name: String) {
        get { (resourceKind, resourceName) }
        set { (resourceKind, resourceName) = newValue }
    }
    /// Trying again after so long may help; nil when it does not.
    package var retryAfter: Duration?

    private var resourceKind = ""
    private var resourceName = ""

    private init(_ code: Code, _ reason: String, _ message: String) {
        self.code = code
        self.reason = reason
        self.message = Refusal.short(message)
    }

    /// A text has no more bytes: it may repeat what the caller sent, and travels in headers, which are bounded.
    private static let mostBytes = 1000

    private static func short(_ text: String) -> String {
        guard text.utf8.count > mostBytes else { return text }
        return String(decoding: text.utf8.prefix(mostBytes), as: UTF8.self) + "…"
    }

    /// There is no token, or it is not good.
    package static func unauthenticated(_ reason: String, _ message: String) -> Refusal {
        Refusal(.unauthenticated, reason, message)
    }

    /// The token does not allow it.
    package static func forbidden(_ reason: String, _ message: String) -> Refusal {
        Refusal(.forbidden, reason, message)
    }

    /// There is no such thing for this caller.
    package static func notFound(_ kind: String, _ name: String, _ message: String) -> Refusal {
        var refusal = Refusal(.notFound, "NOT_FOUND", message)
        refusal.resource = (kind, short(name))
        return refusal
    }

    /// A field of the request is wrong.
    package static func invalid(_ field: String, _ message: String) -> Refusal {
        var refusal = Refusal(.invalid, "BAD_REQUEST", message)
        refusal.field = field
        return refusal
    }

    /// What is asked for was removed by retention.
    package static func gone(_ message: String) -> Refusal { Refusal(.gone, "GONE", message) }

    /// Too many do the same at the moment.
    package static func busy(_ message: String, retryAfter: Duration) -> Refusal {
        var refusal = Refusal(.busy, "BUSY", message)
        refusal.retryAfter = retryAfter
        return refusal
    }

    /// The caller has as many streams as it may have.
    static func tooManyStreams(_ message: String) -> Refusal {
        var refusal = Refusal(.busy, "TOO_MANY_STREAMS", message)
        refusal.retryAfter = .seconds(30)
        return refusal
    }

    /// The gateway has as many streams as it may have.
    static func full(_ message: String) -> Refusal {
        var refusal = Refusal(.full, "GATEWAY_FULL", message)
        refusal.retryAfter = .seconds(30)
        return refusal
    }

    /// A stream whose reader takes nothing.
    static var readerTooSlow: Refusal {
        var refusal = Refusal(
            .busy, "READER_TOO_SLOW",
            "Results were not taken for too long (gateway.stream-patience): go on with the resume token, and take them as they come."
        )
        refusal.retryAfter = .seconds(5)
        return refusal
    }

    /// Whether it cuts a stream off whose reader was too slow.
    var isCut: Bool { reason == "READER_TOO_SLOW" }

    /// The cluster does not answer, or the view is not there yet.
    package static func unavailable(_ message: String, retryAfter: Duration) -> Refusal {
        var refusal = Refusal(.unavailable, "UNAVAILABLE", message)
        refusal.retryAfter = retryAfter
        return refusal
    }

    /// It took longer than it may.
    package static func late(_ message: String) -> Refusal { Refusal(.late, "LATE", message) }

    /// Assay's own fault.
    package static func broken(_ message: String) -> Refusal { Refusal(.broken, "INTERNAL", message) }
}
