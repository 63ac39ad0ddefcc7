import Faces
import Statistics
import Support

/// What one model made of faces, in their order.
public struct ModelView: Sendable {
  public var model: String
  /// The part of the network that the maps are of, and their height and width; nil for a network
  /// without maps.
  public var layer: String?
  public var mapShape: [Int]?
  public var features: [[Double]]
  /// Row by row, adding up to 1; nil for a face without a map.
  public var maps: [[Double]?]

  public init(
    model: String, layer: String?, mapShape: [Int]?, features: [[Double]], maps: [[Double]?]
  ) {
    self.model = model
    self.layer = layer
    self.mapShape = mapShape
    self.features = features
    self.maps = maps
  }
}

extension Representation {
  /// Faces of one age group and emotion: enough for a mean, few enough for seconds.
  public static let facesOfACell = 200

  /// Which test faces to look at: up to `facesOfACell` of each age group and emotion, drawn with
  /// the seed. Places in `records`, ascending.
  public static func choice(of records: [FaceRecord], seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: "representation")
    var counts: [Cell: Int] = [:]
    return records.indices.shuffled(using: &generator).filter { index in
      let record = records[index]
      guard record.split == .test, let cell = Cell(record) else { return false }
      counts[cell, default: 0] += 1
      return counts[cell, default: 0] <= facesOfACell
    }.sorted()
  }

  /// - Parameters:
  ///   - faces: with age group and emotion.
  ///   - labels: the scheme of the emotions.
  ///   - ages: what their age groups are.
  ///   - photographs: what each face's copies share; nil where they are not known.
  ///   - views: each model's, of all the faces.
  ///   - seed: what chose the faces.
  public init(
    faces: [FaceRecord], labels: LabelScheme, ages: AgeGrouping,
    photographs: [String?]? = nil,
    views: [ModelView], seed: UInt64
  ) throws {
    let units = faces.enumerated().map { index, face in
      ResamplingUnit(
        uniqueSubject: FaceRecord.uniqueSubject(face.subject, source: face.source),
        photograph: photographs?[index])
    }
    self.seed = seed
    facesOfACell = Representation.facesOfACell
    let cells = Dictionary(grouping: faces.indices) { Cell(faces[$0]) }
    saliency = views.map { view in
      ModelSaliency(
        model: view.model, layer: view.layer,
        cells: view.mapShape.map { shape in
          Cell.all(labels, ages).compactMap { cell in
            cells[cell].map { SaliencyCell(cell, maps: $0.map { view.maps[$0] }, width: shape[1]) }
          }
        } ?? [])
    }
    similarities = try views.indices.flatMap { first in
      try views[(first + 1)...].map { second in
        try ModelSimilarity(faces: faces, ages: ages, units: units, views[first], second)
      }
    }
  }

  /// One age group with one emotion.
  fileprivate struct Cell: Hashable {
    let ageGroup: AgeGroup
    let emotion: Emotion

    init(ageGroup: AgeGroup, emotion: Emotion) {
      self.ageGroup = ageGroup
      self.emotion = emotion
    }

    init?(_ record: FaceRecord) {
      guard let group = record.ageGroup, let emotion = record.emotion else { return nil }
      self.init(ageGroup: group, emotion: emotion)
    }

    static func all(_ labels: LabelScheme, _ ages: AgeGrouping) -> [Cell] {
      ages.groups.flatMap { group in
        labels.emotions.map { Cell(ageGroup: group, emotion: $0) }
      }
    }
  }
}

extension SaliencyCell {
  fileprivate init(_ cell: Representation.Cell, maps: [[Double]?], width: Int) {
    ageGroup = cell.ageGroup
    emotion = cell.emotion
    let shown = maps.compactMap(\.self)
    n = shown.count
    withoutMap = maps.count - shown.count
    guard let first = shown.first else { return }
    let sums = shown.dropFirst().reduce(first) { zip($0, $1).map(+) }
    // Digits beyond the sixth would say nothing and fill the file.
    let means = sums.map { ($0 / Double(shown.count) * 1e6).rounded() / 1e6 }
    map = stride(from: 0, to: means.count, by: width).map { Array(means[$0..<($0 + width)]) }
  }
}

extension ModelSimilarity {
  fileprivate init(
    faces: [FaceRecord], ages: AgeGrouping, units: [ResamplingUnit?], _ first: ModelView,
    _ second: ModelView
  ) throws {
    self.first = first.model
    self.second = second.model
    groups = try parallelMap(count: ages.count) { index in
      let group = ages.groups[index]
      let own = faces.indices.filter { faces[$0].ageGroup == group }
      let subjects = SubjectIndex(own.map { units[$0] })
      return GroupSimilarity(
        ageGroup: group, n: own.count, subjects: subjects.knownCount,
        similarity: try featureSimilarity(
          own.map { first.features[$0] }, own.map { second.features[$0] },
          subjects: subjects.subjectOfFace))
    }
  }
}
