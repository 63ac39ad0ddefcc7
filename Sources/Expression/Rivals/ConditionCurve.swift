import Analysis

/// The mean of a number over age, every emotion weighing the same, in standard deviations of faces of one
/// age and emotion; a share in the largest standard deviation that a share can have, one half, as faces of one
/// age may all come from one archive.
struct ConditionCurve {
  struct Point {
    var meanAgeInYears: Double
    /// Equally likely ages of its faces.
    var likelyAgesInYears: [Double]
    var mean: Double
    /// Clustered by subject.
    var variance: Double
  }

  private(set) var points: [Point] = []

  /// nil where the number does not vary among faces of one age and emotion.
  init?(_ condition: ExpressionFaces.Condition, data: ExpressionFaces) {
    let values = condition.values
    var (squares, freedom) = (0.0, 0)
    let facesOfBin = Dictionary(grouping: values.indices) {
      AgeBins.bin(ofAge: data.agesInYears[$0])
    }
    for (_, faces) in facesOfBin.sorted(by: { $0.key < $1.key }) {
      guard faces.count >= 2 * data.emotionCount,
        let mean = BalancedMean(values, of: faces, data: data)
      else { continue }
      squares += mean.squares
      freedom += mean.freedom
      let least =
        condition.isShare
        ? Self.leastVariance(ofShare: mean.mean, subjects: mean.subjectCount) : 0
      points.append(
        Point(
          meanAgeInYears: faces.reduce(0) { $0 + data.agesInYears[$1] } / Double(faces.count),
          likelyAgesInYears: data.likelyAges(of: faces), mean: mean.mean,
          variance: max(mean.variance, least)))
    }
    let square = condition.isShare ? 0.25 : squares / Double(max(freedom, 1))
    guard square > 0 else { return nil }
    // A bin whose faces happen to agree is not known better than that.
    let floor = 0.2 * median(points.map(\.variance))
    for place in points.indices {
      points[place].mean /= square.squareRoot()
      points[place].variance = max(points[place].variance, floor) / square
    }
  }

  /// Where all of few subjects agree, their share is not known: that of two more of either kind (Agresti &
  /// Coull 1998, doi 10.1080/00031305.1998.10480550).
  private static func leastVariance(ofShare share: Double, subjects: Int) -> Double {
    let count = Double(subjects)
    let smoothed = (share * count + 2) / (count + 4)
    return smoothed * (1 - smoothed) / (count + 4)
  }
}
