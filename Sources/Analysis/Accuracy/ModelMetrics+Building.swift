import Faces
import Statistics
import Support

extension ModelMetrics {
  init(
    _ answers: ModelAnswers, counts: CrossAgeCounts, qualities: [ImageQuality],
    settings: EvaluationSettings
  ) throws {
    let groups = settings.ages.groups
    let samples =
      groups.map { group in answers.test.filter { $0.ageGroup == group } }
      + [answers.test, answers.validation]
    let names = groups.map(\.rawValue) + ["test", "validation"]
    let cells = SubgroupCell.all(answers.test, ages: settings.ages)
    // Faces of other ages would measure how strange they are to the model, not how sure it is of its
    // own: their temperature spoils the group that it knows.
    let trainedOn = settings.trainedOn[answers.model]
    let calibrating = answers.calibration.filter { trainedOn == nil || $0.ageGroup == trainedOn }
    let scaling =
      calibrating.count < TemperatureFaces.fewest
      ? nil
      : TemperatureScaling(
        fitting: calibrating.map(\.logProbabilities), labels: calibrating.map(\.label))
    let performances = try parallelMap(count: samples.count) { index in
      try Performance(
        of: samples[index], settings: settings,
        stream: "evaluation/\(answers.model)/\(names[index])", scaling: scaling)
    }
    let groupMetrics = zip(groups, performances).map { GroupMetrics(ageGroup: $0, $1) }
    let overall = OverallMetrics(
      performances[groups.count], answers.test, rows: answers.testRows)
    let accuracies = GroupAccuracies(groups: groupMetrics, overall: overall)
    self.init(
      model: answers.model, groups: groupMetrics,
      overall: try overall.withReliability(
        of: answers.test, scaling: scaling, settings: settings,
        stream: "evaluation/\(answers.model)/reliability"),
      validation: answers.validationRows == 0
        ? nil
        : OverallMetrics(
          performances[groups.count + 1], answers.validation, rows: answers.validationRows),
      temperature: scaling?.temperature,
      temperatureFaces: scaling.map { _ in
        TemperatureFaces(
          n: calibrating.count,
          subjects: SubjectIndex(calibrating.map(\.unit)).knownCount, ageGroup: trainedOn,
          isHeldOut: answers.isCalibrationHeldOut)
      },
      subgroups: try parallelMap(count: cells.count) { index in
        try SubgroupMetrics(
          cells[index], settings: settings, model: answers.model, scaling: scaling)
      },
      crossAge: try CrossAgeAnalysis(
        answers.test, counts: counts, qualities: qualities, model: answers.model,
        accuracies: accuracies, settings: settings),
      humanReference: try HumanReference.all(
        answers.test, accuracies: accuracies, settings: settings))
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
        faces, confidences: faces.map { probabilities($0)[$0.answer] },
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
