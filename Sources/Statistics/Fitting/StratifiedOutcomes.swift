/// 0/1 outcomes of faces that are weighted to a standard distribution of classes within each stratum.
///
/// A face of class c in stratum g has the weight vote · standard share of c · votes of g / votes of c in
/// g, so that the weights of a stratum sum to its votes; a face has one vote, unless subjects share theirs among
/// their faces.
public struct StratifiedOutcomes: Sendable {
  public var ages: [Double]
  public var weights: [Double]
  /// What each face counts before the classes are weighted.
  public var votes: [Double]
  public var isSuccess: [Bool]
  /// Each face's stratum, and its stratum and class together, as numbers from 0.
  public var strata: [Int]
  public var cells: [Int]
  /// The faces of each cluster; together all faces in order.
  public var clusters: [Range<Int>]

  /// - Parameter votes: nil for one of each face.
  public init(
    ages: [Double], weights: [Double], votes: [Double]? = nil, isSuccess: [Bool], strata: [Int],
    cells: [Int], clusters: [Range<Int>]
  ) {
    self.ages = ages
    self.weights = weights
    self.votes = votes ?? Array(repeating: 1, count: ages.count)
    self.isSuccess = isSuccess
    self.strata = strata
    self.cells = cells
    self.clusters = clusters
  }
}

/// How much an estimated midpoint varies, allowing for clusters and weights.
public struct MidpointError: Sendable, Equatable {
  /// The standard error in years; nil where the curve has no change to locate.
  public var standardError: Double?
  /// The variance over that of as many independent faces of weight 1.
  public var designEffect: Double
}

extension TransitionFitter {
  /// The cluster-robust error of a fitted curve's midpoint (sandwich estimator, Liang & Zeger 1986,
  /// doi 10.1093/biomet/73.1.13, with G/(G−1)).
  ///
  /// The weights are themselves estimated from the strata's class distribution; scores are therefore
  /// centred within each cell and the stratum's mean is added back, as for post-stratified means
  /// (Särndal, Swensson & Wretman 1992, section 7.6).
  public func midpointError(of curve: TransitionCurve, in data: StratifiedOutcomes) -> MidpointError
  {
    var information = CurveMatrix()
    var scores: [CurveVector] = []
    scores.reserveCapacity(data.ages.count)
    let change = curve.adultAsymptote - curve.infantAsymptote
    for face in data.ages.indices {
      let age = data.ages[face]
      let share = curve.shape.share(at: age, midpoint: curve.midpoint, scale: curve.scale)
      let accuracy = curve.accuracy(at: age)
      let variance = accuracy * (1 - accuracy)
      let direction = derivative(
        share: share, distance: (age - curve.midpoint) / curve.scale, change: change,
        scale: curve.scale)
      information.addOuterProduct(direction, weight: data.weights[face] / variance)
      scores.append(((data.isSuccess[face] ? 1 : 0) - accuracy) / variance * direction)
    }
    let influences = postStratified(scores, data)
    let sums = data.clusters.map { faces in faces.reduce(CurveVector.zero) { $0 + influences[$1] } }
    let clusters = Double(sums.count)
    let correction = clusters > 1 ? clusters / (clusters - 1) : 1
    // A parameter at a bound does not move; a curve without change has no midpoint.
    var free = FreeParameters.all
    let place = vector(curve)
    for index in 0..<4
    where place[index] <= lowerBounds[index] || place[index] >= upperBounds[index] {
      free.remove(at: index)
    }
    if free.contains(2),
      let direction = information.solving(CurveVector(0, 0, 1, 0), free: free), direction[2] > 0
    {
      let variance = correction * sums.reduce(0) { $0 + square(($1 * direction).sum()) }
      return MidpointError(
        standardError: variance.squareRoot(), designEffect: variance / direction[2])
    }
    // The design effect of the overall level stands in.
    let level = CurveVector(1, 1, 0, 0)
    let variance = correction * sums.reduce(0) { $0 + square(($1 * level).sum()) }
    let expected = (0..<2).reduce(0) { $0 + (information[$1] * level).sum() }
    return MidpointError(standardError: nil, designEffect: expected > 0 ? variance / expected : 1)
  }

  private func postStratified(
    _ scores: [CurveVector], _ data: StratifiedOutcomes
  ) -> [CurveVector] {
    var cellSums = [CurveVector](repeating: .zero, count: (data.cells.max() ?? -1) + 1)
    var cellVotes = [Double](repeating: 0, count: cellSums.count)
    var stratumSums = [CurveVector](repeating: .zero, count: (data.strata.max() ?? -1) + 1)
    var stratumVotes = [Double](repeating: 0, count: stratumSums.count)
    for (face, score) in scores.enumerated() {
      let votes = data.votes[face]
      cellSums[data.cells[face]] += votes * score
      cellVotes[data.cells[face]] += votes
      stratumSums[data.strata[face]] += data.weights[face] * score
      stratumVotes[data.strata[face]] += votes
    }
    return scores.enumerated().map { face, score in
      let (cell, stratum) = (data.cells[face], data.strata[face])
      return data.weights[face] * (score - cellSums[cell] / cellVotes[cell])
        + data.votes[face] * (stratumSums[stratum] / stratumVotes[stratum])
    }
  }
}

private func square(_ value: Double) -> Double { value * value }
