import Datasets
import Faces
import Statistics
import Support

/// The test predictions of one training.
public struct MatrixPredictions: Sendable {
  public var trainedOn: AgeGroup
  /// One row for each test face; the same faces in the same order for all trainings.
  public var rows: [PredictionRow]

  public init(trainedOn: AgeGroup, rows: [PredictionRow]) {
    self.trainedOn = trainedOn
    self.rows = rows
  }
}

extension TrainTestMatrix {
  /// Makes the matrix out of what the models predicted.
  ///
  /// The same predictions and settings give the same result on any number of cores.
  /// - Parameters:
  ///   - faces: what the models were trained on.
  ///   - predictions: of equally many trainings on each group, first, second … of each in order.
  /// - Throws: `SmilestoneError.badInput` where no group has enough test faces, or no learnt emotion
  ///   has enough in all that do.
  public init(
    _ faces: MatchedFaces, predictions: [MatrixPredictions],
    settings: MatrixAnalysisSettings = MatrixAnalysisSettings()
  ) throws {
    let predictions = Dictionary(grouping: predictions, by: \.trainedOn).mapValues {
      $0.map(\.rows)
    }
    let tests = try TestFaces(
      predictions.values.first?.first ?? [], faces.emotions, faces.ages, settings)
    self.settings = settings
    trainings = predictions.values.map(\.count).min() ?? 0
    trainingFaces = faces.trainingFaces.reduce(0, +)
    validationFaces = faces.validationFaces.reduce(0, +)
    learntEmotions = faces.emotions
    trainingFacesByEmotion = faces.trainingFaces
    testedEmotions = tests.emotions
    trainedGroups = faces.groups
    testedGroups = tests.groups
    let (trained, count) = (trainedGroups, trainings)
    let columns = try parallelMap(count: tests.groups.count) { index in
      try TestedGroup(
        tests.groups[index], tests.faces(of: tests.groups[index]), emotions: tests.emotions,
        models: trained.map { Array((predictions[$0] ?? []).prefix(count)) }, settings: settings
      ).column(trained: trained)
    }
    cells = trained.indices.flatMap { row in columns.map { $0.cells[row] } }
    foreignTrainings = trained.flatMap { group in
      columns.flatMap(\.foreign).filter { $0.trainedOn == group }
    }
    let tested = foreignTrainings.indices.filter { foreignTrainings[$0].test != nil }
    let adjusted = holmAdjusted(tested.compactMap { foreignTrainings[$0].test?.pValue })
    for (index, value) in zip(tested, adjusted) { foreignTrainings[index].adjustedPValue = value }
  }
}

/// Which test faces count: those of groups and emotions with enough of them.
private struct TestFaces {
  let rows: [PredictionRow]
  let groups: [AgeGroup]
  let emotions: [Emotion]

  init(
    _ rows: [PredictionRow], _ learnt: [Emotion], _ ages: AgeGrouping,
    _ settings: MatrixAnalysisSettings
  ) throws {
    func count(_ group: AgeGroup, _ emotion: Emotion?) -> Int {
      rows.count { $0.ageGroup == group && $0.emotion.map { $0 == (emotion ?? $0) } == true }
    }
    let groups = ages.groups.filter { count($0, nil) >= settings.minimumFacesOfGroup }
    guard !groups.isEmpty else {
      throw SmilestoneError.badInput(
        "No age group has \(settings.minimumFacesOfGroup) test faces.",
        remedy: "Add faces, or split with more test faces.")
    }
    emotions = learnt.filter { emotion in
      groups.allSatisfy { count($0, emotion) >= settings.minimumFacesOfEmotion }
    }
    guard !emotions.isEmpty else {
      throw SmilestoneError.badInput(
        "No emotion that all models learnt has \(settings.minimumFacesOfEmotion) test faces in each "
          + "of the groups \(groups.map(\.displayName).joined(separator: ", ")).",
        remedy: "Add faces, or split with more test faces.")
    }
    self.rows = rows
    self.groups = groups
  }

  /// Places of a group's faces among the rows.
  func faces(of group: AgeGroup) -> [Int] {
    rows.indices.filter { row in
      rows[row].ageGroup == group && rows[row].emotion.map(emotions.contains) == true
    }
  }
}

/// All models on the test faces of one age group.
private struct TestedGroup {
  private let group: AgeGroup
  private let emotions: Int
  private let trainings: Int
  private let n: Int
  private let index: SubjectIndex
  /// Per subject the faces of each emotion, then for each model the correct predictions of each.
  private let sums: ClusterSums
  private let settings: MatrixAnalysisSettings

