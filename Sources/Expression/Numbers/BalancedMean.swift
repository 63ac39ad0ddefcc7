/// The mean of a number over faces, every emotion weighing the same.
struct BalancedMean {
  let mean: Double
  /// Clustered by subject.
  let variance: Double
  let subjectCount: Int
  /// The sum of squared deviations from the emotions' means, and its degrees of freedom.
  let squares: Double
  let freedom: Int

  /// nil where an emotion is not shown.
  init?(_ values: [Double], of faces: [Int], data: ExpressionFaces) {
    let ofEmotion = (0..<data.emotionCount).map { emotion in
      faces.filter { data.emotions[$0] == emotion }
    }
    guard ofEmotion.allSatisfy({ !$0.isEmpty }) else { return nil }
    var (mean, squares, freedom) = (0.0, 0.0, 0)
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
    self.mean = mean
    variance = ofSubject.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
    subjectCount = ofSubject.count
    self.squares = squares
    self.freedom = freedom
  }
}
