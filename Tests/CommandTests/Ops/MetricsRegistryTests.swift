// What the registry makes of metrics.
// SPDX-License-Identifier: Apache-2.0

import Metrics
import Testing

@testable import Commands

@Suite("Registry of metrics")
struct MetricsRegistryTests {
    private let registry = MetricsRegistry(mostSeries: 20)

    /// Without what the registry says of itself.
    private var lines: [Substring] {
        registry.text.split(separator: "\n").filter { !$0.contains("assay_metrics_dropped_series") }
    }

    private var dropped: Bool { !registry.text.contains("assay_metrics_dropped_series 0\n") }

    @Test(
        "families stand in the order of their names, series in that of their labels, whatever the order in which they came"
    )
    func order() {
        registry.declare("b_total", "Second.")
        for lane in ["10", "2", "0"] {
            Counter(label: "b_total", dimensions: [("role", "x"), ("lane", lane)], factory: registry).increment()
        }
        Gauge(label: "a", dimensions: [], factory: registry).record(2.5)
        #expect(
            lines == [
                "# TYPE a gauge", "a 2.5", "# HELP b_total Second.", "# TYPE b_total counter",
                #"b_total{lane="0",role="x"} 1"#, #"b_total{lane="10",role="x"} 1"#, #"b_total{lane="2",role="x"} 1"#,
            ])
        #expect(registry.text.last == "\n")
    }

    @Test(
        "counters add up and do not go down, floating-point ones too; gauges show the latest value, meters also go up and down"
    )
    func kinds() {
        let counter = Counter(label: "c_total", factory: registry)
        counter.increment(by: 5)
        counter.increment(by: -3)
        let fine = FloatingPointCounter(label: "f_total", factory: registry)
        fine.increment(by: 0.25)
        fine.increment(by: 0.5)
        let meter = Meter(label: "m", factory: registry)
        meter.set(10)
        meter.decrement(by: 4)
        let gauge = Gauge(label: "g", factory: registry)
        gauge.record(1)
        gauge.record(-7)
        #expect(lines.filter { !$0.hasPrefix("#") } == ["c_total 5", "f_total 0.75", "g -7", "m 6"])
        counter.reset()
        #expect(lines.contains("c_total 0"))
    }

    @Test("recorders and timers are histograms by the declared bounds: cumulative, times in seconds")
    func histograms() {
        registry.declare("t_seconds", "Times.", bounds: [0.5, 1])
        let timer = Timer(label: "t_seconds", dimensions: [("lane", "1")], factory: registry)
        for milliseconds in [100, 500, 700, 3_000] { timer.recordMilliseconds(milliseconds) }
        #expect(
            lines == [
                "# HELP t_seconds Times.", "# TYPE t_seconds histogram", #"t_seconds_bucket{lane="1",le="0.5"} 2"#,
                #"t_seconds_bucket{lane="1",le="1"} 3"#, #"t_seconds_bucket{lane="1",le="+Inf"} 4"#,
                #"t_seconds_sum{lane="1"} 4.3"#, #"t_seconds_count{lane="1"} 4"#,
            ])
        Recorder(label: "r", factory: registry).record(3)
        #expect(lines.contains(#"r_bucket{le="2.5"} 0"#) && lines.contains(#"r_bucket{le="5"} 1"#))
    }

    @Test("meanings and values of labels are escaped")
    func escaping() {
        registry.declare("a", "One\\two\nthree \"four\"")
        Gauge(label: "a", dimensions: [("path", "a\\b\"c\nd")], factory: registry).record(1)
        #expect(lines[0] == #"# HELP a One\\two\nthree "four""#)
        #expect(lines[2] == #"a{path="a\\b\"c\nd"} 1"#)
    }

    @Test(
        "numbers are written so that they are read back as they were",
        arguments: [
            (0.0, "0"), (-1.0, "-1"), (1.5, "1.5"), (1e15, "1000000000000000"), (1e300, "1e+300"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0.1 + 0.2, "0.30000000000000004"),
        ])
    func numbers(number: Double, text: String) {
        #expect(MetricText.number(number) == text)
    }

    @Test(
        "names that Prometheus does not take are dropped and counted",
        arguments: ["", "1a", "a-b", "a.b", "ä", "a b", "a\n"])
    func badNames(name: String) {
        Counter(label: name, factory: registry).increment()
        #expect(lines.isEmpty && dropped)
    }

    @Test(
        "labels that Prometheus does not take are dropped and counted",
        arguments: [
            [("1", "x")], [("a-b", "x")], [("__a", "x")], [("le", "x")], [("", "x")], [("a", "1"), ("a", "2")],
            [("a", String(repeating: "x", count: 257))],
        ])
    func badLabels(labels: [(String, String)]) {
        Counter(label: "a_total", dimensions: labels, factory: registry).increment()
        #expect(lines.isEmpty && dropped)
    }

    @Test("a name has one kind: the first")
    func otherKind() {
        Counter(label: "a", factory: registry).increment()
        Gauge(label: "a", dimensions: [("x", "y")], factory: registry).record(9)
        #expect(lines == ["# TYPE a counter", "a 1"] && dropped)
    }

    @Test("the number of series is bounded")
    func bounded() {
        for number in 0..<30 {
            Counter(label: "a_total", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        #expect(lines.count == 1 + 20)
        #expect(registry.text.contains("assay_metrics_dropped_series 10\n"))
    }

    @Test("the same name and labels are the same series, until all who asked for it have given it back")
    func shared() {
        let first = Gauge(label: "a", dimensions: [("x", "1"), ("y", "2")], factory: registry)
        let second = Gauge(label: "a", dimensions: [("y", "2"), ("x", "1")], factory: registry)
        first.record(1)
        second.record(2)
        #expect(lines.count == 2 && lines[1].hasSuffix(" 2"))
        first.destroy()
        #expect(lines.count == 2)
        second.destroy()
        #expect(lines.isEmpty)
    }

    @Test("what others count themselves is asked for; of two series with the same labels the first counts")
    func collected() {
        registry.collect {
            [
                MetricFamily("b_total", .counter, "Both.", by: "lane", [("1", 4), ("0", 3), ("1", 9)]),
                MetricFamily("no name", .counter, "", 1), MetricFamily("none", .gauge, "Nothing.", []),
            ]
        }
        registry.collect { [MetricFamily("a", .gauge, "", 1)] }
        #expect(
            lines == [
                "# TYPE a gauge", "a 1", "# HELP b_total Both.", "# TYPE b_total counter", #"b_total{lane="0"} 3"#,
                #"b_total{lane="1"} 4"#,
            ])
    }

    @Test("the process tells its memory, its processor time and its start")
    func process() throws {
        let families = ProcessMetrics.families
        #expect(
            families.map(\.name) == [
                "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds",
            ])
        let numbers = families.map { family -> Double in
            if case .number(let number) = family.series[0].value { number } else { -1 }
        }
        #expect(numbers[0] > 1_000_000 && numbers[1] >= 0 && numbers[2] > 1_600_000_000)
    }
}
