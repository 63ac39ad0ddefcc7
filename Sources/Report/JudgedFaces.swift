import Analysis
import Faces
import Foundation
import Support

/// Test faces with what the models said of them, to look at: some of each cell of each confusion
/// matrix, the rest counted.
public struct JudgedFaces: Sendable {
  /// What may be seen of a face.
  public enum Image: Sendable {
    /// A JPEG, PNG or WebP file's bytes.
    case shown(Data)
    /// Left out on purpose.
    case hidden
    /// The file cannot be read.
    case unreadable
  }

  public struct Face: Sendable {
    public var image: Image
    public var ageGroup: AgeGroup
    public var ageInYears: Double?
    /// The label.
    public var emotion: Emotion
    public var source: String?
    /// One for each of `models`; nil where a model did not judge the face.
    public var predictions: [Prediction?]
  }

  public struct Prediction: Sendable, Equatable {
    public var predicted: Emotion
    /// In the order of the scheme's labels.
    public var probabilities: [Float]
  }

  /// How many test faces a cell holds.
  public struct Count: Sendable, Equatable {
    public var model: String
    public var ageGroup: AgeGroup
    public var source: String?
    public var emotion: Emotion
    public var predicted: Emotion
    public var faces: Int
  }

  /// Faces of a cell that are in the page unless all are asked for.
  public static let facesOfACell = 4
  /// More sources than these are counted as one.
  static let mostSources = 12

  /// The scheme of the labels and predictions.
  public var labels: LabelScheme
  /// What the age groups are.
  public let ages: AgeGrouping
  public var models: [String]
  public var faces: [Face]
  public var counts: [Count]

  /// Chooses faces among the test rows with a label and an age group.
  /// - Parameters:
  ///   - facesOfACell: how many faces of each cell are drawn; nil for all.
  ///   - seed: of the draw.
  ///   - image: gives a row's image; called for the chosen ones alone, from several threads.
  public init(
    _ table: PredictionTable, facesOfACell: Int? = JudgedFaces.facesOfACell, seed: UInt64,
    image: @Sendable (PredictionRow) -> Image
  ) throws {
    ages = table.vocabulary.ages
    let rows = table.rows.compactMap(JudgedRow.init)
    let names = Set(rows.map(\.row.model))
    // The study's models first, then others by name.
    let known = StudyModel.allCases.map(\.rawValue).filter(names.contains)
    let models = known + names.subtracting(known).sorted()
    let drawn = JudgedFaces.draw(rows, facesOfACell: facesOfACell, seed: seed)
    let predictions = Dictionary(
      grouping: rows.filter { drawn.contains(PathKey($0.row.image)) }
    ) {
      PathKey($0.row.image)
    }
    let images = predictions.keys.sorted()
    let source = JudgedFaces.shortened(rows)
    faces = try parallelMap(count: images.count) { index -> Face? in
      guard let judged = predictions[images[index]], let first = judged.first else { return nil }
      return Face(
        image: image(first.row), ageGroup: first.ageGroup, ageInYears: first.row.age,
        emotion: first.emotion, source: first.row.source.map(source),
        predictions: models.map { model in
          judged.first { $0.row.model == model }.map {
            Prediction(predicted: $0.row.predicted, probabilities: $0.row.probabilities)
          }
        })
    }.compactMap(\.self)
    labels = table.vocabulary.labels
    counts = JudgedFaces.count(rows, labels: labels, ages: ages, source: source)
    self.models = models
  }

  /// The images of the synthetic faces.
  private static func draw(_ rows: [JudgedRow], facesOfACell: Int?, seed: UInt64) -> Set<PathKey> {
    guard let facesOfACell else { return Set(rows.map { PathKey($0.row.image) }) }
    var generator = SeededGenerator(seed: seed, stream: "judged faces")
    var found: [Cell: Int] = [:]
    // In the order of names before the draw, so that it does not depend on the table's order.
    let ordered = rows.sorted { ($0.row.image, $0.row.model) < ($1.row.image, $1.row.model) }
    var drawn: Set<PathKey> = []
    for judged in ordered.shuffled(using: &generator) {
      let cell = Cell(judged, source: nil)
      guard found[cell, default: 0] < facesOfACell else { continue }
      found[cell, default: 0] += 1
      drawn.insert(PathKey(judged.row.image))
    }
    return drawn
  }

  private static func count(
    _ rows: [JudgedRow], labels: LabelScheme, ages: AgeGrouping, source: (String) -> String
  ) -> [Count] {
    var counts: [Cell: Int] = [:]
    for judged in rows {
      counts[Cell(judged, source: judged.row.source.map(source)), default: 0] += 1
    }
    return counts.map { cell, faces in
      Count(
        model: cell.model, ageGroup: cell.ageGroup, source: cell.source, emotion: cell.emotion,
        predicted: cell.predicted, faces: faces)
    }.sorted { $0.order(labels, ages).lexicographicallyPrecedes($1.order(labels, ages)) }
  }

  /// Names rare sources together, where there are too many to choose from.
  private static func shortened(_ rows: [JudgedRow]) -> @Sendable (String) -> String {
    let counts = Dictionary(grouping: rows.compactMap(\.row.source), by: \.self)
      .mapValues(\.count)
    guard counts.count > mostSources else { return { $0 } }
    let kept = Set(
      counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostSources - 1).map(\.key))
    return { kept.contains($0) ? $0 : "other sources" }
  }
}

/// A test row with label and age group.
private struct JudgedRow {
  let row: PredictionRow
  let ageGroup: AgeGroup
  let emotion: Emotion

  init?(_ row: PredictionRow) {
    guard row.split == Split.test.rawValue, let ageGroup = row.ageGroup, let emotion = row.emotion
    else { return nil }
    self.row = row
    self.ageGroup = ageGroup
    self.emotion = emotion
  }
}

private struct Cell: Hashable {
  let model: String
  let ageGroup: AgeGroup
  let source: String?
  let emotion: Emotion
  let predicted: Emotion

  init(_ judged: JudgedRow, source: String?) {
    model = judged.row.model
    ageGroup = judged.ageGroup
    self.source = source
    emotion = judged.emotion
    predicted = judged.row.predicted
  }
}

extension JudgedFaces.Count {
  fileprivate func order(_ labels: LabelScheme, _ ages: AgeGrouping) -> [String] {
    // The scripts' order: as text, a tenth group would come before the second.
    [
      model, String(format: "%02d", ages.index(of: ageGroup)), source ?? "",
      "\(labels.position(of: emotion))",
      "\(labels.position(of: predicted))",
    ]
  }
}
