// The files of the dashboard.
// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// A file that browsers fetch. They are part of the executable.
struct DashboardAsset: Sendable {
    let path: String
    let mediaType: String
    let bytes: [UInt8]
    /// Changes with the content, so that browsers ask for what they have only.
    private let tag: String

    private init(_ path: String, _ mediaType: String, _ bytes: [UInt8]) {
        self.path = path
        self.mediaType = mediaType
        self.bytes = bytes
        let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        tag = "\"\(String(hash, radix: 16))\""
    }

    static let all: [DashboardAsset] = {
        let script = "text/javascript; charset=utf-8"
        return [
            DashboardAsset("/", "text/html; charset=utf-8", PackageResources.index_html),
            DashboardAsset("/assets/dashboard.css", "text/css; charset=utf-8", PackageResources.dashboard_css),
            DashboardAsset("/assets/dashboard.js", script, PackageResources.dashboard_js),
            DashboardAsset("/assets/api.js", script, PackageResources.api_js),
            DashboardAsset("/assets/charts.js", script, PackageResources.charts_js),
            DashboardAsset("/assets/elements.js", script, PackageResources.elements_js),
            DashboardAsset("/assets/words.js", script, PackageResources.words_js),
            DashboardAsset("/assets/views.js", script, PackageResources.views_js),
            DashboardAsset("/assets/conversation.js", script, PackageResources.conversation_js),
            DashboardAsset("/assets/icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ]
    }()

    func response(to request: Request) -> Response {
        var response: Response
        if request.headers[.ifNoneMatch] == tag {
            response = Response(status: .notModified)
        } else {
            response = Response(status: .ok, body: .init(byteBuffer: .init(bytes: bytes)))
            response.headers[.contentType] = mediaType
        }
        response.headers[.eTag] = tag
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
