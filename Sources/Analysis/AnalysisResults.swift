/// The results of a run, each under its analysis.
package struct AnalysisResults: Sendable {
  private var values: [String: any Codable & Sendable & Equatable] = [:]

  package init() {}

  /// nil where the run has no such result.
  package subscript<A: Analysis>(_ analysis: A.Type) -> A.Result? {
    get { values[A.id] as? A.Result }
    set { values[A.id] = newValue }
  }
}

extension AnalysisResults: Equatable {
  package static func == (first: AnalysisResults, second: AnalysisResults) -> Bool {
    first.values.count == second.values.count
      && first.values.allSatisfy { $0.value.isEqual(to: second.values[$0.key]) }
  }
}

extension Equatable {
  fileprivate func isEqual(to other: Any?) -> Bool { self == other as? Self }
}
