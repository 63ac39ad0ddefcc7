import Analysis

/// The mean shape of each age, every emotion weighing the same, as in `MeanFaces`.
struct MeanShapes: Sendable {
  /// The ages in years for which there are mean shapes, besides adults'.
  private(set) var knots: [Double] = []
  private(set) var shapes: [Shape] = []
  /// How many faces each is the mean of.
  private(set) var counts: [Int] = []
  private(set) var adults: Shape

  /// - Parameter aligned: the faces' shapes, lying on each other.
  init(_ aligned: [Shape], data: ExpressionFaces, settings: ExpressionSettings) {
    for (knot, window) in MeanFaces.windows(settings) {
      let isOfAge = { (face: Int) in window.contains(data.agesInYears[face]) }
      guard let mean = Self.mean(aligned, data: data, where: isOfAge) else { continue }
      knots.append(knot)
      shapes.append(mean)
      counts.append(aligned.indices.count(where: isOfAge))
    }
    let ends = settings.end(of: data)
    adults = Self.mean(aligned, data: data) { ends[$0] == 1 } ?? Shape([])
  }

  /// The mean over emotions of mean shapes; nil where no face is chosen.
  static func mean(
    _ shapes: [Shape], data: ExpressionFaces, where isChosen: (Int) -> Bool
  ) -> Shape? {
    let width = shapes.first?.places.count ?? 0
    var sums = [[Double]](
      repeating: Array(repeating: 0, count: width), count: data.emotionCount)
    var totals = [Double](repeating: 0, count: data.emotionCount)
    for face in shapes.indices where isChosen(face) {
      totals[data.emotions[face]] += 1
      for place in 0..<width { sums[data.emotions[face]][place] += shapes[face].places[place] }
    }
    let shown = totals.indices.filter { totals[$0] > 0 }
    guard !shown.isEmpty else { return nil }
    return Shape(
      (0..<width).map { place in
        shown.reduce(0) { $0 + sums[$1][place] / totals[$1] } / Double(shown.count)
      })
  }

  /// The same ages with other shapes.
  func replacing(shapes: [Shape], adults: Shape) -> MeanShapes {
    var means = self
    (means.shapes, means.adults) = (shapes, adults)
    return means
  }

  /// The mean shape of an age, between those of the knots around it; adults' heads do not change.
  func shape(atAge age: Double) -> Shape {
    let last = ExpressionSettings.adultHeadsFromYears
    let (ages, shapes) = (knots + [last], shapes + [adults])
    let upper = min(max(ages.firstIndex { $0 >= age } ?? ages.count - 1, 1), ages.count - 1)
    guard ages.count > 1 else { return adults }
    let share = min(max((age - ages[upper - 1]) / (ages[upper] - ages[upper - 1]), 0), 1)
    return Shape(
      zip(shapes[upper - 1].places, shapes[upper].places).map { $0 + share * ($1 - $0) })
  }
}
