// Refusals as HTTP says them.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Wire

extension Refusal {
    /// The answer.
    var response: Response {
        var response = Response(status: httpStatus, body: .init(byteBuffer: .init(string: json)))
        response.headers[.contentType] = "application/json; charset=utf-8"
        if code == .unauthenticated { response.headers[.wwwAuthenticate] = "Bearer" }
        if let retryAfter { response.headers[.retryAfter] = "\(max(1, retryAfter.components.seconds))" }
        return response
    }

    /// What is wrong, for programs and people.
    var json: String {
        var members = [("reason", reason), ("message", message)]
        if !field.isEmpty { members.append(("field", field)) }
        if !resource.kind.isEmpty { members += [("resource", resource.kind), ("name", resource.name)] }
        return #"{"error":{"#
            + members.map { "\"\($0.0)\":\(JSONString.quoted($0.1))" }.joined(separator: ",") + "}}"
    }

    private var httpStatus: HTTPResponse.Status {
        switch code {
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .invalid: .badRequest
        case .gone: .gone
        case .busy: .tooManyRequests
        case .unavailable, .full: .serviceUnavailable
        case .late: .gatewayTimeout
        case .broken: .internalServerError
        }
    }
}