  /// - Parameter models: by trained group and training.
  init(
    _ group: AgeGroup, _ faces: [Int], emotions: [Emotion], models: [[[PredictionRow]]],
    settings: MatrixAnalysisSettings
  ) {
    let rows = models.first?.first ?? []
    let index = SubjectIndex(faces.map { rows[$0].unit })
    let predictions = models.flatMap(\.self)
    var sums = ClusterSums(count: index.count, width: emotions.count * (1 + predictions.count))
    for (face, subject) in zip(faces, index.subjectOfFace) {
      guard let place = rows[face].emotion.flatMap(emotions.firstIndex) else { continue }
      sums[subject, place] += 1
      for (model, rows) in predictions.enumerated() where rows[face].predicted == rows[face].emotion
      {
        sums[subject, emotions.count * (1 + model) + place] += 1
      }
    }
    self.group = group
    self.emotions = emotions.count
    trainings = models.first?.count ?? 0
    n = faces.count
    self.index = index
    self.sums = sums
    self.settings = settings
  }

  /// The mean over emotions of the share of correct predictions; nil where an emotion has no face.
  private func accuracy(_ sums: [Double], model: Int) -> Double? {
    var mean = 0.0
    for emotion in 0..<emotions {
      guard sums[emotion] > 0 else { return nil }
      mean += sums[emotions * (1 + model) + emotion] / sums[emotion] / Double(emotions)
    }
    return mean
  }

  private func accuracies(_ sums: [Double], trained: Int) -> [Double] {
    (0..<trainings).compactMap { accuracy(sums, model: trained * trainings + $0) }
  }

  /// The column of the matrix, and each cell's difference from the control where there is one.
  func column(trained: [AgeGroup]) throws -> (cells: [MatrixCell], foreign: [ForeignTraining]) {
    let control = trained.firstIndex(of: group)
    let totals = sums.totals
    let values = trained.indices.map { accuracies(totals, trained: $0) }
    var generator = SeededGenerator(seed: settings.seed, stream: "matrix/\(group.rawValue)")
    let estimates = try estimates(
      trained: trained.count, control: control, generator: &generator)
    let cells = trained.indices.map { row in
      MatrixCell(
        trainedOn: trained[row], testedOn: group, n: n, subjects: index.knownCount,
        accuracy: estimates[row], accuracies: values[row],
        standardDeviationBetweenTrainings: SampleMoments(values[row])?.standardDeviation)
    }
    guard let control else { return (cells, []) }
    let foreign = trained.indices.filter { $0 != control }.map { row in
      let differences = zip(values[row], values[control]).map { $0 - $1 }
      return ForeignTraining(
        trainedOn: trained[row], testedOn: group, difference: estimates[trained.count + row],
        differences: differences,
        standardDeviationBetweenTrainings: SampleMoments(differences)?.standardDeviation,
        test: signFlipTest(leads(of: row, over: control), generator: &generator))
    }
    return (cells, foreign)
  }

  /// The intervals of each row's mean accuracy, then of its difference from the control's.
  private func estimates(
    trained: Int, control: Int?, generator: inout SeededGenerator
  ) throws -> [Estimate?] {
    let bootstrap = ClusterBootstrap(
      resampling: sums, replicates: settings.replicates, generator: &generator)
    let resampled = try bootstrap.estimates(
      level: settings.level, label: index.repeats ? "subject-cluster bootstrap" : "bootstrap"
    ) { sums in
      let means = (0..<trained).map { mean(accuracies(sums, trained: $0)) }
      let own = control.flatMap { means[$0] }
      return means + means.map { value in value.flatMap { value in own.map { value - $0 } } }
    }
    let size = sums.size(ofMeanOver: (0..<emotions).map { [$0] })
    // A difference of which resampling sees no spread has no interval.
    return try resampled.enumerated().map { place, estimate in
      guard let estimate, estimate.lower >= estimate.upper else { return estimate }
      return place < trained
        ? try wilsonWithSubjects(
          estimate.value, worth: size, level: settings.level) : nil
    }
  }

  /// Per subject, what its predictions add to the mean difference of one group's models from the control.
  private func leads(of row: Int, over control: Int) -> [Double] {
    let totals = sums.totals
    func right(_ subject: Int, _ row: Int) -> Double {
      (0..<emotions).reduce(0) { sum, emotion in
        let predictions = (0..<trainings).reduce(0) {
          $0 + sums[subject, emotions * (1 + row * trainings + $1) + emotion]
        }
        return sum + predictions / (totals[emotion] * Double(emotions * trainings))
      }
    }
    return (0..<sums.count).map { right($0, row) - right($0, control) }
  }
}

private func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
