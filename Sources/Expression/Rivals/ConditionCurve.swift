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
      let ofEmotion = (0..<data.emotionCount).map { emotion in
        faces.filter { data.emotions[$0] == emotion }
      }
      guard faces.count >= 2 * data.emotionCount, ofEmotion.allSatisfy({ !$0.isEmpty }) else {
        continue
      }
      var mean = 0.0
      var ofSubject: [Int: Double] = [:]
      for own in ofEmotion {
        let count = Double(own.count)
        let middle = own.reduce(0) { $0 + values[$1] } / count
        mean += middle / Double(data.emotionCount)
        let scale = (count / max(count - 1, 1)).squareRoot() / (Double(data.emotionCount) * count)
        for face in own {
          let deviation = values[face] - middle
          squares += deviation * deviation
          ofSubject[data.subjects[face], default: 0] += deviation * scale
        }
        freedom += own.count - 1
      }
      let known = ofSubject.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
      let least =
        condition.isShare ? Self.leastVariance(ofShare: mean, subjects: ofSubject.count) : 0
      points.append(
        Point(
          meanAgeInYears: faces.reduce(0) { $0 + data.agesInYears[$1] } / Double(faces.count),
          likelyAgesInYears: data.likelyAges(of: faces), mean: mean,
          variance: max(known, least)))
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
