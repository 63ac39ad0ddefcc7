import Evaluation
import Faces
import Statistics

extension ReportInput {
  /// The question that the study asks, in one line.
  static let question = "When do children’s facial expressions become adult-like?"

  /// The page's heading: the given one, or the main result in one sentence.
  var heading: String { title ?? headline ?? ReportInput.question }

  /// Whether the adult model reads adults and toddlers equally well, from the corrected test of
  /// their difference; nil where it was not made.
  private var headline: String? {
    let adult = metrics?.models.first { $0.model == StudyModel.adult.rawValue }
    let pair = adult?.crossAge?.pairwise.first { $0.first == .adult && $0.second == .toddler }
    guard let difference = pair?.difference, let p = pair?.adjustedPValue else { return nil }
    let place = cohort.isSynthetic ? "In drawn faces, a" : "A"
    guard p < 1 - difference.estimate.level else {
      return "\(place) model trained on adults shows no sure difference between toddlers and adults"
    }
    let points = Format.number(100 * abs(difference.estimate.value), decimals: 0)
    let order =
      difference.estimate.value > 0
      ? "adults better than toddlers" : "toddlers better than adults"
    return "\(place) model trained on adults reads \(order), by \(points) points"
  }
}
