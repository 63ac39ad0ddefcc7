import Analysis
import Datasets
import Exploration
import Faces
import Foundation
import Imaging
import Report
import Support

/// What the demonstration's models predicted: faces of all ages whose expressions turn from infant
/// to adult ones at eight years.
extension Demo {
  private static let groupSizes = [84, 72, 64, 70, 420]

  /// Test and validation faces of subjects with two images each.
  static let predictions: PredictionTable = {
    var generator = SeededGenerator(seed: 7, stream: "demo predictions")
    let spans: [ClosedRange<Double>] = [0.4...3, 3.1...8, 8.1...12, 12.1...17, 17.5...70]
    var rows: [PredictionRow] = []
    for (split, share) in [("test", 2), ("validation", 6)] {
      for (group, size) in zip(AgeGrouping.study.groups, groupSizes) {
        for face in 0..<size * 2 / share {
          let span = spans[AgeGrouping.study.index(of: group)]
          let subject = "\(split)-\(group.rawValue)-\(face / 2)"
          var ages = SeededGenerator(seed: 7, stream: subject)
          let age = ages.uniform(span.lowerBound, span.upperBound)
          // Toddlers are hardly ever labelled surprised: a row without faces.
          let emotion = LabelScheme.emotions7.emotions[
            generator.integer(below: group == .toddler ? 6 : 7)]
          for model in ["infant", "adult"] {
            rows.append(
              row(
                "\(subject)-\(face)", subject: subject, split: split, age: age, emotion: emotion,
                model: model, &generator))
          }
        }
      }
    }
    return PredictionTable(rows: rows, vocabulary: .study)
  }()

  private static func row(
    _ image: String, subject: String, split: String, age: Double, emotion: Emotion,
    model: String, _ generator: inout SeededGenerator
  ) -> PredictionRow {
    let adultness = 1 / (1 + exp(-(age - 8) / 1.5))
    let accuracy =
      model == "infant" ? 0.66 - 0.36 * adultness : 0.42 + 0.36 * adultness
    let isRight = generator.uniform() < accuracy
    let predicted =
      isRight
      ? emotion
      : LabelScheme.emotions7.emotions[
        (LabelScheme.emotions7.position(of: emotion) + 1 + generator.integer(below: 6)) % 7]
    // Surer than right, as networks are.
    var weights = LabelScheme.emotions7.emotions.map { _ in Float(generator.uniform(0.02, 0.5)) }
    weights[LabelScheme.emotions7.position(of: predicted)] = Float(generator.uniform(0.6, 6))
    let sum = weights.reduce(0, +)
    return PredictionRow(
      image: image, subject: subject, source: image.hashSource, split: split, age: age,
      ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: model,
      predicted: LabelScheme.emotions7.emotions[weights.firstIndex(of: weights.max() ?? 0) ?? 0],
      probabilities: weights.map { $0 / sum })
  }

  /// The same faces with sex, votes of ten raters, and how sure their ages are.
  static let manifest: Manifest = {
    var generator = SeededGenerator(seed: 7, stream: "demo manifest")
    let faces = predictions.rows.filter { $0.model == "adult" }
    let records = faces.map { row -> FaceRecord in
      var votes = LabelScheme.emotions7.emotions.map { _ in 0.0 }
      for _ in 0..<10 {
        let agrees = generator.uniform() < 0.82
        votes[
          agrees
            ? row.emotion.map(LabelScheme.emotions7.position) ?? 0 : generator.integer(below: 7)] +=
          1
      }
      return FaceRecord(
        image: row.image, subject: row.subject, source: row.source, emotion: row.emotion,
        votes: votes, ageInYears: row.age, ageStandardDeviationInYears: 0.8,
        ageSource: .estimated, ageGroup: row.ageGroup,
        sex: generator.uniform() < 0.5 ? .female : .male, split: Split(rawValue: row.split))
    }
    return Manifest(folder: URL(fileURLWithPath: "/"), records: records, vocabulary: .study)
  }()

  /// Images in which border and file type give something away.
  static func audit() throws -> ShortcutAudit {
    var generator = SeededGenerator(seed: 7, stream: "demo images")
    let records = manifest.records
    let facts = records.map { record -> ImageFacts in
      let level = record.emotion == .happy ? 150 : 70
      let pixels = (0..<16 * 16 * 3).map { _ in UInt8(level + generator.integer(below: 60)) }
      return ImageFacts(
        RGBImage(width: 16, height: 16, pixels: pixels),
        format: generator.uniform() < 0.5 ? "JPEG" : "PNG", byteCount: 99)
    }
    let hashes = records.map { Optional($0.image) }
    return try ShortcutAudit(
      ExploredFaces(
        records, facts: facts, contentHashes: hashes,
        duplicates: DuplicateClusters(
          fingerprints: records.map { _ in nil }, contentHashes: hashes), vocabulary: .study),
      seed: 1)
  }

  static func judgedFaces(facesOfACell: Int? = JudgedFaces.facesOfACell) throws -> JudgedFaces {
    try JudgedFaces(predictions, facesOfACell: facesOfACell, seed: 1) { row in
      guard row.ageGroup != .toddler else { return .hidden }
      let smiles: [Double] = [-0.6, -0.4, -0.2, 1, 0, -1, 0.3]
      return .shown(
        Image.face(
          eyes: 0.2 - 0.025 * Double(row.ageGroup.map(AgeGrouping.study.index) ?? 0),
          smile: smiles[row.emotion.map(LabelScheme.emotions7.position) ?? 0], side: 16))
    }
  }
}

extension String {
  /// One of two sources, by the name's length and last letter.
  fileprivate var hashSource: String {
    (utf8.reduce(0) { $0 + Int($1) }).isMultiple(of: 3) ? "studio" : "street"
  }
}
