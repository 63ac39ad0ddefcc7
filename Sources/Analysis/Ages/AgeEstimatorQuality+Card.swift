import Presentation
import Statistics

extension AgeEstimatorQuality {
  package static func card(of metrics: [Metrics]) -> String? {
    guard let ages = metrics.lazy.compactMap({ $0.results[AgeEstimatorQuality.self] }).last else {
      return nil
    }
    let groups = ages.byGroup.map { group in
      [
        group.ageGroup.displayName, "\(group.n)", group.meanAbsoluteError.map(years) ?? "",
        group.bias.map(years) ?? "",
      ]
    }
    let all = ["all", "\(ages.n)", years(ages.meanAbsoluteError), years(ages.bias)]
    return "## Ages\n\n"
      + MarkdownTable.text(
        ["true age group", "n", "mean absolute error, years", "bias, years"], groups + [all])
  }

  private static func years(_ estimate: Estimate) -> String {
    "\(Format.number(estimate.value, decimals: 2)) (\(Format.interval(estimate, decimals: 2)))"
  }
}
