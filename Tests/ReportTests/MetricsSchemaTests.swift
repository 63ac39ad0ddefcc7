import Analysis
import Support
import TestSupport
import Testing

/// What is written fits the schema that is made from the code.
@Suite struct MetricsSchemaTests {
  @Test func metricsOfAFullRunFitTheirSchema() throws {
    let metrics = try #require(try Demo.input().metrics)
    let schema = JSONSchema.of(Metrics.self, title: "metrics.json", description: "")
    let problems = schemaProblems(try JSONTree(encoding: metrics), schema)
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }
}
