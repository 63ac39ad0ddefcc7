import Faces
import Statistics
import Support

extension ModelMetrics {
  init(
    _ predictions: ModelPredictions, counts: CrossAgeCounts, qualities: [ImageQuality],
    settings: EvaluationSettings
  ) throws {
    let groups = settings.ages.groups
    let samples =
      groups.map { group in predictions.test.filter { $0.ageGroup == group } }
      + [predictions.test, predictions.validation]
    let names = groups.map(\.rawValue) + ["test", "validation"]
    let cells = SubgroupCell.all(predictions.test, ages: settings.ages)
    // Faces of other ages would measure how strange they are to the model, not how sure it is of its
    // own: their temperature spoils the group that it knows.
    let trainedOn = settings.trainedOn[predictions.model]
    let calibrating = predictions.calibration.filter {
      trainedOn == nil || $0.ageGroup == trainedOn
    }
    let scaling =
      calibrating.count < TemperatureFaces.fewest
      ? nil
      : TemperatureScaling(
        fitting: calibrating.map(\.logProbabilities), labels: calibrating.map(\.label))
    let performances = try parallelMap(count: samples.count) { index in
      try Performance(
        of: samples[index], settings: settings,
        stream: "evaluation/\(predictions.model)/\(names[index])", scaling: scaling)
    }
    let groupMetrics = zip(groups, performances).map { GroupMetrics(ageGroup: $0, $1) }
    let overall = OverallMetrics(
      performances[groups.count], predictions.test, rows: predictions.testRows)
    let accuracies = GroupAccuracies(groups: groupMetrics, overall: overall)
    self.init(
      model: predictions.model, groups: groupMetrics,
      overall: try overall.withReliability(
        of: predictions.test, scaling: scaling, settings: settings,
        stream: "evaluation/\(predictions.model)/reliability"),
      validation: predictions.validationRows == 0
        ? nil
        : OverallMetrics(
          performances[groups.count + 1], predictions.validation, rows: predictions.validationRows),
      temperature: scaling?.temperature,
      temperatureFaces: scaling.map { _ in
        TemperatureFaces(
          n: calibrating.count,
          subjects: SubjectIndex(calibrating.map(\.unit)).knownCount, ageGroup: trainedOn,
          isHeldOut: predictions.isCalibrationHeldOut)
      },
      subgroups: try parallelMap(count: cells.count) { index in
        try SubgroupMetrics(
          cells[index], settings: settings, model: predictions.model, scaling: scaling)
      },
      crossAge: try CrossAgeAnalysis(
        predictions.test, counts: counts, qualities: qualities, model: predictions.model,
        accuracies: accuracies, settings: settings),
      humanReference: try HumanReference.all(
        predictions.test, accuracies: accuracies, settings: settings))
  }
}

extension GroupMetrics {
  fileprivate init(ageGroup: AgeGroup, _ performance: Performance) {
    self.init(
      ageGroup: ageGroup, n: performance.n, subjects: performance.subjects,
      correct: performance.correct, accuracy: performance.accuracy,
      macroRecall: performance.macroRecall,
      macroRecallEstimate: performance.macroRecallEstimate,
      recall: performance.recall.map { $0?.value }, recallEstimates: performance.recall,
      confusion: performance.confusion, majorityEmotion: performance.majorityEmotion,
      majorityBaseline: performance.majorityBaseline, scores: performance.scores)
  }
}

extension OverallMetrics {
  fileprivate init(_ performance: Performance, _ faces: [LabelledFace], rows: Int) {
    self.init(
      n: performance.n, subjects: performance.subjects, correct: performance.correct,
      accuracy: performance.accuracy, macroRecall: performance.macroRecall,
      macroRecallEstimate: performance.macroRecallEstimate, logLoss: performance.logLoss,
      majorityEmotion: performance.majorityEmotion,
      majorityBaseline: performance.majorityBaseline, scores: performance.scores,
      facesWithoutEmotion: rows - faces.count,
      facesWithoutAgeGroup: faces.count { $0.ageGroup == nil })
  }

  /// The same with the bins of a reliability diagram.
  fileprivate func withReliability(
    of faces: [LabelledFace], scaling: TemperatureScaling?, settings: EvaluationSettings,
    stream: String
  ) throws -> OverallMetrics {
    func bins(_ probabilities: (LabelledFace) -> [Double]) throws -> [ReliabilityBin] {
      try ReliabilityBin.all(
        faces, confidences: faces.map { probabilities($0)[$0.prediction] },
        settings: settings, stream: stream)
    }
    var result = self
    result.reliability = try bins { $0.probabilities.map(Double.init) }
    result.scaledReliability = try scaling.map { scaling in
      try bins { scaling.probabilities($0.logProbabilities) }
    }
    return result
  }
}
