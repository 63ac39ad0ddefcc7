import Evaluation
import Statistics

extension PageBuilder {
  mutating func ageEstimator() -> HTML {
    guard let age = input.metrics?.ageEstimator else {
      return section(
        "age", "The age estimator",
        [
          missing(
            "The age estimator has not been evaluated.",
            remedy: "Run <code>smilestone age evaluate</code> with faces of known age.")
        ])
    }
    let error = age.meanAbsoluteError
    let within = age.within5Years
    let baseline =
      age.baselineMeanAbsoluteError.map {
        " Always answering the median age would be wrong by \(Format.number($0, decimals: 2)) "
          + "years on average."
      } ?? ""
    let text = """
      On \(Format.count(age.n)) faces of known age that it was not trained on, the estimator is \
      wrong by \(Format.number(error.value, decimals: 2)) years on average (\(Format.level(error)) \
      interval \(Format.interval(error, decimals: 2))), within 5 years for \
      \(Format.share(within.value)) (\(Format.shareInterval(within))). It answers \
      \(Format.number(abs(age.bias.value), decimals: 2)) years too \
      \(age.bias.value < 0 ? "young" : "old") on average \
      (\(Format.interval(age.bias, decimals: 2))).\(baseline) Faces near a boundary of an age group \
      can fall into the wrong one.
      """
    let chart =
      figure("age-error")
      ?? missing(
        "Errors by age group are not known.",
        remedy: "Run <code>smilestone age evaluate</code> with faces of all ages.")
    return section("age", "The age estimator", ["<p>\(text)</p>", chart])
  }
}
