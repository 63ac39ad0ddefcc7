import Statistics

/// Where each sum of a subject's faces stands: per label the faces, the correct predictions and all predictions;
/// then right within two predictions, log losses and Brier scores. The statistics are functions of these sums.
struct ScoreColumns: Sendable {
  /// How many labels the scheme has.
  let classes: Int

  /// The columns that count the faces of each label, their correct predictions, and each prediction.
  var labels: Range<Int> { 0..<classes }
  var right: Range<Int> { classes..<2 * classes }
  var predictions: Range<Int> { 2 * classes..<3 * classes }
  var topTwo: Int { 3 * classes }
  var logLoss: Int { topTwo + 1 }
  var brier: Int { topTwo + 2 }
  var count: Int { topTwo + 3 }

  private func faces(_ sums: [Double]) -> Double { sums[labels].reduce(0, +) }

  /// Mean recall over the emotions that occur; nil where none does.
  func macroRecall(_ sums: [Double]) -> Double? {
    mean(labels.map { sums[$0] > 0 ? sums[classes + $0] / sums[$0] : nil })
  }

  /// 2 · right / (labels + predictions); nil where the emotion is neither label nor prediction.
  func f1(_ sums: [Double], _ emotion: Int) -> Double? {
    let faces = sums[emotion] + sums[2 * classes + emotion]
    return faces > 0 ? 2 * sums[classes + emotion] / faces : nil
  }

  func macroF1(_ sums: [Double]) -> Double? { mean(labels.map { f1(sums, $0) }) }

  func kappa(_ sums: [Double]) -> Double? {
    cohensKappa(
      agreed: sums[right].reduce(0, +), first: Array(sums[labels]), second: Array(sums[predictions])
    )
  }

  func meanLogLoss(_ sums: [Double]) -> Double? {
    faces(sums) > 0 ? sums[logLoss] / faces(sums) : nil
  }

  func meanBrierScore(_ sums: [Double]) -> Double? {
    faces(sums) > 0 ? sums[brier] / faces(sums) : nil
  }

  private func mean(_ values: [Double?]) -> Double? {
    let defined = values.compactMap(\.self)
    return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
  }
}
