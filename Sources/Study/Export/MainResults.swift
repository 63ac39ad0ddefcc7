import Analysis
import Statistics
import Support

/// What a run found, as a table that other programs' results are compared with.
enum MainResults {
  /// Accuracies by model and age group, also of groups without faces, and their trend over the groups; a mixed model
  /// of age, made for the export; and where children were seen at several ages, what changes within and between them,
  /// in which rows `age_group` is the group that they are younger than.
  static func csv(_ metrics: Metrics, _ predictions: PredictionTable) throws -> String {
    let clusters = ResultsTable.clusters(predictions.rows)
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
      if let mixed = try AgeMixedModel(model.model, of: predictions.rows, clusters: clusters) {
        append(
          model.model, "mixed model of age", "", mixed.faces, mixed.perDecade,
          p: mixed.test?.pValue)
        writer.append([
          model.model, "mixed model of age, persons", "", "\(mixed.faces)", "\(mixed.deviation)",
          "", "", "", "standard deviation of log odds",
        ])
      }
      let children = metrics.results[ChildrenSeenAgain.self]?.first { $0.model == model.model }
      if let trend = children?.trend {
        let adults = metrics.vocabulary.ages.adult.rawValue
        append(model.model, "within children", adults, trend.n, trend.within)
        append(model.model, "between children", adults, trend.n, trend.between)
      }
    }
    return writer.text
  }
}
