import Analysis
import Datasets
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

@Suite struct TrainTestMatrixTests {
  private static let emotions: [Emotion] = [.happy, .sad]

  /// Two groups with 40 training faces each, half happy and half sad, and 10 for validation.
  private func matched(_ emotions: [Emotion] = emotions) throws -> MatchedFaces {
    let records = [AgeGroup.toddler, .adult].flatMap { group in
      emotions.flatMap { emotion in
        [(Split.train, 20), (.validation, 5)].flatMap { split, count in
          (0..<count).map {
            FaceRecord(
              image: "\(group)\(emotion)\(split)\($0)", emotion: emotion, ageGroup: group,
              split: split)
          }
        }
      }
    }
    return try MatchedFaces(records, groups: [.toddler, .adult], labels: .emotions7, of: .study)
  }

  /// Test faces of one group: 30 happy ones and 10 sad ones of 20 subjects, of which a model gets
  /// the first so many right.
  private func rows(
    _ group: AgeGroup, happyRight: Int, sadRight: Int, faces: (happy: Int, sad: Int) = (30, 10)
  ) -> [PredictionRow] {
    func row(_ number: Int, _ emotion: Emotion, isRight: Bool) -> PredictionRow {
      let other: Emotion = emotion == .happy ? .sad : .happy
      return PredictionRow(
        image: "\(group.rawValue)-\(emotion.rawValue)-\(number)", subject: "\(group)\(number % 20)",
        split: "test", ageGroup: group, emotion: emotion, model: "m",
        predicted: isRight ? emotion : other, probabilities: [0, 0, 0, 0.5, 0, 0.5, 0])
    }
    return (0..<faces.happy).map { row($0, .happy, isRight: $0 < happyRight) }
      + (0..<faces.sad).map { row($0, .sad, isRight: $0 < sadRight) }
  }

  private func predictions() -> [MatrixPredictions] {
    [
      MatrixPredictions(
        trainedOn: .toddler,
        rows: rows(.toddler, happyRight: 24, sadRight: 8)
          + rows(.adult, happyRight: 12, sadRight: 2)),
      MatrixPredictions(
        trainedOn: .adult,
        rows: rows(.toddler, happyRight: 15, sadRight: 3)
          + rows(.adult, happyRight: 27, sadRight: 9)),
      MatrixPredictions(
        trainedOn: .toddler,
        rows: rows(.toddler, happyRight: 30, sadRight: 6)
          + rows(.adult, happyRight: 15, sadRight: 1)),
      MatrixPredictions(
        trainedOn: .adult,
        rows: rows(.toddler, happyRight: 12, sadRight: 4)
          + rows(.adult, happyRight: 24, sadRight: 7)),
    ]
  }

