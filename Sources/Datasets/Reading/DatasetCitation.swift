import Faces
import Support

/// What to cite for the faces of a data set.
public struct DatasetCitation: Sendable {
  /// What these faces have in the manifest's column `source`; case does not count.
  public let source: String
  public let reference: Reference
  /// Whether it is to be cited for the faces' votes alone.
  public let concernsVotes: Bool

  public init(_ source: String, _ reference: Reference, concernsVotes: Bool = false) {
    self.source = source
    self.reference = reference
    self.concernsVotes = concernsVotes
  }

  func applies(to face: FaceRecord) -> Bool {
    face.source?.lowercased() == source.lowercased() && (!concernsVotes || face.votes != nil)
  }
}

extension DatasetAdapters {
  /// What to cite for faces, by their sources.
  public static func references(for faces: [FaceRecord]) -> [Reference] {
    all.flatMap { $0.citations }.filter { citation in faces.contains(where: citation.applies) }
      .map(\.reference)
  }
}
