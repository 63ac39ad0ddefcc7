import Faces
import Statistics

extension AgeByExpression {
  /// A face with a perceived emotion and an estimated age.
  public struct Face: Sendable {
    /// Named apart from subjects of other sources; nil where unknown.
    public var subject: String?
    /// What the copies and near duplicates of one photograph share; nil where there are none.
    public var photograph: String?
    public var emotion: Emotion
    public var estimatedAgeInYears: Double
    public var ageInYears: Double?
    /// Of a synthetic face: the weight of the adult prototypes in its expression.
    public var transitionWeight: Double?

    public init(
      subject: String?, photograph: String? = nil, emotion: Emotion, estimatedAgeInYears: Double,
      ageInYears: Double?,
      transitionWeight: Double? = nil
    ) {
      self.subject = subject
      self.photograph = photograph
      self.emotion = emotion
      self.estimatedAgeInYears = estimatedAgeInYears
      self.ageInYears = ageInYears
      self.transitionWeight = transitionWeight
    }

    /// What the face is resampled with; nil for itself alone.
    var unit: ResamplingUnit? { ResamplingUnit(uniqueSubject: subject, photograph: photograph) }
  }

  init?(errorsOf predictions: [AgePrediction], labels: LabelScheme, level: Double) throws {
    try self.init(
      predictions.compactMap { prediction in
        prediction.emotion.map {
          Face(
            subject: FaceRecord.uniqueSubject(prediction.subject, source: prediction.source),
            photograph: prediction.photograph, emotion: $0,
            estimatedAgeInYears: prediction.estimate.ageInYears,
            ageInYears: prediction.ageInYears, transitionWeight: prediction.transitionWeight)
        }
      }, labels: labels, level: level)
  }

  /// Compares the errors where every face's age is known, the estimated ages elsewhere.
  /// - Returns: nil for fewer than two emotions of at least 10 faces and 5 subjects.
  public init?(_ faces: [Face], labels: LabelScheme, level: Double = 0.95) throws {
    var faces = faces
    outcome = faces.allSatisfy { $0.ageInYears != nil } ? .error : .estimatedAge
    if outcome == .estimatedAge { for face in faces.indices { faces[face].ageInYears = nil } }
    let byEmotion = Dictionary(grouping: faces, by: \.emotion)
    let compared = labels.emotions.filter { emotion in
      let faces = byEmotion[emotion] ?? []
      return faces.count >= SubgroupMetrics.minimumFaces
        && SubjectIndex(faces.map(\.unit)).count >= SubgroupMetrics.minimumSubjects
    }
    leftOut = labels.emotions.filter { byEmotion[$0] != nil && !compared.contains($0) }
    let kept = faces.filter { compared.contains($0.emotion) }
    let index = SubjectIndex(kept.map(\.unit))
    n = kept.count
    subjects = index.knownCount
    guard compared.count > 1, let model = AgeModel(kept, index, compared: compared) else {
      return nil
    }
    let isAdjusted = outcome == .error
    emotions = try compared.indices.map { place in
      let own = (byEmotion[compared[place]] ?? [])
      let ownIndex = SubjectIndex(own.map(\.unit))
      let adjusted = try model.regression.fit.combination(model.mean(place), level: level)
      return ExpressionAge(
        emotion: compared[place], n: own.count, subjects: ownIndex.knownCount,
        mean: try clusterRobustMean(
          own.map(AgeModel.outcome), clusters: ownIndex.subjectOfFace, level: level)?.estimate
          ?? adjusted,
        adjustedMean: isAdjusted ? adjusted : nil,
        deviation: try model.regression.fit.combination(model.deviation(place), level: level))
    }
    test = try model.regression.fit.waldTest(of: model.emotionColumns)
    widestGap = try model.widestGap(level: level)
    weight = try TransitionWeightEffect(kept, index, compared: compared, level: level)
    text = ""
    text = sentences
  }
}

/// Least squares of the outcome on emotions and, where it is known, age.
private struct AgeModel {
  let compared: [Emotion]
  let regression: LinearRegression

  /// The columns of the emotions, the first of which is the intercept's.
  var emotionColumns: [Int] { Array(1..<compared.count) }

  /// The error, or the estimated age where the age is not known.
  static func outcome(_ face: AgeByExpression.Face) -> Double {
    face.estimatedAgeInYears - (face.ageInYears ?? 0)
  }

