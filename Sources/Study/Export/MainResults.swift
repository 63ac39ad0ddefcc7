import Analysis
import Statistics
import Support

/// What a run found, as a table that other programs' results are compared with.
enum MainResults {
  /// Accuracies by model and age group, also of groups without faces, and their trend over the groups.
  static func csv(_ metrics: Metrics) -> String {
    var writer = CSVWriter(
      header: [
        "model", "quantity", "age_group", "n", "value", "lower", "upper", "p_value", "method",
      ])
    func append(
      _ model: String, _ quantity: String, _ group: String, _ n: Int?, _ estimate: Estimate?,
      p: Double? = nil
    ) {
      writer.append([
        model, quantity, group, n.map(String.init) ?? "", estimate.map { "\($0.value)" } ?? "",
        estimate.map { "\($0.lower)" } ?? "", estimate.map { "\($0.upper)" } ?? "",
        p.map { "\($0)" } ?? "", estimate?.method ?? "",
      ])
    }
    for model in metrics.models {
      for group in model.groups {
        append(model.model, "accuracy", group.ageGroup.rawValue, group.n, group.accuracy)
      }
      if let overall = model.overall, let accuracy = overall.accuracy {
        append(model.model, "accuracy", "", overall.n, accuracy)
      }
      if let trend = model.crossAge?.trend {
        append(model.model, "trend", "", nil, trend.estimate, p: trend.test.pValue)
      }
    }
    return writer.text
  }
}
