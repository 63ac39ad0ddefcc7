import Faces
import Foundation
import Presentation
import Support

/// When the expression itself, apart from the head, becomes adult-like: `expression/expression.json`.
package enum ExpressionDevelopment: Analysis {
  package static let id = "expression"
  package typealias Result = ExpressionOutcome
  package static let file = "expression/expression.json"

  package static func read(_ file: URL, of vocabulary: Vocabulary) throws -> ExpressionOutcome {
    try ExpressionOutcome(contentsOf: file)
  }

  /// The curve's name.
  static let chart = "expression"

  package static func abstract(of run: RunResults) -> [String] {
    guard let analysis = run[ExpressionDevelopment.self]?.analysis else { return [] }
    guard analysis.isClaimed, let timing = analysis.timing else {
      return ["Whether the expression itself develops, apart from the head: \(analysis.answer)"]
    }
    let planted = run.plantedAgeInYears.map {
      "; \(Format.number($0, decimals: 1)) years were planted"
    }
    return [
      "Apart from the growth of heads, expressions are half way to adults’ at "
        + "\(Format.number(timing.ageInYears, decimals: 1)) years (\(interval(timing))\(planted ?? ""))."
    ]
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let analysis = run[ExpressionDevelopment.self]?.analysis else { return [] }
    let settings = analysis.settings
    let registered =
      analysis.registration.isOfImagesByLandmarks(settings)
      ? "moved, turned and scaled onto the mean shape of their age by landmarks, which a thin-plate spline took "
        + "to adults’,"
      : "brought to adults’ head shape by a smooth warp of their age,"
    return [
      "Whether the expression itself changes was asked without any trained model: faces were \(registered) "
        + "described by histograms of oriented gradients, and the configuration of the emotions of \(settings.young) and \(settings.grown) compared by "
        + "cross-validated distances; the change was dated by the emotion-specific part of the "
        + "description, from which all that a head adds to every emotion cancels."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard let analysis = run[ExpressionDevelopment.self]?.analysis else { return [] }
    return [gradients, crossnobis]
      + (analysis.registration.isOfImagesByLandmarks(analysis.settings) ? [spline] : [])
  }

  private static let gradients = Reference(
    "inproceedings", "dalal2005histograms",
    [
      "title": "Histograms of oriented gradients for human detection",
      "author": "Dalal, Navneet and Triggs, Bill", "booktitle": "CVPR", "year": "2005",
      "doi": "10.1109/CVPR.2005.177",
    ])
  private static let crossnobis = Reference(
    "article", "walther2016reliability",
    [
      "title": "Reliability of dissimilarity measures for multi-voxel pattern analysis",
      "author": "Walther, Alexander and Nili, Hamed and Ejaz, Naveed and Alink, Arjen and "
        + "Kriegeskorte, Nikolaus and Diedrichsen, J{\\\"o}rn",
      "journal": "NeuroImage", "volume": "137", "pages": "188--200", "year": "2016",
      "doi": "10.1016/j.neuroimage.2015.12.012",
    ])

  private static let spline = Reference(
    "article", "bookstein1989principal",
    [
      "title": "Principal warps: thin-plate splines and the decomposition of deformations",
      "author": "Bookstein, Fred L.",
      "journal": "IEEE Transactions on Pattern Analysis and Machine Intelligence", "volume": "11",
      "number": "6", "pages": "567--585", "year": "1989", "doi": "10.1109/34.24792",
    ])

  /// "95% CI 4.6 to 5.4".
  static func interval(_ timing: TimingResult) -> String {
    let bounds = [timing.lowerInYears, timing.upperInYears].map { bound in
      bound.map { Format.number($0, decimals: 1) } ?? "…"
    }
    return "95% CI \(bounds[0]) to \(bounds[1])"
  }
}
