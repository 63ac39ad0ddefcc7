import Analysis
import Faces
import Foundation
import Support

/// What the demonstration's models see: the one the mouth, the other the eyes as well.
extension Demo {
  static func representation() throws -> Representation {
    var generator = SeededGenerator(seed: 7, stream: "demo representation")
    let faces = AgeGrouping.study.groups.flatMap { group in
      LabelScheme.emotions7.emotions.flatMap { emotion in
        (0..<3).map { number in
          FaceRecord(
            image: "\(group)-\(emotion)-\(number)", subject: "\(group)-\(number)",
            emotion: emotion, ageGroup: group, split: .test)
        }
      }
    }
    let shared = faces.map { _ in (0..<5).map { _ in generator.uniform(-1, 1) } }
    let views = ["infant", "adult"].map { model in
      ModelView(
        model: model, layer: "layer2", mapShape: [6, 6],
        features: shared.map { $0.map { $0 + generator.uniform(-0.6, 0.6) } },
        maps: faces.enumerated().map { index, face in
          // A face of which no place speaks for the prediction.
          index == 0 ? nil : map(model, face, &generator)
        })
    }
    return try Representation(faces: faces, labels: .emotions7, ages: .study, views: views, seed: 7)
  }

  private static func map(
    _ model: String, _ face: FaceRecord, _ generator: inout SeededGenerator
  ) -> [Double] {
    let places = (0..<36).map { place in
      let (row, column) = (Double(place / 6), Double(place % 6))
      let mouth = exp(-((row - 4) * (row - 4) + (column - 2.5) * (column - 2.5)) / 2)
      let eyes = exp(-((row - 2) * (row - 2) + pow(abs(column - 2.5) - 1.5, 2)) / 1.5)
      return mouth + (model == "adult" ? eyes : 0.2 * eyes) + generator.uniform(0, 0.1)
    }
    let sum = places.reduce(0, +)
    return places.map { $0 / sum }
  }
}