  @Test func averagesOverEmotionsThenOverTrainings() throws {
    let matrix = try TrainTestMatrix(matched(), predictions: predictions())
    #expect(matrix.trainings == 2)
    #expect(matrix.trainingFaces == 40 && matrix.validationFaces == 10)
    #expect(
      matrix.testedGroups == [.toddler, .adult] && matrix.trainedGroups == [.toddler, .adult])
    #expect(matrix.testedEmotions == TrainTestMatrixTests.emotions)
    #expect(
      matrix.cells.map { [$0.trainedOn, $0.testedOn] } == [
        [.toddler, .toddler], [.toddler, .adult], [.adult, .toddler], [.adult, .adult],
      ])
    let control = try #require(matrix.cell(trainedOn: .toddler, testedOn: .toddler))
    // 24 of 30 happy and 8 of 10 sad faces; then all happy and 6 of 10 sad ones.
    #expect(control.n == 40 && control.subjects == 20)
    #expect(zip(control.accuracies, [0.8, 0.8]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(try #require(control.standardDeviationBetweenTrainings)) < 1e-12)
    let foreign = try #require(matrix.cell(trainedOn: .adult, testedOn: .toddler))
    #expect(zip(foreign.accuracies, [0.4, 0.4]).allSatisfy { abs($0 - $1) < 1e-12 })
    let adults = try #require(matrix.cell(trainedOn: .adult, testedOn: .adult))
    #expect(abs(adults.accuracies[0] - 0.9) < 1e-12 && abs(adults.accuracies[1] - 0.75) < 1e-12)
    let accuracy = try #require(adults.accuracy)
    #expect(abs(accuracy.value - 0.825) < 1e-12)
    #expect(accuracy.lower < 0.825 && accuracy.upper > 0.825 && accuracy.lower > 0.6)
    let spread = try #require(adults.standardDeviationBetweenTrainings)
    #expect(abs(spread - 0.15 / 2.0.squareRoot()) < 1e-12)
  }

  @Test func comparesWithTheControlOnTheSameFaces() throws {
    let matrix = try TrainTestMatrix(matched(), predictions: predictions())
    #expect(
      matrix.foreignTrainings.map { [$0.trainedOn, $0.testedOn] } == [
        [.toddler, .adult], [.adult, .toddler],
      ])
    let onToddlers = matrix.foreignTrainings[1]
    let difference = try #require(onToddlers.difference)
    #expect(abs(difference.value + 0.4) < 1e-12 && difference.upper < 0)
    #expect(onToddlers.isAlikeInAllTrainings)
    #expect(onToddlers.differences.count == 2)
    // Per subject, correct predictions of both trainings, the adult models' minus the controls': a sad face
    // counts as three happy ones, so that both emotions count alike.
    var leads = [Int](repeating: 0, count: 20)
    for (happy, sad, sign) in [(24, 8, -1), (30, 6, -1), (15, 3, 1), (12, 4, 1)] {
      for number in 0..<happy { leads[number % 20] += sign }
      for number in 0..<sad { leads[number % 20] += 3 * sign }
    }
    let exact = try #require(try signFlipTest(leads))
    let test = try #require(onToddlers.test)
    #expect(abs(test.statistic - difference.value) < 1e-12)
    #expect(abs(test.pValue - exact.pValue) < 0.01)
    let pValues = matrix.foreignTrainings.map { $0.test?.pValue ?? 1 }
    #expect(matrix.foreignTrainings.map { $0.adjustedPValue ?? 1 } == holmAdjusted(pValues))
  }

  @Test func leavesOutWhatHasTooFewTestFaces() throws {
    let few = predictions().map { predictions in
      MatrixPredictions(
        trainedOn: predictions.trainedOn,
        rows: predictions.rows + rows(.teenager, happyRight: 3, sadRight: 2, faces: (20, 9)))
    }
    #expect(try TrainTestMatrix(matched(), predictions: few).testedGroups == [.toddler, .adult])
    let settings = MatrixAnalysisSettings(minimumFacesOfGroup: 20, minimumFacesOfEmotion: 10)
    let matrix = try TrainTestMatrix(matched(), predictions: few, settings: settings)
    #expect(matrix.testedGroups == [.toddler, .teenager, .adult])
    #expect(matrix.testedEmotions == [.happy])
    // Nobody was trained on teenagers, so that they have no control.
    #expect(matrix.cell(trainedOn: .adult, testedOn: .teenager)?.n == 20)
    #expect(!matrix.foreignTrainings.contains { $0.testedOn == .teenager })
  }

  @Test func refusesAnswersWithoutEnoughTestFaces() throws {
    let faces = try matched()
    let settings = MatrixAnalysisSettings(minimumFacesOfGroup: 41)
    let error = #expect(throws: SmilestoneError.self) {
      try TrainTestMatrix(faces, predictions: predictions(), settings: settings)
    }
    #expect(error?.description.contains("No age group has 41 test faces") == true)
    let other = try matched([.anger, .fear])
    let second = #expect(throws: SmilestoneError.self) {
      try TrainTestMatrix(other, predictions: predictions())
    }
    #expect(second?.description.contains("toddler, adult") == true)
  }

  @Test func oneTrainingHasNoSpread() throws {
    let matrix = try TrainTestMatrix(matched(), predictions: Array(predictions().prefix(2)))
    #expect(matrix.trainings == 1)
    #expect(matrix.cells.allSatisfy { $0.standardDeviationBetweenTrainings == nil })
  }

  @Test func isReadAsItWasWritten() throws {
    let folder = try TemporaryFolder()
    let matrix = try TrainTestMatrix(matched(), predictions: predictions())
    let file = folder.file("matrix.json")
    try matrix.write(to: file)
    #expect(try TrainTestMatrix(contentsOf: file, of: .study) == matrix)
    try Data("{}".utf8).write(to: file)
    #expect(throws: SmilestoneError.self) { try TrainTestMatrix(contentsOf: file, of: .study) }
  }
}