  init?(
    _ faces: [AgeByExpression.Face], _ index: SubjectIndex, compared: [Emotion],
    weights: [Double]? = nil
  ) {
    self.compared = compared
    let columns =
      compared.dropFirst().map { emotion in faces.map { $0.emotion == emotion ? 1.0 : 0 } }
      + AgeModel.ageTerms(faces.compactMap(\.ageInYears), faces.count)
      + (weights.map { [$0] } ?? [])
    let regression = LinearRegression(
      DesignMatrix(rowCount: faces.count, columns: columns),
      outcomes: faces.map(AgeModel.outcome),
      clusterOfRow: index.subjectOfFace)
    guard let regression else { return nil }
    self.regression = regression
  }

  /// A restricted cubic spline, or a line where the ages are too few for its knots; around its mean,
  /// so that the emotions' coefficients are means at the faces' own ages.
  private static func ageTerms(_ ages: [Double], _ count: Int) -> [[Double]] {
    guard ages.count == count, let first = ages.first, ages.contains(where: { $0 != first }) else {
      return []
    }
    let spline = RestrictedCubicSpline(fourKnotsFor: ages)
    let rows = ages.map { spline?.terms(at: $0) ?? [$0] }
    return rows[0].indices.map { column in
      let values = rows.map { $0[column] }
      let mean = values.reduce(0, +) / Double(count)
      return values.map { $0 - mean }
    }
  }

  /// The coefficients' weights whose sum is an emotion's adjusted mean.
  func mean(_ place: Int) -> [Double] {
    regression.fit.values.indices.map { $0 == 0 || $0 == place ? 1 : 0 }
  }

  /// Those of its deviation from the average over emotions.
  func deviation(_ place: Int) -> [Double] {
    regression.fit.values.indices.map { column in
      guard emotionColumns.contains(column) else { return 0 }
      return (column == place ? 1 : 0) - 1 / Double(compared.count)
    }
  }

  func widestGap(level: Double) throws -> ExpressionGap? {
    let values = compared.indices.map { $0 == 0 ? 0 : regression.fit.values[$0] }
    guard let older = values.indices.max(by: { values[$0] < values[$1] }),
      let younger = values.indices.min(by: { values[$0] < values[$1] }), older != younger
    else { return nil }
    let pairs = compared.count * (compared.count - 1) / 2
    var difference = try regression.fit.combination(
      zip(mean(older), mean(younger)).map { $0 - $1 }, level: 1 - (1 - level) / Double(pairs))
    difference.method += ", Bonferroni"
    difference.level = level
    return ExpressionGap(
      older: compared[older], younger: compared[younger], difference: difference, pairs: pairs)
  }
}

extension TransitionWeightEffect {
  /// - Returns: nil where a face has no known age or no weight.
  fileprivate init?(
    _ faces: [AgeByExpression.Face], _ index: SubjectIndex, compared: [Emotion], level: Double
  ) throws {
    let weights = faces.compactMap(\.transitionWeight)
    let ages = faces.compactMap(\.ageInYears)
    guard weights.count == faces.count, ages.count == faces.count else { return nil }
    n = faces.count
    guard TransitionWeightEffect.varies(weights, atAges: ages) else {
      reason =
        "The weight is the same at the same age, so the two cannot be told apart; put a "
        + "cohort with developing and one with adult expressions into one manifest"
      return
    }
    let model = AgeModel(faces, index, compared: compared, weights: weights)
    guard let regression = model?.regression else {
      reason = "the faces are too few for the terms of the regression"
      return
    }
    let column = regression.fit.values.count - 1
    difference = try regression.fit.coefficient(column, level: level)
    test = try regression.fit.waldTest(of: [column])
  }

  /// Whether more than a twentieth of the weights' variance is within fiftieths of the faces by age.
  private static func varies(_ weights: [Double], atAges ages: [Double]) -> Bool {
    let order = ages.indices.sorted { (ages[$0], $0) < (ages[$1], $1) }
    let bins = min(50, max(weights.count / 10, 1))
    func squares(_ places: ArraySlice<Int>) -> Double {
      let mean = places.reduce(0) { $0 + weights[$1] } / Double(max(places.count, 1))
      return places.reduce(0) { $0 + (weights[$1] - mean) * (weights[$1] - mean) }
    }
    let within = (0..<bins).reduce(0) { sum, bin in
      sum + squares(order[(bin * order.count / bins)..<((bin + 1) * order.count / bins)])
    }
    return within > 0.05 * squares(order[...])
  }
}
