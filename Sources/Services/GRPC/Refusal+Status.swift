// Refusals as gRPC says them.
// SPDX-License-Identifier: Apache-2.0

import GRPCCore
import GRPCProtobuf

extension Refusal {
    /// The status, with details for programs (google.rpc).
    var status: GoogleRPCStatus {
        var details: [ErrorDetails] = [.errorInfo(reason: reason, domain: "assay", metadata: [:])]
        if !field.isEmpty {
            details.append(.badRequest(violations: [.init(field: field, description: message)]))
        }
        if !resource.kind.isEmpty {
            details.append(.resourceInfo(type: resource.kind, name: resource.name, errorDescription: message))
        }
        if let retryAfter { details.append(.retryInfo(delay: retryAfter)) }
        return GoogleRPCStatus(code: rpcCode, message: message, details: details)
    }

    private var rpcCode: RPCError.Code {
        switch code {
        case .unauthenticated: .unauthenticated
        case .forbidden: .permissionDenied
        case .notFound: .notFound
        case .invalid: .invalidArgument
        case .gone: .outOfRange
        case .busy, .full: .resourceExhausted
        case .unavailable: .unavailable
        case .late: .deadlineExceeded
        case .broken: .internalError
        }
    }
}
