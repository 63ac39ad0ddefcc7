import Faces
import Statistics

/// What a model could score with without reading a face: emotions that go together with sources,
/// files, sizes, colours or borders, and a distribution of emotions that changes with age.
public struct ShortcutAudit: Codable, Sendable, Equatable {
  /// One statement about the data.
  public struct Finding: Codable, Sendable, Equatable {
    /// Which question it answers: "emotion-source".
    public var id: String
    /// One plain sentence with its number.
    public var text: String
    public var isFlagged: Bool

    public init(id: String, text: String, isFlagged: Bool) {
      self.id = id
      self.text = text
      self.isFlagged = isFlagged
    }
  }

  /// Sources against emotions and age groups; nil where fewer than two sources are known.
  public var emotionBySource: Association?
  public var ageGroupBySource: Association?
  /// One for each cue that is known and varies.
  public var predictions: [ShortcutPrediction]
  /// nil where fewer than two age groups have enough faces.
  public var classDistribution: ClassDistribution?
  public var findings: [Finding]

  /// Whether any finding is flagged.
  public var isFlagged: Bool { findings.contains { $0.isFlagged } }

  /// - Parameter seed: of the folds in which cues are tested.
  public init(_ explored: ExploredFaces, seed: UInt64) throws {
    let labelled = LabelledClusters(explored, seed: seed)
    emotionBySource = try ShortcutAudit.association(explored, of: .emotion)
    ageGroupBySource = try ShortcutAudit.association(explored, of: .ageGroup)
    predictions = try ShortcutPrediction.all(of: explored, labelled: labelled)
    classDistribution = try ClassDistribution(explored, labelled: labelled)
    findings = []
    findings = AuditWording.findings(self, labelledFaces: labelled.faces.count)
  }

  private static func association(
    _ explored: ExploredFaces, of label: FaceLabel
  ) throws -> Association? {
    let faces = explored.records.map { (row: FaceLabel.source.value($0), column: label.value($0)) }
    return try CrossTable(
      FaceLabel.source.rawValue, by: label.rawValue, faces: faces, rowOrder: [],
      columnOrder: label.order(explored.vocabulary), clusters: explored.clusters
    ).association
  }
}
