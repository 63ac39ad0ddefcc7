import Analysis
import Datasets
import Faces
import Support

extension Demo {
  /// Three trainings on each age group, which read their own group best and near ones better.
  static func matrix() throws -> TrainTestMatrix {
    var generator = SeededGenerator(seed: 7, stream: "demo matrix")
    let records = AgeGrouping.study.groups.flatMap { group in
      LabelScheme.emotions7.emotions.flatMap { emotion in
        [(Split.train, 60), (.validation, 12)].flatMap { split, count in
          (0..<count).map { number in
            FaceRecord(
              image: "\(group)\(emotion)\(split)\(number)", emotion: emotion, ageGroup: group,
              split: split)
          }
        }
      }
    }
    let predictions = (1...3).flatMap { training in
      AgeGrouping.study.groups.map { trained in
        MatrixPredictions(
          trainedOn: trained,
          rows: AgeGrouping.study.groups.flatMap { tested in
            (0..<70).map { number in
              let emotion = LabelScheme.emotions7.emotions[number % 7]
              let ages = AgeGrouping.study
              let distance = abs(ages.index(of: trained) - ages.index(of: tested))
              let chance = 0.7 - 0.1 * Double(distance) + 0.02 * Double(training)
              return PredictionRow(
                image: "\(tested)\(number)", subject: "\(tested)\(number / 4)", split: "test",
                ageGroup: tested, emotion: emotion, model: "\(trained.rawValue)-\(training)",
                predicted: generator.uniform() < chance
                  ? emotion : LabelScheme.emotions7.emotions[(number + 1) % 7],
                probabilities: [1, 0, 0, 0, 0, 0, 0])
            }
          })
      }
    }
    return try TrainTestMatrix(
      MatchedFaces(records, groups: AgeGrouping.study.groups, labels: .emotions7, of: .study),
      predictions: predictions,
      settings: MatrixAnalysisSettings(replicates: 200))
  }
}
