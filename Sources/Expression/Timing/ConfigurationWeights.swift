import Analysis
import Support
import Torch

/// How much of toddlers' and of adults' configuration of the emotions there is in faces' features.
///
/// With δ_kg the mean features of emotion k at an end g of the ages (toddlers T, adults A) minus the mean
/// over emotions, a face of emotion k with features x has the projections p_g = δ_kg · x, and its weights
/// are α = G⁻¹ p with G_gh = mean over k of δ_kg · δ_kh. Averaged over emotions, α is (1, 0) for toddlers,
/// (0, 1) for adults, and free of whatever a head adds to the features of all emotions, as Σ_k δ_kg = 0.
/// Faces of the ends are projected on means of other subjects, in five folds, so that noise in the means
/// does not look like configuration; faces between them on the mean over folds.
///
/// The same is asked of a *contrast* of emotions with coefficients c_k that sum to 0: one emotion and the mean
/// of all, or one and another. With D_g = Σ_k c_k δ_kg, p_g = c_k · D_g · x takes the place of δ_kg · x. The
/// weights are again free of what a head adds to all emotions, and the sum over emotions of their contrasts
/// with the mean is the whole.
package struct ConfigurationWeights: Sendable {
  private static let folds = 5

  private let data: ExpressionFaces
  /// The fold of each face, 0 for toddlers, 1 for adults, nil between them, and the faces at the ends
  /// of each fold.
  private let fold: [Int]
  private let end: [Int?]
  private let facesOfFold: [[Int]]

  /// What a face has of each configuration, for all faces.
  package struct Result {
    package var toddlers: [Double]
    package var adults: [Double]
    /// How alike the two configurations are: G_TA / √(G_TT · G_AA), 1 where they are the same; not a number
    /// where one of them is nothing but noise.
    package var similarity: Double
  }

  /// The projections of all faces on every emotion's δ at both ends, in all folds.
  package struct Projections {
    fileprivate let values: [Double]
    fileprivate let weights: [Double]
  }

  package init(_ data: ExpressionFaces, settings: ExpressionSettings) {
    self.data = data
    var generator = SeededGenerator(seed: settings.seed, stream: "folds")
    let order = (0..<data.subjectCount).shuffled(using: &generator)
    var foldOfSubject = [Int](repeating: 0, count: data.subjectCount)
    for (place, subject) in order.enumerated() { foldOfSubject[subject] = place % Self.folds }
    let fold = data.subjects.map { foldOfSubject[$0] }
    let end = settings.end(of: data)
    self.fold = fold
    self.end = end
    facesOfFold = (0..<Self.folds).map { number in
      end.indices.filter { end[$0] != nil && fold[$0] == number }
    }
  }

  /// - Parameters:
  ///   - features: [faces, components], float64, white within emotions.
  ///   - weights: How often each face counts, as in a resample of subjects.
  /// - Returns: nil where an emotion is missing at an end, or the two configurations are the same.
  package func callAsFunction(_ features: Tensor, weights: [Double]) throws -> Result? {
    result(try projections(features, weights: weights))
  }

  /// As above.
  package func projections(_ features: Tensor, weights: [Double]) throws -> Projections {
    let sums = try facesOfFold.map { try self.sums(features, faces: $0, weights: weights) }
    var configurations: [Tensor] = []
    for left in sums.indices {
      let others = sums.indices.filter { $0 != left }
      let features = try Tensor.stacked(others.map { sums[$0].features }).sum(over: [0])
      let counts = try Tensor.stacked(others.map { sums[$0].counts }).sum(over: [0])
      configurations.append(try configuration(features / counts))
    }
    configurations.append(try Tensor.stacked(configurations).mean(over: [0]))
    let all = try Tensor.concatenated(configurations)
    return Projections(
      values: try features.matrixProduct(all.transposed(0, 1)).doubles(), weights: weights)
  }

  /// - Parameter contrast: a coefficient for each emotion, which sum to 0; nil for the whole configuration.
  /// - Returns: nil where an emotion is missing at an end, or the two configurations are the same.
  package func result(_ projections: Projections, contrast: [Double]? = nil) -> Result? {
    let emotions = data.emotionCount
    let width = (Self.folds + 1) * 2 * emotions
    func projection(_ face: Int, on group: Int) -> Double {
      let block = end[face] == nil ? Self.folds : fold[face]
      let start = face * width + (block * 2 + group) * emotions
      guard let contrast else { return projections.values[start + data.emotions[face]] }
      let own = contrast[data.emotions[face]]
      guard own != 0 else { return 0 }
      return own
        * contrast.indices.reduce(0) { $0 + contrast[$1] * projections.values[start + $1] }
    }
    let onToddlers = (0..<data.count).map { projection($0, on: 0) }
    let onAdults = (0..<data.count).map { projection($0, on: 1) }
    return solve(onToddlers, onAdults, weights: projections.weights)
  }

  private func sums(
    _ features: Tensor, faces: [Int], weights: [Double]
  ) throws -> (features: Tensor, counts: Tensor) {
    let cells = 2 * data.emotionCount
    var members = [Double](repeating: 0, count: cells * faces.count)
    for (column, face) in faces.enumerated() {
      let cell = (end[face] ?? 0) * data.emotionCount + data.emotions[face]
      members[cell * faces.count + column] = weights[face]
    }
    let membership = try Tensor(members, shape: [cells, faces.count])
    let rows = try features.selected(Tensor(faces.map(Int64.init), shape: [faces.count]))
    return try (
      membership.matrixProduct(rows), membership.sum(over: [1], keepingDimensions: true)
    )
  }

  /// Toddlers' and adults' emotion means, each without its mean over emotions: [2K, components].
  private func configuration(_ means: Tensor) throws -> Tensor {
    try Tensor.concatenated(
      (0..<2).map { group in
        let own = try means.narrowed(
          along: 0, from: group * data.emotionCount, count: data.emotionCount)
        return try own - own.mean(over: [0], keepingDimensions: true)
      })
  }

  /// G⁻¹ p for each face; G has the ends' own mean projections, which are cross-fitted.
  private func solve(
    _ onToddlers: [Double], _ onAdults: [Double], weights: [Double]
  ) -> Result? {
    func mean(_ projections: [Double], of group: Int) -> Double {
      var (sums, totals) = (
        [Double](repeating: 0, count: data.emotionCount),
        [Double](repeating: 0, count: data.emotionCount)
      )
      for face in projections.indices where end[face] == group {
        sums[data.emotions[face]] += weights[face] * projections[face]
        totals[data.emotions[face]] += weights[face]
      }
      return zip(sums, totals).reduce(0) { $0 + $1.0 / $1.1 } / Double(data.emotionCount)
    }
    let (tt, ta) = (mean(onToddlers, of: 0), mean(onToddlers, of: 1))
    let (at, aa) = (mean(onAdults, of: 0), mean(onAdults, of: 1))
    let determinant = tt * aa - ta * at
    guard determinant.isFinite, abs(determinant) > 0 else { return nil }
    return Result(
      toddlers: zip(onToddlers, onAdults).map { (aa * $0 - ta * $1) / determinant },
      adults: zip(onToddlers, onAdults).map { (tt * $1 - at * $0) / determinant },
      similarity: tt > 0 && aa > 0 ? (ta + at) / 2 / (tt * aa).squareRoot() : .nan)
  }
}
