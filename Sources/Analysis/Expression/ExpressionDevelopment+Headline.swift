import Foundation
import Presentation

extension ExpressionDevelopment {
  /// The age, where one can be said.
  package static func headline(of run: RunResults) -> Headline? {
    guard let analysis = run[ExpressionDevelopment.self]?.analysis, analysis.isClaimed,
      let timing = analysis.timing
    else { return nil }
    let place = run.isSynthetic ? "In synthetic faces, expressions" : "Expressions"
    let (young, grown) = (analysis.settings.young, analysis.settings.grown)
    return Headline(
      "\(place) are half way to adults’ at \(years(timing.ageInYears)) years (\(interval(timing)))",
      chart: chart,
      limit:
        "Not seen: expressions that only weaken, or all change alike. Labels or image quality that "
        + "change with age can pass for it.",
      lines: [
        "Growing heads are taken out first: each face is brought to adults’ head shape.",
        "\(young.sentenceCased) and \(grown) still arrange the emotions differently (correlation "
          + "\(Format.number(analysis.gate.correlation, decimals: 2)); heads alone leave it near 1).",
        run.plantedAgeInYears.map { planted in
          "Planted is a change at \(years(planted)) years; the interval "
            + "\(timing.holds(planted) ? "holds" : "does not hold") it."
        } ?? tenths(timing),
      ])
  }

  /// From where to where most of the change lies: a logistic's tenths stand ln 9 scales from its middle.
  private static func tenths(_ timing: TimingResult) -> String {
    let reach = log(9) * timing.widthInYears
    return "Most of the change, from a tenth to nine tenths, lies between "
      + "\(years(max(0, timing.ageInYears - reach))) and \(years(timing.ageInYears + reach)) years."
  }

  private static func years(_ age: Double) -> String { Format.number(age, decimals: 1) }
}
